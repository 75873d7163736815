// SPDX-License-Identifier: BSL-1.0
#include "history/run_selection.hpp"

#include "command_error.hpp"

#include <dwell/export/human.hpp>

#include <algorithm>
#include <filesystem>
#include <map>

namespace dwell::tool {
namespace {

/// A date as the names of runs begin, so that both can be compared: "20260131T120000Z".
std::string run_time_of(const std::string& date) {
    std::string digits;
    for (const char c : date) {
        digits += c == '-' || c == ':' || c == 'T' || c == 'Z' ? "" : std::string(1, c);
    }
    const bool is_date = std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
                         (digits.size() == 8 || digits.size() == 14);
    if (!is_date) {
        throw command_error("--since " + date + ": is no date as 2026-01-31 or 2026-01-31T12:00:00Z (UTC)");
    }
    digits.resize(14, '0');
    return digits.substr(0, 8) + 'T' + digits.substr(8) + 'Z';
}

/// Keeps the runs of which `is_kept` is true; the others are left out for the reason that `reason` gives for each.
template <typename IsKept, typename Reason>
void keep(run_selection& selection, const IsKept& is_kept, const Reason& reason) {
    std::map<std::string, std::vector<std::string>> left_out;
    std::vector<run_facts> kept;
    for (run_facts& run : selection.runs) {
        if (is_kept(run)) {
            kept.push_back(std::move(run));
        } else {
            left_out[reason(run)].push_back(run.name());
        }
    }
    selection.runs = std::move(kept);
    for (auto& [why, names] : left_out) {
        selection.left_out.push_back({why, std::move(names)});
    }
}

void keep_those_of_newest(run_selection& selection, std::string run_facts::*fact, const std::string& what) {
    if (selection.runs.empty()) {
        return;
    }
    const std::string newest = selection.runs.back().*fact;
    keep(
        selection, [&](const run_facts& run) { return run.*fact == newest; },
        [&](const run_facts& run) {
            return what + " (" + ((run.*fact).empty() ? "unknown" : detail::shortened(run.*fact, 80)) + ")";
        });
}

}  // namespace

run_selection select_runs(const std::string& archive, const selection_options& options) {
    std::error_code error;
    if (!std::filesystem::is_directory(archive, error)) {
        throw command_error(archive + ": no such folder");
    }
    const std::string since = options.since.empty() ? "" : run_time_of(options.since);
    run_selection selection;
    for (const run_folder& folder : list_runs(archive)) {
        try {
            selection.runs.push_back(read_run_facts(folder));
        } catch (const command_error& broken) {
            selection.unreadable.push_back({folder.name.text(), broken.message()});
        }
    }
    const auto because = [](const char* reason) { return [reason](const run_facts&) { return std::string(reason); }; };
    if (!since.empty()) {
        keep(
            selection, [&](const run_facts& run) { return run.folder.name.time >= since; },
            because("of before --since"));
    }
    if (!options.branch.empty()) {
        keep(
            selection, [&](const run_facts& run) { return run.branch == options.branch; },
            because("of other branches"));
    }
    if (!options.with_failed) {
        keep(
            selection, [](const run_facts& run) { return !run.has_failed; }, because("that failed"));
    }
    if (!options.all_commands) {
        keep_those_of_newest(selection, &run_facts::command, "of another command");
    }
    if (!options.all_machines) {
        keep_those_of_newest(selection, &run_facts::machine, "of another machine");
    }
    size_t older = selection.runs.size() > options.last ? selection.runs.size() - options.last : 0;
    keep(
        selection, [&](const run_facts&) { return older == 0 || older-- == 0; }, because("that are older"));
    return selection;
}

}  // namespace dwell::tool
