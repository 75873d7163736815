// SPDX-License-Identifier: BSL-1.0
#include "history/history_text.hpp"

#include <dwell/export/human.hpp>
#include <dwell/export/table_rows.hpp>
#include <dwell/export/text_writer.hpp>
#include <dwell/stats/sorted_values.hpp>

#include <algorithm>
#include <cmath>

namespace dwell::tool {
namespace {

/// The medians of `width` neighbouring groups of values; NaN where a group has none.
std::vector<double> medians_of_groups(const std::vector<double>& values, size_t width) {
    const size_t groups = std::min(width, values.size());
    std::vector<double> medians;
    for (size_t i = 0; i < groups; ++i) {
        std::vector<double> group;
        for (size_t j = i * values.size() / groups; j < (i + 1) * values.size() / groups; ++j) {
            if (std::isfinite(values[j])) {
                group.push_back(values[j]);
            }
        }
        medians.push_back(group.empty() ? NAN : detail::arithmetic_median(detail::sorted_values(group)));
    }
    return medians;
}

std::string run_text(const run_facts& run) {
    return run.name() + (run.commit.empty() || !run.folder.name.commit.empty() ? "" : " " + run.short_commit()) + " (" +
           run.date() + (run.branch.empty() ? "" : ", " + detail::printable(run.branch)) +
           (run.is_dirty ? ", with changes that are not committed" : "") + ")";
}

void write_change(detail::text_writer& out, const history& of, const history_series& series,
                  const series_change& change) {
    const run_facts& before = of.runs()[change.before];
    const run_facts& after = of.runs()[change.after];
    out.text(detail::printable(series.metric.text()) + ": " + series.metric.value_text(change.from) + " -> " +
             series.metric.value_text(change.to) + "  " + change_text(change) + ", " +
             direction_text(of, series, change) + ", " + certainty_text(change) +
             (of.is_recent(change) ? ", recent" : "") + '\n');
    out.text("  before  " + run_text(before) + '\n');
    out.text("  after   " + run_text(after) + '\n');
    const std::string commits = commits_between(before, after);
    if (!commits.empty()) {
        out.text("  look at git log " + commits + '\n');
    } else if (!before.commit.empty() && before.commit == after.commit) {
        out.text("  the commit is the same on both sides\n");
    }
}

}  // namespace

std::string spark_line(const std::vector<double>& values, size_t width) {
    constexpr const char* blocks[] = {"\u2581", "\u2582", "\u2583", "\u2584", "\u2585", "\u2586", "\u2587", "\u2588"};
    const std::vector<double> medians = medians_of_groups(values, width);
    double low = HUGE_VAL;
    double high = -HUGE_VAL;
    for (const double median : medians) {
        low = std::fmin(low, median);
        high = std::fmax(high, median);
    }
    const double middle = (low + high) / 2;
    const double range = std::max(high - low, 0.1 * std::abs(middle));
    std::string line;
    for (const double median : medians) {
        // In the middle of the line where all are nearly the same.
        const double share = range > 0 ? (median - middle) / range + 0.5 : 0.5;
        line += std::isfinite(median) ? blocks[static_cast<size_t>(std::clamp(share * 8, 0.0, 7.0))] : " ";
    }
    return line;
}

std::string runs_text(const history& of) {
    const run_facts& first = of.runs().front();
    const run_facts& last = of.runs().back();
    std::string text = std::to_string(of.runs().size()) + (of.runs().size() == 1 ? " run" : " runs");
    if (!of.options.selection.all_commands && !last.command.empty()) {
        text += " of " + detail::shortened(detail::printable(last.command), 80);
    }
    text += ", " + first.date() + (of.runs().size() == 1 ? "" : " to " + last.date()) + " UTC";
    if (!of.options.selection.all_machines && !last.machine.empty()) {
        text += ", on " + detail::printable(last.machine);
    }
    return text;
}

std::vector<std::string> notes_of(const history& of) {
    std::vector<std::string> notes;
    for (const left_out_runs& runs : of.selection.left_out) {
        notes.push_back("Left out: " + std::to_string(runs.names.size()) +
                        (runs.names.size() == 1 ? " run " : " runs ") + detail::printable(runs.reason));
    }
    if (!of.selection.unreadable.empty()) {
        notes.push_back("Runs that cannot be read: " + std::to_string(of.selection.unreadable.size()));
    }
    for (const history_series& series : of.series) {
        if (const size_t steps = series.analysis.in_waves; steps != 0) {
            notes.push_back(
                detail::printable(series.metric.text()) + ": " + std::to_string(steps) +
                (steps == 1 ? " step is" : " steps are") +
                " not told: waves have such steps, too, and values may resemble those before them (correlation up to " +
                detail::fixed_text(series.analysis.correlation, 2) + ")");
        }
    }
    return notes;
}

std::string history_text(const history& of) {
    string_sink text;
    detail::text_writer out(text);
    out.text(detail::printable(of.archive) + ": " + runs_text(of) + "\n\n");
    detail::table_rows rows({"series", "runs", "now", "change points", "trend"});
    size_t changes = 0;
    for (const history_series& series : of.series) {
        const size_t found = series.analysis.changes.size();
        size_t runs = 0;
        for (const series_level& level : series.analysis.levels) {
            runs += level.runs;
        }
        rows.add({series.metric.text(), std::to_string(runs),
                  series.metric.value_text(series.analysis.levels.back().median),
                  series.analysis.method == series_method::nothing ? "too few runs" : std::to_string(found),
                  spark_line(series.values, 32)});
        changes += found;
    }
    rows.write(out, 0, false);
    out.text(changes == 0 ? "\nNo change point\n" : "\nChange points\n");
    for (const history_series& series : of.series) {
        for (const series_change& change : series.analysis.changes) {
            out.character('\n');
            write_change(out, of, series, change);
        }
    }
    const std::vector<std::string> notes = notes_of(of);
    out.text(notes.empty() ? "" : "\n");
    for (const std::string& note : notes) {
        out.text(note + '\n');
    }
    static_cast<void>(out.finish());
    return text.text();
}

}  // namespace dwell::tool
