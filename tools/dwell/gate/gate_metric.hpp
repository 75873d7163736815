// SPDX-License-Identifier: BSL-1.0
// What of a run a gate compares: a figure of the process, of its profile, or one that it prints.
#ifndef DWELL_TOOL_GATE_GATE_METRIC_HPP
#define DWELL_TOOL_GATE_GATE_METRIC_HPP

#include "metrics/scope_metric.hpp"

#include <dwell/profile/profile.hpp>

#include <string>

namespace dwell::tool {

struct gate_metric {
    enum class source {
        wall,     ///< seconds from the start of the process to its end
        cpu,      ///< seconds, of it and the children it has waited for
        memory,   ///< largest resident bytes
        output,   ///< the last line it prints
        profile,  ///< `of_scope`
    };
    /// As the user wrote it.
    std::string text = "wall";
    source from = source::wall;
    scope_metric of_scope = {};
};

/// Throws a `command_error` that says what a metric may be.
[[nodiscard]] gate_metric parse_gate_metric(const std::string& text);

/// Whether it is a statistic of the rarest calls.
[[nodiscard]] bool is_tail(const gate_metric& metric);

/// The value of a profile's metric: nanoseconds, calls, allocations or bytes. Throws a `command_error` that says what
/// is missing.
[[nodiscard]] double value_in_profile(const scope_metric& metric, const profile& source);

/// A value with its unit, for a person.
[[nodiscard]] std::string value_text(const gate_metric& metric, double value);

}  // namespace dwell::tool

#endif
