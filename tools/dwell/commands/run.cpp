// SPDX-License-Identifier: BSL-1.0
// dwell run: a program, and its profile kept in an archive.
#include "commands/command.hpp"
#include "commands/option_units.hpp"
#include "output/message.hpp"
#include "run/archived_run.hpp"
#include "run/run_options.hpp"

#include <dwell/autosave/save_plan.hpp>
#include <dwell/autosave/timeline_environment.hpp>
#include <dwell/export/artefacts.hpp>

#include <CLI/CLI.hpp>

#include <memory>
#include <string>
#include <vector>

namespace dwell::tool {
namespace {

/// Empty where it is good, as CLI11 has it.
std::string check_period(const std::string& text) {
    uint64_t ns = 0;
    return detail::read_period(text, ns) ? "" : "'" + text + "' is no time from 10ms on, as 500ms, 90s, 5m or 2h";
}

std::string check_size(const std::string& text) {
    uint64_t bytes = 0;
    return detail::read_byte_count(text, bytes) ? "" : "'" + text + "' is no size, as 1048576, 512K or 16M";
}

std::string check_formats(const std::string& text) {
    detail::artefact_choice choice;
    return choice.choose(text).message();
}

/// CLI11 alone would take -1 for a very large one.
const CLI::Range any_number(uint64_t{0}, uint64_t{1'000'000'000});

struct parsed_line {
    run_options options;
    bool is_plain = false;
    uint64_t megabytes = 100;
};

/// `words` is what CLI11 left: a program that was named without `--`.
std::vector<std::string> command_of(std::vector<std::string> words) {
    if (!words.empty() && words.front().starts_with('-')) {
        throw CLI::ExtrasError(words);
    }
    if (words_behind_dashes) {
        if (!words.empty()) {
            words.emplace_back("--");
        }
        words.insert(words.end(), words_behind_dashes->begin(), words_behind_dashes->end());
    }
    if (words.empty()) {
        throw command_error("no program: dwell run [OPTIONS] -- PROGRAM [ARGUMENTS]");
    }
    return words;
}

int run(parsed_line& line) {
    run_options& options = line.options;
    constexpr uint64_t bytes_per_megabyte = 1'000'000;
    options.retention.bytes = line.megabytes * bytes_per_megabyte;
    if (line.is_plain) {
        return run_unprofiled(options);
    }
    if (detail::is_profiling_switched_off()) {
        print_note("DWELL_PROFILING=0: the program runs as it is, and nothing is archived");
        const int status = run_unprofiled(options);
        return options.is_profile_required && status == 0 ? int{exit_error} : status;
    }
    return run_archived(options);
}

void add_archive_options(CLI::App& command, parsed_line& line) {
    run_options& options = line.options;
    command.add_option("--out", options.archive, "The archive: a folder, made where it is missing")
        ->capture_default_str();
    command.add_option("--keep", options.retention.runs, "How many runs stay; 0 for any number")
        ->check(any_number)
        ->capture_default_str();
    command.add_option("--keep-megabytes", line.megabytes, "How large they may be together; 0 for any size")
        ->capture_default_str()
        ->check(any_number);
}

void add_recording_options(CLI::App& command, run_options& options) {
    command.add_option("--formats", options.formats, "What is written beside profile.json, as in DWELL_FORMATS")
        ->check(check_formats);
    command.add_option("--every", options.every, "Save every so often while it runs, as in DWELL_EVERY")
        ->check(check_period);
    command.add_option("--timeline", options.timeline, "Bytes of timeline for each thread, as in DWELL_TIMELINE")
        ->check(check_size);
    constexpr uint64_t most_samples = 1'000'000;
    CLI::Option* const perf = command.add_flag("--perf", options.is_perf_wanted, "Sample it with perf, too");
    command.add_option("--perf-frequency", options.perf.frequency, "Samples a second")
        ->capture_default_str()
        ->check(CLI::Range(uint64_t{1}, most_samples))
        ->needs(perf);
    command.add_option("--perf-call-graph", options.perf.call_graph, "How perf finds callers: fp, dwarf or lbr")
        ->capture_default_str()
        ->check(CLI::IsMember({"fp", "dwarf", "lbr"}))
        ->needs(perf);
}

}  // namespace

void add_run(CLI::App& program, int& status) {
    CLI::App* const command = program.add_subcommand("run", "Run a program, and keep its profile in an archive");
    const auto line = std::make_shared<parsed_line>();
    run_options& options = line->options;
    add_archive_options(*command, *line);
    add_recording_options(*command, options);
    CLI::Option* const plain = command->add_flag("--no-profile", line->is_plain, "Run it as it is, archive nothing");
    command->add_flag("--require-profile", options.is_profile_required, "Status 2 where it wrote no profile")
        ->excludes(plain);
    command->add_option("--time-limit", options.time_limit_seconds, "Ask it to end after this time")
        ->option_text("TIME")
        ->transform(time_in_seconds());
    command->add_option("--top", options.top, "Rows of the table; 0 for all")->check(any_number)->capture_default_str();
    command->add_flag("--json", options.prints_json, "Print run.json in place of the table, on standard output");
    command->prefix_command();
    command->footer("The program and its arguments stand behind --: dwell run [OPTIONS] -- PROGRAM [ARGUMENTS]");
    command->callback([line, command, &status] {
        line->options.command = command_of(command->remaining());
        status = run(*line);
    });
}

}  // namespace dwell::tool
