// SPDX-License-Identifier: BSL-1.0
#include "archive/collect_profiles.hpp"

#include "archive/process_folder.hpp"
#include "command_error.hpp"
#include "profiles/output_pattern.hpp"

#include <dwell/export/read_json.hpp>
#include <dwell/export/save.hpp>
#include <dwell/profile/merge.hpp>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <utility>

#include <poll.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

namespace dwell::tool {
namespace {

namespace fs = std::filesystem;

std::string folder_of_processes(const std::string& run) { return run + "/processes"; }

std::vector<std::string> folders_in(const std::string& folder) {
    std::vector<std::string> paths;
    std::error_code error;
    for (fs::directory_iterator entries(folder, error); !error && entries != fs::directory_iterator();
         entries.increment(error)) {
        std::error_code ignored;
        if (fs::symlink_status(entries->path(), ignored).type() == fs::file_type::directory) {
            paths.push_back(entries->path().string());
        }
    }
    std::sort(paths.begin(), paths.end());
    return paths;
}

/// Not so a zombie, which nobody may ever wait for.
bool is_running(pid_t process) {
    // Its end makes it readable.
    pollfd waited{static_cast<int>(syscall(SYS_pidfd_open, process, 0)), POLLIN, 0};
    if (waited.fd < 0) {
        return false;
    }
    const bool is_alive = poll(&waited, 1, 0) == 0;
    close(waited.fd);
    return is_alive;
}

}  // namespace

std::string process_output(const std::string& run) {
    return as_output_pattern(fs::absolute(folder_of_processes(run)).string()) + "/%p-%n";
}

bool is_being_written(const std::string& run) {
    for (const std::string& folder : folders_in(folder_of_processes(run))) {
        const std::string name = fs::path(folder).filename().string();
        pid_t process = 0;
        const auto parsed = std::from_chars(name.data(), name.data() + name.size(), process);
        if (parsed.ec == std::errc() && *parsed.ptr == '-' && process > 0 && is_running(process)) {
            return true;
        }
    }
    return false;
}

collected_profiles collect_profiles(const std::string& run, const std::string& formats) {
    collected_profiles result;
    std::string only;
    const auto warn = [&](const std::string& path_and_reason) {
        result.warnings.push_back(path_and_reason.substr(run.size() + 1));
    };
    const auto add = [&](const std::string& folder) {
        const std::string newest = newest_save(folder);
        if (newest.empty()) {
            std::error_code error;
            if (!fs::remove(folder, error)) {
                warn(folder + ": holds no whole profile");
            }
            return;
        }
        profile read;
        if (const read_status status = read_json_file(newest + "/profile.json", read); !status) {
            warn(status.message() + ": left out");
            return;
        }
        only = name_after_program(folder, read.metadata());
        result.whole = result.processes == 0 ? std::move(read) : merge(result.whole, read);
        ++result.processes;
    };
    for (const std::string& folder : folders_in(folder_of_processes(run))) {
        add(folder);
    }
    if (result.processes == 0 && !newest_save(run).empty()) {
        // Of the only process, moved before this was interrupted.
        if (read_json_file(run + "/profile.json", result.whole)) {
            result.processes = 1;
        }
    } else if (result.processes == 1) {
        move_newest_save(only, run);
    } else if (result.processes > 1) {
        save_options options;
        options.formats = formats;
        if (const export_status saved = save(result.whole, run, options); !saved) {
            throw command_error(saved.message());
        }
    }
    std::error_code not_empty;
    fs::remove(folder_of_processes(run), not_empty);
    return result;
}

}  // namespace dwell::tool
