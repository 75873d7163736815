// SPDX-License-Identifier: BSL-1.0
// A sample of doubles in ascending order, and the check that it is one.
#ifndef DWELL_STATS_SORTED_VALUES_HPP
#define DWELL_STATS_SORTED_VALUES_HPP

#include <dwell/core/config.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/stats/sorted_order.hpp>

#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

[[nodiscard]] inline bool all_finite(const std::vector<double>& values) noexcept {
    for (const double value : values) {
        if (!is_finite(value)) {
            return false;
        }
    }
    return true;
}

/// The values in ascending order; none of them is a NaN, and there are fewer than 2^32. O(n log(n)).
[[nodiscard]] inline std::vector<double> sorted_values(const std::vector<double>& values) {
    std::vector<double> result;
    result.reserve(values.size());
    for (const uint32_t index :
         sorted_order(values.size(), [&](uint32_t a, uint32_t b) { return values[a] < values[b]; })) {
        result.push_back(values[index]);
    }
    return result;
}

/// The median of ascending values, at least one: of an even number, the mean of the two in the middle.
[[nodiscard]] inline double arithmetic_median(const std::vector<double>& ascending) noexcept {
    const size_t upper = ascending.size() / 2;
    return ascending.size() % 2 != 0 ? ascending[upper] : ascending[upper - 1] / 2 + ascending[upper] / 2;
}

/// The median of ascending positive values, at least one: of an even number, the geometric mean of the two in the
/// middle, so that the median of the reciprocals is the reciprocal of the median.
[[nodiscard]] inline double geometric_median(const std::vector<double>& ascending) noexcept {
    const size_t upper = ascending.size() / 2;
    return ascending.size() % 2 != 0 ? ascending[upper]
                                     : square_root(ascending[upper - 1]) * square_root(ascending[upper]);
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
