// SPDX-License-Identifier: BSL-1.0
#include "process/installed_program.hpp"

#include <cstdlib>
#include <filesystem>
#include <sstream>

#include <unistd.h>

namespace dwell::tool {

std::vector<std::string> files_in_path(const std::string& name) {
    const char* const path = std::getenv("PATH");
    // With an end, the last folder is read, too, where its name is empty: that is the one we are in.
    std::istringstream folders(path == nullptr ? "" : std::string(path) + ':');
    std::vector<std::string> files;
    for (std::string folder; std::getline(folders, folder, ':');) {
        const std::filesystem::path file = std::filesystem::path(folder.empty() ? "." : folder) / name;
        if (std::error_code error; std::filesystem::is_regular_file(file, error)) {
            files.push_back(file.string());
        }
    }
    return files;
}

std::optional<std::string> installed_program(const std::string& name) {
    for (const std::string& file : files_in_path(name)) {
        if (access(file.c_str(), X_OK) == 0) {
            return file;
        }
    }
    return std::nullopt;
}

}  // namespace dwell::tool
