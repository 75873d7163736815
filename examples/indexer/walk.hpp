// SPDX-License-Identifier: BSL-1.0
// Finds the source files below some directories.
#ifndef INDEXER_WALK_HPP
#define INDEXER_WALK_HPP

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "progress.hpp"

namespace indexer {

struct source_file {
    std::filesystem::path path;
    std::string extension;  ///< ".h", or "(none)" for one like <vector>
    uintmax_t size = 0;     ///< in bytes
};

struct walk_result {
    std::vector<source_file> files;       ///< ascending by path
    std::vector<std::string> unreadable;  ///< what could not be looked at, and why
    size_t directories = 0;
};

/// Walks each directory with its subdirectories, on `threads` threads. Links to directories are not followed, so that a
/// walk always ends; a directory inside another one is walked once.
[[nodiscard]] walk_result walk(const std::vector<std::filesystem::path>& directories, unsigned threads,
                               progress& shown);

}  // namespace indexer

#endif
