// SPDX-License-Identifier: BSL-1.0
// A number of a run: what a user calls NAME:STATISTIC, or a word for one of the whole process.
#ifndef DWELL_TOOL_HISTORY_HISTORY_METRIC_HPP
#define DWELL_TOOL_HISTORY_HISTORY_METRIC_HPP

#include "history/run_facts.hpp"

#include <dwell/profile/profile.hpp>

#include <string>

namespace dwell::tool {

enum class metric_unit { nanoseconds, bytes, count };

/// What is read of a scope, or of a run.
struct metric_kind {
    const char* name;
    metric_unit unit;
    /// The same from one run to the next where the code is the same: any difference is a change.
    bool is_exact;
    /// Whether more of it is worse. Of calls, neither is.
    bool more_is_worse;
    double (*of_scope)(const scope_statistics& scope);
    double (*of_run)(const run_facts& run);
};

struct history_metric {
    std::string scope;  ///< a name or a call path (a;b;c); empty: of the whole process
    const metric_kind* kind = nullptr;

    /// As the user writes it: "db.query:p50".
    [[nodiscard]] std::string text() const { return scope.empty() ? kind->name : scope + ':' + kind->name; }
    /// NaN where the run has no such scope, or none that has ended.
    [[nodiscard]] double value_of(const run_facts& run, const profile& source) const;
    /// "1.23 ms", "4.5 KiB", "12".
    [[nodiscard]] std::string value_text(double value) const;
};

/// Throws a `command_error` that says what can be written.
[[nodiscard]] history_metric parse_metric(const std::string& text);

/// The kind of this name, of scopes; it must be there.
[[nodiscard]] const metric_kind& scope_metric(std::string_view name);

}  // namespace dwell::tool

#endif
