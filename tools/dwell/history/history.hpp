// SPDX-License-Identifier: BSL-1.0
// The history of a program: its runs, the numbers of each, and where they change.
#ifndef DWELL_TOOL_HISTORY_HISTORY_HPP
#define DWELL_TOOL_HISTORY_HISTORY_HPP

#include "history/history_metric.hpp"
#include "history/run_selection.hpp"
#include "history/series_changes.hpp"

#include <string>
#include <vector>

namespace dwell::tool {

struct history_options {
    selection_options selection;
    change_settings changes;
    std::vector<std::string> metrics;  ///< empty: those of the scopes with most self time
    size_t top = 10;
    /// Changes for the worse are recent in so many runs, the newest.
    size_t recent = 10;
};

struct history_series {
    history_metric metric;
    std::vector<double> values;  ///< one a run, oldest first; NaN: the run has none
    series_analysis analysis;
};

struct history {
    std::string archive;
    history_options options;
    run_selection selection;  ///< its runs are those that the values are of
    std::vector<history_series> series;
    size_t tests = 0;  ///< series that were looked at by permutations, which share the significance

    [[nodiscard]] const std::vector<run_facts>& runs() const noexcept { return selection.runs; }
    [[nodiscard]] bool is_recent(const series_change& change) const noexcept {
        return change.after + options.recent >= runs().size();
    }
    [[nodiscard]] bool is_worse(const history_series& of, const series_change& change) const noexcept {
        return of.metric.more_is_worse() && change.to > change.from;
    }
    /// Changes for the worse that are recent.
    [[nodiscard]] size_t recent_for_the_worse() const noexcept;
};

/// Reads an archive, one profile at a time, of which only numbers are kept. Throws a `command_error` where none is
/// left, or no run has a metric that was asked for.
[[nodiscard]] history read_history(const std::string& archive, const history_options& options);

/// "abc..def", for git log: the commits between the runs before and after a change; empty where one is unknown or both
/// are the same.
[[nodiscard]] std::string commits_between(const run_facts& before, const run_facts& after);

/// "+10.2 %", or "new" where it came from 0.
[[nodiscard]] std::string change_text(const series_change& change);

/// "better", "worse" or, where neither can be said, "other".
[[nodiscard]] const char* direction_text(const history& of, const history_series& series, const series_change& change);

/// "p 0.00125", or "exact".
[[nodiscard]] std::string certainty_text(const series_change& change);

}  // namespace dwell::tool

#endif
