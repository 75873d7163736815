// SPDX-License-Identifier: BSL-1.0
// A folder of a test's own.
#ifndef DWELL_TESTS_SUPPORT_SCRATCH_FOLDER_HPP
#define DWELL_TESTS_SUPPORT_SCRATCH_FOLDER_HPP

#include <dwell/core/machine.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>

namespace test {

/// Empty at first, removed with all in it at the end.
struct scratch_folder {
    scratch_folder() {
        std::filesystem::remove_all(path);
        std::filesystem::create_directory(path);
    }
    ~scratch_folder() { std::filesystem::remove_all(path); }
    scratch_folder(const scratch_folder&) = delete;
    scratch_folder& operator=(const scratch_folder&) = delete;
    std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("dwell-test-" + std::to_string(dwell::detail::process_id()));
};

/// All bytes of a file; none where it cannot be read.
inline std::string content_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// The names of what a folder holds.
inline std::set<std::string> names_in(const std::filesystem::path& folder) {
    std::set<std::string> names;
    for (const std::filesystem::directory_entry& entry : std::filesystem::directory_iterator(folder)) {
        names.insert(entry.path().filename().string());
    }
    return names;
}

}  // namespace test

#endif
