// SPDX-License-Identifier: BSL-1.0
// A number of a run: NAME:STATISTIC of a scope, or a word for one of the whole process.
#ifndef DWELL_TOOL_HISTORY_HISTORY_METRIC_HPP
#define DWELL_TOOL_HISTORY_HISTORY_METRIC_HPP

#include "history/run_facts.hpp"
#include "metrics/scope_metric.hpp"

#include <dwell/profile/profile.hpp>

#include <string>

namespace dwell::tool {

/// Of a whole process. More is worse, and none is exact.
struct process_number {
    const char* name;
    metric_unit unit;
    double (*of)(const run_facts& run);
};

struct history_metric {
    scope_metric of_scope = {};
    const process_number* of_process = nullptr;  ///< in place of a scope's

    /// As the user writes it: "db.query:p50".
    [[nodiscard]] std::string text() const { return of_process ? of_process->name : of_scope.text(); }
    [[nodiscard]] metric_unit unit() const { return of_process ? of_process->unit : of_scope.statistic->unit; }
    [[nodiscard]] bool is_exact() const { return !of_process && of_scope.statistic->is_exact; }
    [[nodiscard]] bool more_is_worse() const { return of_process || of_scope.statistic->more_is_worse; }
    /// NaN where the run has no such scope, or none that has ended.
    [[nodiscard]] double value_of(const run_facts& run, const profile& source) const;
    [[nodiscard]] std::string value_text(double value) const { return amount_text(value, unit()); }
};

/// Throws a `command_error` that says what can be written.
[[nodiscard]] history_metric parse_metric(const std::string& text);

}  // namespace dwell::tool

#endif
