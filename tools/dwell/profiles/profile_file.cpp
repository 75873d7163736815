// SPDX-License-Identifier: BSL-1.0
#include "profiles/profile_file.hpp"

#include "commands/command.hpp"

#include <dwell/export/read_json.hpp>

#include <filesystem>

namespace dwell::tool {
namespace {

namespace fs = std::filesystem;

fs::path file_of(const fs::path& path) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
        return path;
    }
    for (const char* const inside : {"profile.json", "latest/profile.json"}) {
        if (fs::exists(path / inside, error)) {
            return path / inside;
        }
    }
    throw command_error(path.string() + ": no profile.json in this folder, nor in its latest/");
}

}  // namespace

profile load_profile(const std::string& path) {
    profile result;
    if (const read_status status = read_json_file(file_of(path).string(), result); !status) {
        throw command_error(status.message());
    }
    return result;
}

}  // namespace dwell::tool
