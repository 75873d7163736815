// SPDX-License-Identifier: BSL-1.0
#include "archive/retention.hpp"

#include "archive/hidden_folder.hpp"
#include "archive/run_folder.hpp"
#include "command_error.hpp"

#include <filesystem>
#include <vector>

namespace dwell::tool {
namespace {

namespace fs = std::filesystem;

/// Of the files; links count as nothing, whatever they lead to.
uint64_t bytes_of(const std::string& folder) {
    uint64_t sum = 0;
    std::error_code error;
    for (fs::recursive_directory_iterator entries(folder, error);
         !error && entries != fs::recursive_directory_iterator(); entries.increment(error)) {
        std::error_code ignored;
        if (entries->symlink_status(ignored).type() == fs::file_type::regular) {
            const auto size = entries->file_size(ignored);
            sum += ignored ? 0 : size;
        }
    }
    return sum;
}

bool is_kept(const run_folder& run) {
    std::error_code error;
    return fs::symlink_status(run.path + "/keep", error).type() != fs::file_type::not_found;
}

}  // namespace

uint64_t remove_old_runs(const std::string& archive, const retention_limits& limits, const std::string& made) {
    std::vector<run_folder> runs = list_runs(archive);
    uint64_t count = 0;
    uint64_t bytes = 0;
    uint64_t removed = 0;
    bool is_beyond = false;
    // The newest first: from the first that is too much on, all that are older go.
    for (size_t i = runs.size(); i-- > 0;) {
        if (is_kept(runs[i])) {
            continue;
        }
        ++count;
        if (!is_beyond) {
            bytes += limits.bytes == 0 ? 0 : bytes_of(runs[i].path);
            is_beyond = (limits.runs != 0 && count > limits.runs) || (limits.bytes != 0 && bytes > limits.bytes);
        }
        std::error_code ignored;
        if (is_beyond && i + 1 != runs.size() && runs[i].path != made &&
            !fs::equivalent(archive + "/latest", runs[i].path, ignored)) {
            const std::string unnamed = hidden_path(archive, runs[i].name, removed_suffix);
            std::error_code error;
            fs::rename(runs[i].path, unnamed, error);
            if (error) {
                throw command_error(runs[i].path + ": cannot remove an old run: " + error.message());
            }
            ++removed;
        }
    }
    remove_unnamed(archive);
    return removed;
}

void remove_unnamed(const std::string& archive) {
    std::string trouble;
    for (const run_name& name : list_hidden(archive, removed_suffix)) {
        const std::string folder = hidden_path(archive, name, removed_suffix);
        std::error_code error;
        fs::remove_all(folder, error);
        if (error && trouble.empty()) {
            trouble = folder + ": cannot remove an old run: " + error.message();
        }
    }
    if (!trouble.empty()) {
        throw command_error(trouble);
    }
}

}  // namespace dwell::tool
