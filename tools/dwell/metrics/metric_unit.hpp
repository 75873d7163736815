// SPDX-License-Identifier: BSL-1.0
// What the numbers of scopes and runs are in.
#ifndef DWELL_TOOL_METRICS_METRIC_UNIT_HPP
#define DWELL_TOOL_METRICS_METRIC_UNIT_HPP

#include <string>

namespace dwell::tool {

enum class metric_unit { nanoseconds, bytes, count };

/// As JSON documents name it: "ns", "bytes" or "count".
[[nodiscard]] const char* unit_name(metric_unit unit);

/// For a person: "1.23 ms", "4.5 KiB", "12".
[[nodiscard]] std::string amount_text(double amount, metric_unit unit);

}  // namespace dwell::tool

#endif
