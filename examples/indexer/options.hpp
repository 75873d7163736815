// SPDX-License-Identifier: BSL-1.0
// The indexer's command line.
#ifndef INDEXER_OPTIONS_HPP
#define INDEXER_OPTIONS_HPP

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "index.hpp"

namespace indexer {

struct options {
    std::vector<std::filesystem::path> directories;  ///< where to look; not empty
    std::string only;                                ///< "walk", "index" or "query"; empty for all steps
    size_t synthetic_files = 0;                      ///< 0 for real files
    uint64_t seed = 1;
    size_t max_files = 0;                     ///< not 0
    index_options indexing = {.threads = 0};  ///< `threads` is not 0 after `parse`
    std::vector<std::string> queries;
    size_t random_queries = 0;
    bool show_progress = false;
    bool show_allocations = false;
    std::string out;      ///< where the profile goes; empty for nowhere
    std::string formats;  ///< in which of dwell's formats; empty for its default
};

/// What the command line says; otherwise the exit status, a message having been printed.
[[nodiscard]] std::optional<options> parse(int argc, char** argv, int& exit_status);

}  // namespace indexer

#endif
