// SPDX-License-Identifier: BSL-1.0
#include "archive/process_folder.hpp"

#include <charconv>
#include <cstdint>
#include <filesystem>
#include <string_view>
#include <vector>

namespace dwell::tool {
namespace {

namespace fs = std::filesystem;

/// The number of `save-N`; 0: it is none.
uint64_t number_of_save(const std::string& name) {
    constexpr std::string_view before = "save-";
    uint64_t number = 0;
    if (name.starts_with(before)) {
        const char* const end = name.data() + name.size();
        const auto parsed = std::from_chars(name.data() + before.size(), end, number);
        number = parsed.ec == std::errc() && parsed.ptr == end ? number : 0;
    }
    return number;
}

bool has_profile(const fs::path& folder) {
    std::error_code error;
    return fs::is_regular_file(folder / "profile.json", error);
}

}  // namespace

std::string newest_save(const std::string& folder) {
    if (has_profile(folder)) {
        return folder;
    }
    uint64_t newest = 0;
    std::error_code error;
    for (fs::directory_iterator entries(folder, error); !error && entries != fs::directory_iterator();
         entries.increment(error)) {
        const uint64_t number = number_of_save(entries->path().filename().string());
        newest = number > newest && has_profile(entries->path()) ? number : newest;
    }
    return newest == 0 ? "" : folder + "/save-" + std::to_string(newest);
}

std::string name_after_program(const std::string& folder, const profile_metadata& metadata) {
    constexpr std::string_view not_in_names("/\0", 2);
    if (metadata.program.empty() || metadata.program.find_first_of(not_in_names) != std::string::npos) {
        return folder;
    }
    const std::string name = metadata.program + "-" + std::to_string(metadata.pid);
    const fs::path before(folder);
    for (unsigned number = 1;; ++number) {
        const fs::path after = before.parent_path() / (name + (number == 1 ? "" : "-" + std::to_string(number)));
        std::error_code error;
        // One that cannot be looked at, as where the name is too long, cannot be given either.
        const fs::file_type there = fs::symlink_status(after, error).type();
        if (after != before && there != fs::file_type::not_found && there != fs::file_type::none) {
            continue;
        }
        fs::rename(before, after, error);
        return error ? folder : after.string();
    }
}

void move_newest_save(const std::string& from, const std::string& to) {
    const fs::path newest = newest_save(from);
    std::vector<fs::path> files;
    for (const fs::directory_entry& entry : fs::directory_iterator(newest)) {
        if (entry.symlink_status().type() == fs::file_type::regular && entry.path().filename() != "profile.json") {
            files.push_back(entry.path().filename());
        }
    }
    files.emplace_back("profile.json");
    for (const fs::path& file : files) {
        fs::rename(newest / file, fs::path(to) / file);
    }
    // What is not empty stays.
    std::error_code not_empty;
    if (newest != fs::path(from)) {
        fs::remove(newest, not_empty);
        fs::remove(fs::path(from) / "latest", not_empty);
    }
    fs::remove(from, not_empty);
}

}  // namespace dwell::tool
