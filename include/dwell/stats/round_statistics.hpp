// SPDX-License-Identifier: BSL-1.0
// Intervals out of rounds: values that were taken close together are alike, so what counts is how rounds differ.
#ifndef DWELL_STATS_ROUND_STATISTICS_HPP
#define DWELL_STATS_ROUND_STATISTICS_HPP

#include <dwell/core/config.hpp>
#include <dwell/stats/block_medians.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/stats/histogram.hpp>
#include <dwell/stats/moments.hpp>
#include <dwell/stats/normal.hpp>
#include <dwell/stats/order_statistics.hpp>
#include <dwell/stats/quantile_interval.hpp>
#include <dwell/stats/sorted_values.hpp>
#include <dwell/stats/student.hpp>

#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// An estimate with its interval; NaN where there are too few values for one.
struct round_interval {
    double estimate = not_a_number;
    double lower = not_a_number;
    double upper = not_a_number;
};

/// The median of what the values, one a round, are a sample of: order statistics, for any distribution. At 99 %, from 8
/// values on. O(n log(n)).
[[nodiscard]] inline round_interval median_interval(const std::vector<double>& values, double confidence) {
    round_interval result;
    if (values.empty()) {
        return result;
    }
    const std::vector<double> ascending = sorted_values(values);
    result.estimate = block_medians::median(ascending);
    const uint64_t rank = lower_rank(ascending.size(), trial_chance(0.5), (1 - confidence) / 2);
    if (rank != 0) {
        result.lower = ascending[rank - 1];
        result.upper = ascending[ascending.size() - rank];
    }
    return result;
}

/// The mean of what the values, one a round, are a sample of, by Student's t: exact where they are normal, and rounds
/// are means of many. From two values on. O(n).
[[nodiscard]] inline round_interval mean_interval(const std::vector<double>& values, double confidence) noexcept {
    moments sums;
    for (const double value : values) {
        sums.record(value);
    }
    round_interval result{sums.mean(), not_a_number, not_a_number};
    if (values.size() > 1) {
        const auto n = static_cast<double>(values.size());
        const double half = student_upper_quantile((1 - confidence) / 2, n - 1) * square_root(sums.variance() / n);
        result.lower = result.estimate - half;
        result.upper = result.estimate + half;
    }
    return result;
}

/// How many independent values those of the rounds are worth for the quantile `q`: their count over the design effect,
/// which is how much more the share of values above it varies from round to round than that of independent values
/// would (L. Kish, "Survey Sampling", 1965, section 5.4: the variance of a cluster sample over that of a simple one).
/// Never more than the count. The effect is itself an estimate, out of R rounds: it is raised by the square of the
/// ratio of Student's t with R - 1 degrees of freedom to the normal quantile. O(rounds * buckets).
[[nodiscard]] inline uint64_t effective_count(const std::vector<histogram>& rounds, const histogram& all, double q,
                                              double confidence) noexcept {
    if (rounds.size() < 2 || all.empty()) {
        return all.count();
    }
    const auto threshold = static_cast<uint64_t>(all.quantile(q));
    const auto share = [&](const histogram& values) {
        return static_cast<double>(values.count() - values.count_at_or_below(threshold));
    };
    const double above = clamped(share(all) / static_cast<double>(all.count()), 0.0, 1.0);
    double squares = 0.0;
    for (const histogram& round : rounds) {
        const double deviation = share(round) - above * static_cast<double>(round.count());
        squares += deviation * deviation;
    }
    const auto count = static_cast<double>(all.count());
    const double independent = count * above * (1 - above);
    const auto n = static_cast<double>(rounds.size());
    const double effect = independent > 0 ? squares / independent * (n / (n - 1)) : 1.0;
    if (effect <= 1) {
        return all.count();
    }
    const double tail = (1 - confidence) / 2;
    const double uncertainty = student_upper_quantile(tail, n - 1) / normal_upper_quantile(tail);
    return larger(uint64_t{1}, static_cast<uint64_t>(count / (effect * uncertainty * uncertainty)));
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
