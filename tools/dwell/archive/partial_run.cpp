// SPDX-License-Identifier: BSL-1.0
#include "archive/partial_run.hpp"

#include "archive/hidden_folder.hpp"
#include "command_error.hpp"

#include <dwell/export/output_directory.hpp>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

namespace dwell::tool {
namespace {

namespace fs = std::filesystem;

const char* const lock_file = "/.lock";

bool is_there(const std::string& path) {
    std::error_code error;
    return fs::symlink_status(path, error).type() != fs::file_type::not_found;
}

/// Behind all runs of the same second. The first number that is free would not do: retention may have removed the first
/// run of that second, and a new one in its place would be older than the others by its name.
uint32_t next_number(const std::string& archive, const run_name& name) {
    uint32_t next = name.number;
    const auto leave_behind = [&](const run_name& other) {
        if (other.time == name.time && other.number >= next) {
            next = other.number + 1;
        }
    };
    for (const run_folder& run : list_runs(archive)) {
        leave_behind(run.name);
    }
    for (const run_name& partial : list_hidden(archive, partial_suffix)) {
        leave_behind(partial);
    }
    return next;
}

}  // namespace

partial_run::partial_run(std::string archive, run_name name, std::unique_ptr<file_lock> lock)
    : archive_(std::move(archive)),
      name_(std::move(name)),
      path_(hidden_path(archive_, name_, partial_suffix)),
      lock_(std::move(lock)) {}

partial_run::partial_run(std::string archive, run_name name) : archive_(std::move(archive)), name_(std::move(name)) {
    for (name_.number = next_number(archive_, name_);; ++name_.number) {
        path_ = hidden_path(archive_, name_, partial_suffix);
        if (is_there(archive_ + "/" + name_.text())) {
            continue;
        }
        const int error = detail::make_folder(path_);
        if (error == 0) {
            break;
        }
        if (error != EEXIST) {
            throw command_error(path_ + ": cannot make the folder: " + std::strerror(error));
        }
    }
    lock_ = std::make_unique<file_lock>(path_ + lock_file, file_lock::where_taken::give_up);
}

std::optional<partial_run> partial_run::take_over(const std::string& archive, const run_name& name) {
    auto lock = std::make_unique<file_lock>(hidden_path(archive, name, partial_suffix) + lock_file,
                                            file_lock::where_taken::give_up);
    if (!lock->is_held()) {
        return std::nullopt;
    }
    partial_run run(archive, name, std::move(lock));
    run.leave_taken_name();
    return run;
}

void partial_run::leave_taken_name() {
    // A program that outlived its dwell has made the folder anew, when another run of that second had the name.
    if (!is_there(archive_ + "/" + name_.text())) {
        return;
    }
    const std::string before = path_;
    do {
        ++name_.number;
        path_ = hidden_path(archive_, name_, partial_suffix);
    } while (is_there(archive_ + "/" + name_.text()) || is_there(path_));
    if (const int error = detail::rename_folder(before, path_); error != 0) {
        throw command_error(before + ": cannot rename the folder: " + std::strerror(error));
    }
}

std::string partial_run::publish() {
    std::string published = archive_ + "/" + name_.text();
    // Nobody takes the folder over now: that needs the archive's lock.
    fs::remove(path_ + lock_file);
    if (const int error = detail::rename_folder(path_, published); error != 0) {
        throw command_error(published + ": cannot name the run: " + std::strerror(error) + "; it lies in " + path_);
    }
    is_published_ = true;
    return published;
}

void partial_run::discard() {
    std::error_code error;
    fs::remove_all(path_, error);
    if (error) {
        throw command_error(path_ + ": cannot remove the folder: " + error.message());
    }
}

void point_latest_to_newest(const std::string& archive) {
    const std::vector<run_folder> runs = list_runs(archive);
    if (runs.empty()) {
        return;
    }
    if (const export_status linked = detail::point_latest_to(archive, runs.back().name.text()); !linked) {
        throw command_error(linked.message());
    }
}

}  // namespace dwell::tool
