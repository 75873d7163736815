// SPDX-License-Identifier: BSL-1.0
// The vertical axis of a chart: what it shows, and round numbers on it.
#ifndef DWELL_TOOL_HISTORY_CHART_AXIS_HPP
#define DWELL_TOOL_HISTORY_CHART_AXIS_HPP

#include "metrics/metric_unit.hpp"

#include <string>
#include <vector>

namespace dwell::tool {

struct axis_tick {
    double value;
    std::string text;
};

struct chart_axis {
    double low = 0;
    double high = 1;
    std::vector<axis_tick> ticks;
    std::string unit;  ///< "ms"; empty for a count
};

/// An axis for all these values, of which `levels` and most of the others are on it: a few far out would press all
/// others to a line. It does not begin at 0, but never shows less than 10 % of what the values are: noise looks like
/// noise.
[[nodiscard]] chart_axis axis_for(const std::vector<double>& all, const std::vector<double>& levels, metric_unit unit);

}  // namespace dwell::tool

#endif
