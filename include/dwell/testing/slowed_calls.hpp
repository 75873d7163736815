// SPDX-License-Identifier: BSL-1.0
// What a tail of slow calls says of the code, where the machine itself slows some calls down.
#ifndef DWELL_TESTING_SLOWED_CALLS_HPP
#define DWELL_TESTING_SLOWED_CALLS_HPP

#include <dwell/core/config.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/stats/histogram.hpp>
#include <dwell/stats/quantile_interval.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// A lower bound of the `p`-th percentile of what calls would take on an undisturbed machine, in the unit of `calls`;
/// NaN where nothing is known. `worth` is how many independent values those of `calls` are worth; `pieces` are
/// durations of work that is always the same, taken in between the calls. p in (50, 100).
///
/// Let the machine slow a call down by a factor F, and a piece of work as well, so that F is known from the pieces: how
/// long one takes over their median. A call is observed above f * x only where it takes more than x undisturbed, or
/// where F > f. So
///
///     P(undisturbed > x) >= P(observed > f * x) - P(F > f)
///
/// and of the observed values, the one that a share of 1 - p / 100 + P(F > f) exceeds, over f, bounds the percentile
/// from below: for each f. The best of a few is taken, with the upper end of an interval (one-sided, 95 %) for f. Where
/// one call in a hundred is slow and one piece in a hundred, too, p99 is not the code's fault. A machine that is slow
/// most of the time is taken for what it is. O(buckets).
[[nodiscard]] inline double undisturbed_lower_bound(const histogram& calls, uint64_t worth, const histogram& pieces,
                                                    double p, double confidence) noexcept {
    double bound = not_a_number;
    const double tail = 100 - p;
    const double median = pieces.quantile(0.5);
    for (double slowed = tail / 8; slowed < p && median > 0; slowed *= 2) {
        const quantile_interval of_pieces = pieces.percentile_interval(100 - slowed, 0.90);
        if (of_pieces.is_defined()) {
            const double factor = larger(1.0, of_pieces.upper / median);
            const double here = calls.percentile_lower_bound(p - slowed, confidence, worth) / factor;
            bound = is_nan(bound) || here > bound ? here : bound;
        }
    }
    return bound;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
