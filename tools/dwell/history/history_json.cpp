// SPDX-License-Identifier: BSL-1.0
#include "history/history_json.hpp"
#include "output/json_document.hpp"

#include <nlohmann/json.hpp>

#include <ostream>

namespace dwell::tool {
namespace {

using nlohmann::ordered_json;

ordered_json run_json(const run_facts& run) {
    return {{"name", run.name()},
            {"path", run.folder.path},
            {"time", run.folder.name.time},
            {"commit", text_or_null(run.commit)},
            {"branch", text_or_null(run.branch)},
            {"dirty", run.is_dirty},
            {"machine", text_or_null(run.machine)},
            {"command", text_or_null(run.command)}};
}

ordered_json change_json(const history& of, const history_series& series, const series_change& change) {
    const run_facts& before = of.runs()[change.before];
    const run_facts& after = of.runs()[change.after];
    return {{"before", change.before},
            {"after", change.after},
            {"run_before", before.name()},
            {"run_after", after.name()},
            {"from", change.from},
            {"to", change.to},
            {"ratio", change.ratio()},
            {"p_value", change.p_value == 0 ? ordered_json() : ordered_json(change.p_value)},
            {"direction", direction_text(of, series, change)},
            {"recent", of.is_recent(change)},
            {"commits", text_or_null(commits_between(before, after))}};
}

ordered_json series_json(const history& of, const history_series& series) {
    constexpr const char* methods[] = {"too few runs", "exact", "permutations"};
    ordered_json levels = ordered_json::array();
    for (const series_level& level : series.analysis.levels) {
        levels.push_back(
            {{"first", level.first}, {"last", level.last}, {"runs", level.runs}, {"median", level.median}});
    }
    ordered_json changes = ordered_json::array();
    for (const series_change& change : series.analysis.changes) {
        changes.push_back(change_json(of, series, change));
    }
    return {{"metric", series.metric.text()},
            {"unit", unit_name(series.metric.unit())},
            {"method", methods[static_cast<size_t>(series.analysis.method)]},
            {"correlation", series.analysis.correlation},
            {"steps_in_waves", series.analysis.in_waves},
            {"values", series.values},
            {"levels", levels},
            {"changes", changes}};
}

}  // namespace

void write_history_json(std::ostream& out, const history& of) {
    ordered_json document = {{"schema", "dwell.history/1"},
                             {"archive", of.archive},
                             {"significance", of.options.changes.significance},
                             {"series_tested", of.tests},
                             {"smallest_change", of.options.changes.smallest_change},
                             {"recent_runs", of.options.recent},
                             {"recent_for_the_worse", of.recent_for_the_worse()},
                             {"runs", ordered_json::array()},
                             {"left_out", ordered_json::array()},
                             {"unreadable", ordered_json::array()},
                             {"series", ordered_json::array()}};
    for (const run_facts& run : of.runs()) {
        document["runs"].push_back(run_json(run));
    }
    for (const left_out_runs& runs : of.selection.left_out) {
        document["left_out"].push_back({{"reason", runs.reason}, {"runs", runs.names}});
    }
    for (const unreadable_run& run : of.selection.unreadable) {
        document["unreadable"].push_back({{"run", run.name}, {"reason", run.reason}});
    }
    for (const history_series& series : of.series) {
        document["series"].push_back(series_json(of, series));
    }
    // A name that is no UTF-8 must not end the program.
    out << json_document(document);
}

}  // namespace dwell::tool
