// SPDX-License-Identifier: BSL-1.0
#include "gate/program_runner.hpp"

#include "command_error.hpp"
#include "gate/last_lines.hpp"
#include "profiles/output_pattern.hpp"

#include <dwell/export/human.hpp>
#include <dwell/export/read_json.hpp>
#include <dwell/profile/merge.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <utility>

#include <sys/resource.h>

namespace dwell::tool {
namespace {

namespace fs = std::filesystem;

double largest_resident_bytes_of_this_process() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) * 1024;
}

double printed_number(const std::string& output) {
    const std::string line = last_lines(output, 1);
    double number = 0;
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), number);
    if (line.empty() || error != std::errc() || end != line.data() + line.size()) {
        throw command_error("the last line of its standard output is not a number: \"" + detail::shortened(line, 80) +
                            "\"");
    }
    return number;
}

}  // namespace

program_runner::program_runner(gate_program base, gate_program head, program_runner_options options,
                               signal_guard& signals)
    : base_(std::move(base)),
      head_(std::move(head)),
      options_(std::move(options)),
      signals_(signals),
      needs_profile_(
          std::any_of(options_.metrics.begin(), options_.metrics.end(),
                      [](const gate_metric& metric) { return metric.from == gate_metric::source::profile; })),
      folder_("dwell-gate-") {}

child_options program_runner::child_of(const gate_program& program) const {
    child_options child;
    child.command = {"sh", "-c", program.command};
    child.directory = program.directory;
    child.standard_output = folder_.path() + "/stdout";
    child.standard_error = folder_.path() + "/stderr";
    child.is_background = true;
    // It would disturb the next run, or write into what that writes.
    child.ends_what_it_leaves = true;
    // Whatever is set for the user's own runs: all runs of a gate are alike.
    for (const char* const name : {"DWELL_OUT", "DWELL_FORMATS", "DWELL_EVERY", "DWELL_TIMELINE"}) {
        child.environment.emplace_back(name, std::nullopt);
    }
    if (needs_profile_ || options_.with_allocations) {
        child.environment.emplace_back("DWELL_OUT", as_output_pattern(profiles()) + "/%p");
        child.environment.emplace_back("DWELL_FORMATS", "json");
    }
    return child;
}

std::string program_runner::last_output() const {
    constexpr size_t lines = 10;
    for (const char* const stream : {"stderr", "stdout"}) {
        if (const std::string text = last_lines(folder_.path() + "/" + stream, lines); !text.empty()) {
            return std::string("  the end of its ") + stream + ":\n" + indented(text);
        }
    }
    return "  it has written nothing";
}

gate_run_outcome program_runner::run(gate_side side, const std::string& which, double seconds_left) {
    const gate_program& program = side == gate_side::base ? base_ : head_;
    const std::string who = std::string(side == gate_side::base ? "--base" : "--head") + ", " + which + ": ";
    child_options child = child_of(program);
    const bool is_bounded_by_gate = options_.time_limit_seconds == 0 || seconds_left < options_.time_limit_seconds;
    child.time_limit_seconds = is_bounded_by_gate ? seconds_left : options_.time_limit_seconds;
    std::error_code ignored;
    fs::remove_all(profiles(), ignored);

    const child_result result = run_child(child, signals_);
    gate_run_outcome outcome;
    if (result.is_interrupted || signals_.interruption() != 0) {
        outcome.how = gate_run_outcome::ending::interrupted;
        return outcome;
    }
    if (result.is_timed_out && is_bounded_by_gate) {
        outcome.how = gate_run_outcome::ending::out_of_time;
        return outcome;
    }
    if (result.is_timed_out || !result.succeeded()) {
        throw command_error(who + program.command + ": " + result.words(child), last_output());
    }
    try {
        outcome.run = measured(result);
    } catch (const command_error& error) {
        throw command_error(who + program.command + ": " + error.message(), error.details());
    }
    for (double& value : outcome.run.values) {
        value *= program.injected_factor;
    }
    return outcome;
}

profile program_runner::take_profile(bool& is_there) const {
    profile whole;
    std::error_code error;
    for (fs::directory_iterator entries(profiles(), error); !error && entries != fs::directory_iterator();
         entries.increment(error)) {
        const fs::path file = entries->path() / "profile.json";
        if (!fs::exists(file, error)) {
            continue;
        }
        profile part;
        if (const read_status status = read_json_file(file.string(), part); !status) {
            throw command_error("its profile cannot be read: " + status.message());
        }
        whole = is_there ? merge(whole, part) : std::move(part);
        is_there = true;
    }
    return whole;
}

gate_run program_runner::measured(const child_result& result) const {
    gate_run run;
    bool has_profile = false;
    const profile recorded = take_profile(has_profile);
    for (const gate_metric& metric : options_.metrics) {
        const double value = value_of(metric, result, recorded, has_profile);
        if (!std::isfinite(value) || value <= 0) {
            throw command_error("metric " + metric.text + " is " + detail::human_number(value) +
                                ": a ratio needs a positive number");
        }
        run.values.push_back(value);
    }
    if (options_.with_allocations && has_profile && counts_allocations(recorded)) {
        run.allocations = allocations_of(recorded);
    }
    return run;
}

double program_runner::value_of(const gate_metric& metric, const child_result& result, const profile& recorded,
                                bool has_profile) const {
    switch (metric.from) {
        case gate_metric::source::wall:
            return result.wall_seconds;
        case gate_metric::source::cpu:
            return result.user_seconds + result.system_seconds;
        case gate_metric::source::memory: {
            // The system counts what a process held before it became another program, which is a copy of this one.
            const auto bytes = static_cast<double>(result.largest_resident_bytes);
            if (const double own = largest_resident_bytes_of_this_process(); bytes <= own) {
                throw command_error("metric memory: it holds no more than dwell itself (" + detail::human_bytes(own) +
                                    "), which the system cannot tell apart; see NAME:allocated_bytes");
            }
            return bytes;
        }
        case gate_metric::source::output:
            return printed_number(folder_.path() + "/stdout");
        case gate_metric::source::profile:
            break;
    }
    if (!has_profile) {
        throw command_error(
            "it wrote no profile, and metric " + metric.text +
                " is in one: is dwell in the program (#include <dwell/dwell.hpp>), does it end by exit or "
                "return, and is recording on (no DWELL_PROFILING=0)?",
            last_output());
    }
    return value_in_profile(metric.of_scope, recorded);
}

}  // namespace dwell::tool
