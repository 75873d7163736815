// SPDX-License-Identifier: BSL-1.0
// Source files made up from a seed: the same ones on every machine.
#ifndef INDEXER_SYNTHETIC_HPP
#define INDEXER_SYNTHETIC_HPP

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

namespace indexer {

/// A folder of source files under the system's folder for temporary files, removed with all that is in it when the
/// object ends.
class synthetic_tree {
public:
    synthetic_tree(size_t files, uint64_t seed);
    ~synthetic_tree();
    synthetic_tree(const synthetic_tree&) = delete;
    synthetic_tree& operator=(const synthetic_tree&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
    /// Why the files could not be written; empty where they were.
    [[nodiscard]] const std::string& error() const noexcept { return error_; }

private:
    std::filesystem::path path_;
    std::string error_;
};

}  // namespace indexer

#endif
