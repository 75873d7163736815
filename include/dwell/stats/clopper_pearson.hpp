// SPDX-License-Identifier: BSL-1.0
// Exact bounds of a proportion, such as a rate of false alarms, from how often it happened.
#ifndef DWELL_STATS_CLOPPER_PEARSON_HPP
#define DWELL_STATS_CLOPPER_PEARSON_HPP

#include <dwell/core/config.hpp>
#include <dwell/stats/binomial.hpp>
#include <dwell/stats/floating.hpp>

DWELL_NAMESPACE_BEGIN

/// A proportion with its interval; all are NaN where it is undefined.
struct proportion_interval {
    double estimate = detail::not_a_number;
    double lower = detail::not_a_number;
    double upper = detail::not_a_number;
};

namespace detail {

/// Which tail of a binomial distribution.
enum class binomial_tail : uint8_t {
    at_least,  ///< P(B >= k), which grows with the chance
    at_most,   ///< P(B <= k), which shrinks
};

/// The chance at which that tail of `n` trials is `probability`, for k in 1..n, or in 0..n-1. By bisection.
[[nodiscard]] inline double chance_of_tail(binomial_tail which, uint64_t k, uint64_t n, double probability) noexcept {
    double low = 0.0;
    double high = 1.0;
    // A chance near 0 keeps its relative precision: the first halvings find its power of two.
    for (int i = 0; i < 200 && low < high; ++i) {
        const double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high) {
            break;
        }
        const trial_chance chance(middle);
        const bool is_low = which == binomial_tail::at_least ? binomial_at_least(k, n, chance) < probability
                                                             : binomial_at_most(k, n, chance) > probability;
        (is_low ? low : high) = middle;
    }
    return high;
}

}  // namespace detail

/// The interval of C. J. Clopper and E. S. Pearson, "The use of confidence or fiducial limits illustrated in the case
/// of the binomial", Biometrika 26(4), 1934, for something that happened in `events` of `trials` independent trials:
/// the true proportion is below `lower`, or above `upper`, with a probability of at most (1 - confidence) / 2 each. For
/// 0 of 100 at 95 %, from 0 to 3.6 %; a one-sided bound of 95 % is the end of a two-sided one of 90 %. Undefined for no
/// trial, more events than trials, and a confidence outside (0, 1). About 50 binomial tails.
[[nodiscard]] inline proportion_interval clopper_pearson(uint64_t events, uint64_t trials,
                                                         double confidence = 0.95) noexcept {
    proportion_interval result;
    if (trials == 0 || events > trials || !(confidence > 0.0 && confidence < 1.0)) {
        return result;
    }
    const double tail = (1 - confidence) / 2;
    result.estimate = static_cast<double>(events) / static_cast<double>(trials);
    using detail::binomial_tail;
    result.lower = events == 0 ? 0.0 : detail::chance_of_tail(binomial_tail::at_least, events, trials, tail);
    result.upper = events == trials ? 1.0 : detail::chance_of_tail(binomial_tail::at_most, events, trials, tail);
    return result;
}

DWELL_NAMESPACE_END

#endif
