// SPDX-License-Identifier: BSL-1.0
// Student's distribution: its quantiles and tails by way of the normal ones.
#ifndef DWELL_STATS_STUDENT_HPP
#define DWELL_STATS_STUDENT_HPP

#include <dwell/core/config.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/stats/normal.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

// z and t of equal tails, for n degrees of freedom: z = (8 n + 1) / (8 n + 3) sqrt(n ln(1 + t^2 / n)), which D. L.
// Wallace found in "Bounds on normal approximations to Student's and the chi-square distributions", Annals of
// Mathematical Statistics 30(4), 1959. At a tail of 2.5 %, t is off by 0.5 % for 4 degrees of freedom, and by 0.04 %
// for 10. One formula for both directions, so that an interval and a p-value never disagree.

/// The t of which P(T >= t) is `tail`, for a tail in (0, 1/2] and `freedom` > 0.
[[nodiscard]] inline double student_upper_quantile(double tail, double freedom) noexcept {
    const double z = normal_upper_quantile(tail) * ((8 * freedom + 3) / (8 * freedom + 1));
    return square_root(freedom * exponential_less_one(z * z / freedom));
}

/// P(T >= t), for `freedom` > 0.
[[nodiscard]] inline double student_upper_tail(double t, double freedom) noexcept {
    const double z = (8 * freedom + 1) / (8 * freedom + 3) * square_root(freedom * log_one_plus(t * t / freedom));
    return normal_upper_tail(t < 0 ? -z : z);
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
