// SPDX-License-Identifier: BSL-1.0
#include "run/stale_runs.hpp"

#include "archive/collect_profiles.hpp"
#include "archive/hidden_folder.hpp"
#include "archive/partial_run.hpp"
#include "archive/retention.hpp"
#include "command_error.hpp"
#include "output/message.hpp"
#include "run/run_record.hpp"

#include <exception>
#include <filesystem>
#include <optional>

namespace dwell::tool {
namespace {

namespace fs = std::filesystem;

void finish(partial_run& run) {
    const collected_profiles profiles = collect_profiles(run.path(), "");
    if (profiles.processes == 0) {
        run.discard();
        return;
    }
    // None is there where a program outlived its dwell, and wrote after this had removed the folder.
    run_record record = read_record(run.path()).value_or(blank_record(run.name()));
    record["name"] = run.name().text();
    set_profiles(record, profiles);
    write_record(run.path(), record);
    print_note(run.publish() + ": an earlier dwell did not finish this run, now it is whole");
}

/// A run that is about to begin does not depend on those before it.
void go_on_after(const std::exception& error) {
    const auto* const known = dynamic_cast<const command_error*>(&error);
    print_warning(known != nullptr ? known->message() : error.what(), known != nullptr ? known->details() : "");
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

void finish_stale_runs(const std::string& archive) {
    try {
        remove_unnamed(archive);
        remove_unfinished_links(archive);
    } catch (const std::exception& error) {
        go_on_after(error);
    }
    for (const run_name& name : list_hidden(archive, partial_suffix)) {
        if (is_being_written(hidden_path(archive, name, partial_suffix))) {
            continue;  // by a program that outlived its dwell: until it has ended
        }
        try {
            if (std::optional<partial_run> run = partial_run::take_over(archive, name); run) {
                finish(*run);
            }
        } catch (const std::exception& error) {
            go_on_after(error);
        }
    }
}

}  // namespace dwell::tool
