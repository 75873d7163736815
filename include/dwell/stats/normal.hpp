// SPDX-License-Identifier: BSL-1.0
// The normal distribution: its tail, and its quantiles.
#ifndef DWELL_STATS_NORMAL_HPP
#define DWELL_STATS_NORMAL_HPP

#include <dwell/core/config.hpp>
#include <dwell/stats/floating.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// P(Z >= z) of a standard normal Z: erfc(z / sqrt(2)) / 2, to full relative precision in the upper tail.
[[nodiscard]] inline double normal_upper_tail(double z) noexcept { return erfc(z / square_root(2.0)) / 2; }

/// The z of which P(Z >= z) is `tail`, for a tail in (0, 1/2]; by bisection of [0, 39], beyond which a tail is no
/// double.
[[nodiscard]] inline double normal_upper_quantile(double tail) noexcept {
    double low = 0.0;
    double high = 39.0;
    for (int i = 0; i < 52; ++i) {
        const double middle = (low + high) / 2;
        (normal_upper_tail(middle) > tail ? low : high) = middle;
    }
    return high;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
