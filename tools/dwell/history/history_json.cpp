// SPDX-License-Identifier: BSL-1.0
#include "history/history_json.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <ostream>

namespace dwell::tool {
namespace {

using json = nlohmann::ordered_json;

json text_or_null(const std::string& text) { return text.empty() ? json() : json(text); }
json number_or_null(double value) { return std::isfinite(value) ? json(value) : json(); }

json run_json(const run_facts& run) {
    return {{"name", run.name()},
            {"path", run.folder.path},
            {"time", run.folder.name.time},
            {"commit", text_or_null(run.commit)},
            {"branch", text_or_null(run.branch)},
            {"dirty", run.is_dirty},
            {"machine", text_or_null(run.machine)},
            {"command", text_or_null(run.command)}};
}

json change_json(const history& of, const history_series& series, const series_change& change) {
    const run_facts& before = of.runs()[change.before];
    const run_facts& after = of.runs()[change.after];
    return {{"before", change.before},
            {"after", change.after},
            {"run_before", before.name()},
            {"run_after", after.name()},
            {"from", change.from},
            {"to", change.to},
            {"ratio", number_or_null(change.ratio())},
            {"p_value", change.p_value == 0 ? json() : json(change.p_value)},
            {"direction", direction_text(of, series, change)},
            {"recent", of.is_recent(change)},
            {"commits", text_or_null(commits_between(before, after))}};
}

json series_json(const history& of, const history_series& series) {
    constexpr const char* units[] = {"ns", "bytes", "count"};
    constexpr const char* methods[] = {"too few runs", "exact", "permutations"};
    json values = json::array();
    for (const double value : series.values) {
        values.push_back(number_or_null(value));
    }
    json levels = json::array();
    for (const series_level& level : series.analysis.levels) {
        levels.push_back(
            {{"first", level.first}, {"last", level.last}, {"runs", level.runs}, {"median", level.median}});
    }
    json changes = json::array();
    for (const series_change& change : series.analysis.changes) {
        changes.push_back(change_json(of, series, change));
    }
    return {{"metric", series.metric.text()},
            {"unit", units[static_cast<size_t>(series.metric.kind->unit)]},
            {"method", methods[static_cast<size_t>(series.analysis.method)]},
            {"correlation", series.analysis.correlation},
            {"steps_in_waves", series.analysis.in_waves},
            {"values", values},
            {"levels", levels},
            {"changes", changes}};
}

}  // namespace

void write_history_json(std::ostream& out, const history& of) {
    json document = {{"schema", "dwell.history/1"},
                     {"archive", of.archive},
                     {"significance", of.options.changes.significance},
                     {"series_tested", of.tests},
                     {"smallest_change", of.options.changes.smallest_change},
                     {"recent_runs", of.options.recent},
                     {"recent_for_the_worse", of.recent_for_the_worse()},
                     {"runs", json::array()},
                     {"left_out", json::array()},
                     {"unreadable", json::array()},
                     {"series", json::array()}};
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
    out << document.dump(1, ' ', false, json::error_handler_t::replace) << '\n';
}

}  // namespace dwell::tool
