// SPDX-License-Identifier: BSL-1.0
// What scopes can be sorted by: a number of each, with its unit.
#ifndef DWELL_TOOL_TOP_QUANTITY_HPP
#define DWELL_TOOL_TOP_QUANTITY_HPP

#include "metrics/metric_unit.hpp"

#include <dwell/profile/profile.hpp>

#include <functional>
#include <string>

namespace dwell::tool {

struct quantity {
    std::string name;  ///< as the command line has it: "self-allocations", "p99.9"
    metric_unit unit = metric_unit::count;
    /// Of one scope; NaN where it is not known, such as a percentile of no calls.
    std::function<double(const scope_statistics&)> value;
    /// Of the whole profile, where scopes can be a share of it; else nothing.
    std::function<double(const profile&)> whole = nullptr;

    /// As a person reads it: "-" where it is not known.
    [[nodiscard]] std::string text(double amount) const;
};

/// Takes `-` and `_` for one another, and every percentile from p0 to p100. Throws a `command_error` that says what
/// there is.
[[nodiscard]] quantity find_quantity(const std::string& name);

/// Their names, with commas, for a help text.
[[nodiscard]] std::string list_of_quantities();

}  // namespace dwell::tool

#endif
