// SPDX-License-Identifier: BSL-1.0
#include "run/archived_run.hpp"

#include "archive/collect_profiles.hpp"
#include "archive/partial_run.hpp"
#include "command_error.hpp"
#include "exit_status.hpp"
#include "output/message.hpp"
#include "perf/perf_pictures.hpp"
#include "run/git_facts.hpp"
#include "run/run_ending.hpp"
#include "run/run_record.hpp"
#include "run/stale_runs.hpp"

#include <dwell/export/file_system.hpp>
#include <dwell/export/sink.hpp>
#include <dwell/export/table.hpp>

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <iostream>
#include <optional>

#include <unistd.h>

namespace dwell::tool {
namespace {

int64_t now_unix_ns() { return std::chrono::nanoseconds(std::chrono::system_clock::now().time_since_epoch()).count(); }

partial_run begin_run(const std::string& archive, int64_t started_unix_ns, const std::optional<git_facts>& git) {
    if (const int error = detail::make_folders(archive); error != 0) {
        throw command_error(archive + ": cannot make the archive: " + std::strerror(error),
                            "--out names another folder, --no-profile runs the program without one");
    }
    const file_lock lock = lock_archive(archive);
    // Before anything is removed: no name that a killed dwell had, whose program may still write to it.
    const run_name wish{run_time(started_unix_ns / 1'000'000'000), git ? git->commit.substr(0, 12) : "", 1};
    partial_run run(archive, wish);
    finish_stale_runs(archive);
    return run;
}

/// Those that the user wants; profile.json is always one, since the archive is read by it.
std::string formats_of(const run_options& options) {
    const char* const wish = std::getenv("DWELL_FORMATS");
    const std::string formats = !options.formats.empty() ? options.formats : wish != nullptr ? wish : "";
    return formats.empty() ? "default" : formats + ",json";
}

child_options child_of(const run_options& options, const std::string& partial) {
    child_options child;
    child.command = options.command;
    child.time_limit_seconds = options.time_limit_seconds;
    child.environment = {{"DWELL_OUT", process_output(partial)}, {"DWELL_FORMATS", formats_of(options)}};
    if (!options.every.empty()) {
        child.environment.emplace_back("DWELL_EVERY", options.every);
    }
    if (!options.timeline.empty()) {
        child.environment.emplace_back("DWELL_TIMELINE", options.timeline);
    }
    return child;
}

void warn_of_no_profile(const std::string& program) {
    print_warning(program + ": no process wrote a profile. Likely causes:",
                  "  no file of the program includes <dwell/dwell.hpp>, or it was built with DWELL_ENABLED=0;\n"
                  "  it starts the program to measure with DWELL_PROFILING=0, or without the environment;\n"
                  "  it crashed, was killed, or called _exit: --every 1s saves while it runs");
}

void print_table(const profile& whole, uint64_t top) {
    table_options table;
    table.top = top;
    table.colour = isatty(STDERR_FILENO) != 0;
    string_sink text;
    static_cast<void>(write_table(text, whole, table));
    print_on_standard_error(text.text());
}

perf_outcome finish_perf(perf_recorder& recorder, const std::string& folder, const perf_options& options,
                         signal_guard& signals) {
    const perf_outcome recorded = recorder.finish();
    perf_outcome outcome = recorded.is_recorded ? write_perf_pictures(folder, options, signals) : recorded;
    if (!outcome.is_recorded) {
        print_warning("no --perf: " + outcome.reason);
    }
    return outcome;
}

/// Names the run, and makes room for it. Returns its path.
std::string publish(partial_run& partial, const std::string& archive, const retention_limits& limits) {
    const file_lock lock = lock_archive(archive);
    std::string path = partial.publish();
    try {
        point_latest_to_newest(archive);
        remove_old_runs(archive, limits, path);
    } catch (const command_error& error) {
        throw command_error(error.message(),
                            error.details() + (error.details().empty() ? "" : "\n") + "the run is whole: " + path);
    } catch (const std::exception& error) {
        throw command_error(error.what(), "the run is whole: " + path);
    }
    return path;
}

void print_run(const run_options& options, const run_record& record, const collected_profiles& profiles,
               const std::string& path) {
    if (options.prints_json) {
        run_record printed = record;
        printed["path"] = path;
        std::cout << record_text(printed) << std::flush;
        return;
    }
    if (profiles.processes != 0) {
        print_table(profiles.whole, options.top);
    }
    print_message(path);
}

/// Once the program has ended. Returns whether there is a profile where one has to be.
bool archive_run(partial_run& partial, const run_options& options, run_record record, perf_recorder* perf,
                 signal_guard& signals) {
    if (perf != nullptr) {
        set_perf(record, finish_perf(*perf, partial.path(), options.perf, signals));
    }
    const collected_profiles profiles = collect_profiles(partial.path(), formats_of(options));
    set_profiles(record, profiles);
    write_record(partial.path(), record);
    const std::string path = publish(partial, options.archive, options.retention);
    for (const std::string& warning : profiles.warnings) {
        print_warning(path + "/" + warning);
    }
    if (profiles.processes == 0) {
        warn_of_no_profile(options.command.front());
    }
    print_run(options, record, profiles, path);
    return profiles.processes != 0 || !options.is_profile_required;
}

}  // namespace

int run_archived(const run_options& options) {
    const std::optional<git_facts> git = read_git_facts();
    const int64_t started_unix_ns = now_unix_ns();
    // Not guarded: it may wait for another dwell, and what a signal leaves is what a kill does.
    partial_run partial = begin_run(options.archive, started_unix_ns, git);
    signal_guard signals;
    run_record record = make_record(partial.name(), started_unix_ns, options.command, git);
    write_record(partial.path(), record);
    child_options child = child_of(options, partial.path());
    std::optional<perf_recorder> perf;
    if (options.is_perf_wanted) {
        perf.emplace(options.perf, partial.path(), signals.before());
        child.before_program = [&](pid_t program) { perf->attach(program); };
    }
    const child_result result = run_child(child, signals);
    if (result.how == child_result::ending::not_started) {
        perf.reset();
        partial.discard();
    }
    const int status = ending_status(child, result, signals);
    try {
        set_ending(record, result);
        if (archive_run(partial, options, record, perf ? &*perf : nullptr, signals)) {
            return status;
        }
        print_message("--require-profile: there is no profile");
    } catch (const std::exception& error) {
        print_error(error);
        if (!partial.is_published()) {
            print_note("what the program wrote is in " + partial.path() + "; the next dwell run makes a run of it");
        }
    }
    return status != 0 ? status : exit_error;
}

int run_unprofiled(const run_options& options) {
    signal_guard signals;
    child_options child;
    child.command = options.command;
    child.time_limit_seconds = options.time_limit_seconds;
    return ending_status(child, run_child(child, signals), signals);
}

}  // namespace dwell::tool
