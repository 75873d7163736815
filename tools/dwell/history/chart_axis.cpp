// SPDX-License-Identifier: BSL-1.0
#include "history/chart_axis.hpp"

#include <dwell/export/human.hpp>
#include <dwell/stats/sorted_values.hpp>

#include <algorithm>
#include <cmath>

namespace dwell::tool {
namespace {

detail::human_unit unit_for(double largest, metric_unit unit) {
    if (unit == metric_unit::nanoseconds) {
        return detail::duration_unit(largest);
    }
    detail::human_unit found{1, unit == metric_unit::bytes ? " B" : ""};
    for (const char* const symbol : {" KiB", " MiB", " GiB", " TiB"}) {
        if (unit == metric_unit::bytes && largest >= 1024 * found.size) {
            found = {1024 * found.size, symbol};
        }
    }
    return found;
}

/// 1, 2 or 5 times a power of ten: at most `most` steps of it are in `range`.
double round_step(double range, int most) {
    const double power = std::pow(10, std::floor(std::log10(range / most)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (range / (power * factor) <= most) {
            return power * factor;
        }
    }
    return 10 * power;
}

/// How far a value in the middle is from the level that is next to it.
double spread_around(const std::vector<double>& values, const std::vector<double>& levels) {
    std::vector<double> distances;
    for (const double value : values) {
        double nearest = HUGE_VAL;
        for (const double level : levels) {
            nearest = std::min(nearest, std::abs(value - level));
        }
        distances.push_back(nearest);
    }
    return detail::arithmetic_median(detail::sorted_values(distances));
}

}  // namespace

chart_axis axis_for(const std::vector<double>& all, const std::vector<double>& levels, metric_unit unit) {
    std::vector<double> values;
    std::copy_if(all.begin(), all.end(), std::back_inserter(values), [](double value) { return std::isfinite(value); });
    if (values.empty() || levels.empty()) {
        return {};
    }
    std::sort(values.begin(), values.end());
    const double middle = detail::arithmetic_median(values);
    const double lowest = *std::min_element(levels.begin(), levels.end());
    const double highest = *std::max_element(levels.begin(), levels.end());
    const double reach = 8 * spread_around(values, levels) + 0.02 * std::abs(middle);
    const double low = std::min(lowest, std::max(values.front(), lowest - reach));
    const double high = std::max(highest, std::min(values.back(), highest + reach));
    const double room = std::max({0.08 * (high - low), (0.1 * std::abs(middle) - (high - low)) / 2, 1e-9});
    chart_axis axis;
    axis.low = low >= 0 ? std::max(0.0, low - room) : low - room;
    axis.high = middle == 0 && high == 0 ? 1 : high + room;
    const detail::human_unit human = unit_for(axis.high, unit);
    axis.unit = human.symbol[0] == ' ' ? human.symbol + 1 : "";
    const bool are_whole = human.size == 1 && std::all_of(values.begin(), values.end(),
                                                          [](double value) { return value == std::floor(value); });
    const double step = std::max(round_step((axis.high - axis.low) / human.size, 5), are_whole ? 1.0 : 0.0);
    const int decimals = std::max(0, static_cast<int>(std::ceil(-std::log10(step) - 1e-9)));
    for (double tick = std::ceil(axis.low / human.size / step) * step; tick * human.size <= axis.high; tick += step) {
        axis.ticks.push_back({tick * human.size, detail::fixed_text(tick, decimals)});
    }
    return axis;
}

}  // namespace dwell::tool
