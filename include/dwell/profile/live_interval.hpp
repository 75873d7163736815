// SPDX-License-Identifier: BSL-1.0
// How sure an estimate of live memory is.
#ifndef DWELL_PROFILE_LIVE_INTERVAL_HPP
#define DWELL_PROFILE_LIVE_INTERVAL_HPP

#include <dwell/core/config.hpp>
#include <dwell/profile/memory.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/stats/normal.hpp>
#include <dwell/stats/sampled_sum.hpp>

DWELL_NAMESPACE_BEGIN

/// The bytes that are held, with an interval, in bytes; never below 0. `sample_interval_bytes` is that of the profile:
/// with 1 each block is followed, and both bounds are the exact sum; with 0 none is, and the status is `empty`.
///
/// Otherwise, v being `bytes_variance`, the estimate is worth k = bytes^2 / v blocks that were seen. The lower bound is
/// that of a Poisson count of k, by the cube root that makes it about normal (E. B. Wilson and M. M. Hilferty, "The
/// distribution of chi-square", PNAS 17, 1931). The upper one is where the estimate would be just z standard deviations
/// too low, if each byte more added to v what bytes in blocks that are far smaller than the sample interval do, which
/// is that interval and the most that any can (a score bound: E. B. Wilson, "Probable inference, the law of succession,
/// and statistical inference", Journal of the American Statistical Association 22, 1927). So a scope of which no block
/// was seen has an upper bound, too: 3.8 sample intervals at 95 %.
///
/// Assumes that blocks are sampled independently of each other, with the probability 1 - e^(-size / interval).
/// Intervals of 95 % then hold the true sum in 93.4 % of cases or more, of few samples too, where it is nearly all
/// (tests/unit/profile_live_interval_test.cpp). O(1).
[[nodiscard]] inline estimate_interval live_bytes_interval(const live_memory& live, uint64_t sample_interval_bytes,
                                                           double confidence = 0.95) noexcept {
    estimate_interval result;
    result.estimate = live.bytes;
    result.confidence = confidence;
    if (!(confidence > 0.0 && confidence < 1.0)) {
        result.status = interval_status::invalid_argument;
        return result;
    }
    if (sample_interval_bytes == 0) {
        return result;
    }
    result.status = interval_status::ok;
    result.lower = result.upper = live.bytes;
    if (sample_interval_bytes == 1) {
        return result;
    }
    const double z = detail::normal_upper_quantile((1 - confidence) / 2);
    if (live.bytes > 0) {
        const double deviation = detail::square_root(live.bytes_variance) / live.bytes;
        const double root = detail::larger(0.0, 1 - deviation * deviation / 9 - z * deviation / 3);
        result.lower *= root * root * root;
    }
    const double above = z * z * static_cast<double>(sample_interval_bytes) / 2;
    result.upper += above + detail::square_root(z * z * live.bytes_variance + above * above);
    return result;
}

DWELL_NAMESPACE_END

#endif
