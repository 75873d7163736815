// SPDX-License-Identifier: BSL-1.0
#include "profiles/profile_file.hpp"

#include "command_error.hpp"
#include "profiles/file_text.hpp"

#include <dwell/export/profile_reader.hpp>

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
    constexpr size_t largest = size_t{1} << 30U;
    const std::string file = file_of(path).string();
    file_text content(file, largest);
    const detail::text_progress progress{
        [](void* context, size_t offset) { static_cast<file_text*>(context)->forget_until(offset); }, &content};
    profile result;
    if (const read_status status = detail::profile_reader(content.text(), progress).read(result); !status) {
        throw command_error(file + ": " + status.message());
    }
    return result;
}

}  // namespace dwell::tool
