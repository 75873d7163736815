// SPDX-License-Identifier: BSL-1.0
// A folder of a test's own.
#ifndef DWELL_TESTS_SUPPORT_SCRATCH_FOLDER_HPP
#define DWELL_TESTS_SUPPORT_SCRATCH_FOLDER_HPP

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>
#include <string>

namespace test {

/// Empty at first, removed with all in it at the end.
struct scratch_folder {
    scratch_folder() : path(made()) {}
    ~scratch_folder() { std::filesystem::remove_all(path); }
    scratch_folder(const scratch_folder&) = delete;
    scratch_folder& operator=(const scratch_folder&) = delete;

    std::filesystem::path path;

private:
    static std::string made() {
        std::string name = (std::filesystem::temp_directory_path() / "dwell-test-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) {
            throw std::runtime_error(name + ": cannot be made");
        }
        return name;
    }
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
