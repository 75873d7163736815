// SPDX-License-Identifier: BSL-1.0
// A number of a scope, as `--metric NAME:STATISTIC` names it.
#ifndef DWELL_TOOL_METRICS_SCOPE_METRIC_HPP
#define DWELL_TOOL_METRICS_SCOPE_METRIC_HPP

#include "metrics/metric_unit.hpp"

#include <dwell/profile/profile.hpp>

#include <initializer_list>
#include <string>
#include <string_view>

namespace dwell::tool {

struct scope_statistic {
    const char* name;
    double (*of)(const scope_statistics& scope);
    metric_unit unit;
    /// It is of the rarest calls: too few of them are in a run to tell a slow-down from chance.
    bool is_tail = false;
    /// The same from one run to the next where the code and its input are: any difference is a change.
    bool is_exact = false;
    /// False for calls, of which neither more nor fewer is worse.
    bool more_is_worse = true;
};

struct scope_metric {
    std::string scope;  ///< a name, a call path (a;b;c), or the begin of names (server.*)
    const scope_statistic* statistic = nullptr;

    /// As the user writes it: "db.query:p50".
    [[nodiscard]] std::string text() const { return scope + ':' + statistic->name; }
};

/// The statistic of this name; it must be there.
[[nodiscard]] const scope_statistic& scope_statistic_of(std::string_view name);

/// Throws a `command_error` that says what a metric may be; `words` are what else the caller takes.
[[nodiscard]] scope_metric parse_scope_metric(const std::string& text, std::initializer_list<std::string_view> words);

}  // namespace dwell::tool

#endif
