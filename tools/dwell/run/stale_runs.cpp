// SPDX-License-Identifier: BSL-1.0
#include "run/stale_runs.hpp"

#include "archive/collect_profiles.hpp"
#include "archive/hidden_folder.hpp"
#include "archive/partial_run.hpp"
#include "archive/retention.hpp"
#include "run/run_record.hpp"

#include <exception>
#include <filesystem>
#include <optional>

namespace dwell::tool {
namespace {

namespace fs = std::filesystem;

/// Returns what is to be told; empty: nothing.
std::string finish(partial_run& run) {
    const collected_profiles profiles = collect_profiles(run.path(), "");
    if (profiles.processes == 0) {
        run.discard();
        return {};
    }
    // None is there where a program outlived its dwell, and wrote after this had removed the folder.
    run_record record = read_record(run.path()).value_or(blank_record(run.name()));
    record["name"] = run.name().text();
    set_profiles(record, profiles);
    write_record(run.path(), record);
    return run.publish() + ": an earlier dwell did not finish this run, now it is whole";
}

void remove_unfinished_links(const std::string& archive) {
    std::error_code error;
    for (fs::directory_iterator entries(archive, error); !error && entries != fs::directory_iterator();
         entries.increment(error)) {
        std::error_code ignored;
        if (entries->path().filename().string().starts_with(".latest-") && entries->is_symlink(ignored)) {
            fs::remove(entries->path(), ignored);
        }
    }
}

}  // namespace

std::vector<std::string> finish_stale_runs(const std::string& archive) {
    std::vector<std::string> notes;
    try {
        remove_unnamed(archive);
        remove_unfinished_links(archive);
    } catch (const std::exception& error) {
        notes.emplace_back(error.what());
    }
    for (const run_name& name : list_hidden(archive, partial_suffix)) {
        if (is_being_written(hidden_path(archive, name, partial_suffix))) {
            continue;  // by a program that outlived its dwell: until it has ended
        }
        try {
            std::optional<partial_run> run = partial_run::take_over(archive, name);
            if (std::string note = run ? finish(*run) : ""; !note.empty()) {
                notes.push_back(std::move(note));
            }
        } catch (const std::exception& error) {
            notes.emplace_back(error.what());
        }
    }
    return notes;
}

}  // namespace dwell::tool
