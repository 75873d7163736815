// SPDX-License-Identifier: BSL-1.0
#include "history/history.hpp"

#include "command_error.hpp"
#include "history/scope_history.hpp"
#include "profiles/profile_file.hpp"

#include <dwell/stats/digits.hpp>

#include <cmath>

namespace dwell::tool {
namespace {

/// Calls `take(run, profile)` for each run whose profile can be read, and keeps those runs.
template <typename Take>
void read_profiles(run_selection& selection, const Take& take) {
    std::vector<run_facts> read;
    for (run_facts& run : selection.runs) {
        try {
            take(run, load_profile(run.folder.path + "/profile.json"));
            read.push_back(std::move(run));
        } catch (const command_error& broken) {
            selection.unreadable.push_back({run.name(), broken.message()});
        }
    }
    selection.runs = std::move(read);
}

void read_metrics(history& into) {
    for (const std::string& text : into.options.metrics) {
        into.series.push_back({parse_metric(text), {}, {}});
    }
    read_profiles(into.selection, [&](const run_facts& run, const profile& source) {
        for (history_series& series : into.series) {
            series.values.push_back(series.metric.value_of(run, source));
        }
    });
}

void read_top_scopes(history& into) {
    scope_history scopes;
    history_series wall{parse_metric("wall"), {}, {}};
    read_profiles(into.selection, [&](const run_facts& run, const profile& source) {
        scopes.add(source);
        wall.values.push_back(run.wall_ns);
    });
    into.series.push_back(std::move(wall));
    for (history_series& series : scopes.series_of_top(into.options.top)) {
        into.series.push_back(std::move(series));
    }
}

bool has_value(const history_series& series) {
    for (const double value : series.values) {
        if (std::isfinite(value)) {
            return true;
        }
    }
    return false;
}

[[noreturn]] void fail_without_runs(const history& of) {
    std::string details;
    for (const left_out_runs& runs : of.selection.left_out) {
        details += "  left out: " + std::to_string(runs.names.size()) + ' ' + runs.reason + '\n';
    }
    constexpr size_t most = 10;  // that a person reads
    const std::vector<unreadable_run>& unreadable = of.selection.unreadable;
    for (size_t i = 0; i < unreadable.size() && i < most; ++i) {
        details += "  " + unreadable[i].reason + '\n';
    }
    if (unreadable.size() > most) {
        details += "  and " + std::to_string(unreadable.size() - most) + " more\n";
    }
    throw command_error(of.archive + ": no run to look at", details);
}

}  // namespace

size_t history::recent_for_the_worse() const noexcept {
    size_t found = 0;
    for (const history_series& of : series) {
        for (const series_change& change : of.analysis.changes) {
            found += is_worse(of, change) && is_recent(change) ? 1 : 0;
        }
    }
    return found;
}

history read_history(const std::string& archive, const history_options& options) {
    history result;
    result.archive = archive;
    result.options = options;
    for (const std::string& text : options.metrics) {
        static_cast<void>(parse_metric(text));  // before all the reading
    }
    result.selection = select_runs(archive, options.selection);
    options.metrics.empty() ? read_top_scopes(result) : read_metrics(result);
    if (result.runs().empty()) {
        fail_without_runs(result);
    }
    std::vector<history_series> series;
    for (history_series& each : result.series) {
        if (has_value(each)) {
            result.tests +=
                method_for(each.values, each.metric.is_exact(), options.changes) == series_method::permuted ? 1 : 0;
            series.push_back(std::move(each));
        } else if (!options.metrics.empty()) {
            throw command_error("--metric " + each.metric.text() + ": no run has it");
        }
    }
    result.series = std::move(series);
    for (history_series& each : result.series) {
        each.analysis = find_changes(each.values, each.metric.is_exact(), result.tests, options.changes);
    }
    return result;
}

std::string commits_between(const run_facts& before, const run_facts& after) {
    return before.commit.empty() || after.commit.empty() || before.commit == after.commit
               ? std::string()
               : before.short_commit() + ".." + after.short_commit();
}

std::string change_text(const series_change& change) {
    if (!std::isfinite(change.ratio())) {
        return "new";
    }
    const double percent = 100 * (change.ratio() - 1);
    return (percent < 0 ? "" : "+") + detail::fixed_text(percent, std::abs(percent) < 99.95 ? 1 : 0) + " %";
}

const char* direction_text(const history& of, const history_series& series, const series_change& change) {
    return of.is_worse(series, change) ? "worse" : series.metric.more_is_worse() ? "better" : "other";
}

std::string certainty_text(const series_change& change) {
    return change.p_value == 0 ? "exact" : "p " + detail::fixed_text(change.p_value, 5);
}

}  // namespace dwell::tool
