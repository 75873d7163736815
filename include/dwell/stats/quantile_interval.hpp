// SPDX-License-Identifier: BSL-1.0
// A quantile with its uncertainty: confidence intervals that hold for any distribution, out of buckets.
#ifndef DWELL_STATS_QUANTILE_INTERVAL_HPP
#define DWELL_STATS_QUANTILE_INTERVAL_HPP

#include <dwell/core/config.hpp>
#include <dwell/stats/binomial.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/stats/order_statistics.hpp>
#include <dwell/stats/quantile.hpp>

DWELL_NAMESPACE_BEGIN

/// Whether a quantile has an interval, and if not, why.
enum class interval_status : uint8_t {
    ok,
    /// Nothing was recorded.
    empty,
    /// The quantile lies so near the end of the distribution that, at this confidence, no recorded value bounds it:
    /// see `samples_for_percentile_interval`. For the minimum and the maximum no number of values is enough.
    too_few_samples,
    /// The count stopped at 2^64 - 1: values are missing.
    saturated,
    /// p is not in [0, 100], or the confidence not in (0, 1).
    invalid_argument,
};

/// A quantile of what the values are a sample of. With a probability of at least `confidence`, it is from `lower` to
/// `upper`, whatever the distribution, provided that the values are independent of each other and all come from one
/// distribution. In the values' unit. A plain value.
struct quantile_interval {
    /// The quantile of the recorded values themselves, as `quantile()` gives it; defined whatever the status.
    double estimate = 0.0;
    /// NaN where the status is not ok, so that no comparison with them holds.
    double lower = detail::not_a_number;
    double upper = detail::not_a_number;
    double confidence = 0.0;
    /// The recorded values that bound it, by rank from 1 in ascending order; 0 where the status is not ok.
    uint64_t lower_rank = 0;
    uint64_t upper_rank = 0;
    interval_status status = interval_status::empty;

    [[nodiscard]] bool is_defined() const noexcept { return status == interval_status::ok; }

    /// The same in another unit, each number multiplied by `factor`.
    [[nodiscard]] quantile_interval scaled(double factor) const noexcept {
        quantile_interval result = *this;
        result.estimate *= factor;
        result.lower *= factor;
        result.upper *= factor;
        return result;
    }
};

namespace detail {

/// The range of the bucket that the value of rank `rank` is in; `rank` from 1 to `buckets.count()`.
template <typename Buckets>
[[nodiscard]] bucket_range range_of_rank(const Buckets& buckets, uint64_t rank) noexcept {
    const auto bucket = buckets.bucket_at_rank(rank);
    return bucket_range(buckets, bucket.lower, bucket.upper);
}

/// The rank among `count` values that `part` of `samples` values reach to, each standing for as many: rounded up.
[[nodiscard]] inline uint64_t rank_of_share(uint64_t part, uint64_t samples, uint64_t count) noexcept {
    if (samples == count) {
        return part;
    }
    const double share = static_cast<double>(part) / static_cast<double>(samples);
    const double rank = share * static_cast<double>(count);
    return rank >= static_cast<double>(count) ? count : static_cast<uint64_t>(rank) + 1;
}

/// How many values it takes until the smallest of them is at or below the quantile, but for a probability of `error`:
/// the smallest n with (1 - q)^n <= error.
[[nodiscard]] inline uint64_t samples_below(trial_chance chance, double error) noexcept {
    const double samples = natural_log(error) / log_one_plus(-chance.success);
    if (!(samples < 18446744073709551615.0)) {
        return uint64_max;
    }
    // Rounded up, and then by the very test that decides, so that the two agree where the quotient is a whole number.
    auto result = static_cast<uint64_t>(samples);
    while (result < uint64_max && binomial_at_most(0, result, chance) > error) {
        ++result;
    }
    return result;
}

/// The rank of an interval's lower end among the recorded values, which are worth `samples`: where each counts for
/// several, of the first of those. 0 where not even the smallest value is low enough.
template <typename Buckets>
[[nodiscard]] uint64_t rank_of_lower_end(const Buckets& buckets, trial_chance chance, double error,
                                         uint64_t samples) noexcept {
    const uint64_t rank = lower_rank(samples, chance, error);
    return rank == 0 || samples == buckets.count()
               ? rank
               : larger(rank_of_share(rank - 1, samples, buckets.count()), uint64_t{1});
}

/// See `bucket_statistics::percentile_lower_bound`.
template <typename Buckets>
[[nodiscard]] double quantile_lower_bound(const Buckets& buckets, double q, double confidence,
                                          uint64_t samples) noexcept {
    const uint64_t count = smaller(samples, buckets.count());
    if (!(q > 0.0 && q < 1.0 && confidence > 0.0 && confidence < 1.0) || count == 0) {
        return not_a_number;
    }
    const uint64_t rank = rank_of_lower_end(buckets, trial_chance(q), (1 - confidence) / 2, count);
    return rank == 0 ? not_a_number : static_cast<double>(range_of_rank(buckets, rank).lower);
}

/// See `bucket_statistics::percentile_interval`; `q` in [0, 1].
template <typename Buckets>
[[nodiscard]] quantile_interval quantile_interval_of(const Buckets& buckets, double q, double confidence,
                                                     uint64_t samples) noexcept {
    quantile_interval result;
    result.estimate = quantile_of(buckets, q);
    result.confidence = confidence;
    if (!(q >= 0.0 && q <= 1.0 && confidence > 0.0 && confidence < 1.0)) {
        result.status = interval_status::invalid_argument;
        return result;
    }
    const uint64_t count = smaller(samples, buckets.count());
    if (count == 0) {
        return result;
    }
    result.status = interval_status::too_few_samples;
    if (q <= 0.0 || q >= 1.0) {
        return result;
    }
    const trial_chance chance(q);
    const double error = (1 - confidence) / 2;
    const uint64_t rank = rank_of_lower_end(buckets, chance, error, count);
    const uint64_t rank_from_top = rank == 0 ? 0 : lower_rank(count, chance.swapped(), error);
    if (rank_from_top == 0) {
        return result;
    }
    result.status = interval_status::ok;
    // Where a recorded value counts for several, to the last of them.
    result.lower_rank = rank;
    result.upper_rank = rank_of_share(count - (rank_from_top - 1), count, buckets.count());
    result.lower = static_cast<double>(range_of_rank(buckets, result.lower_rank).lower);
    result.upper = static_cast<double>(range_of_rank(buckets, result.upper_rank).upper);
    return result;
}

}  // namespace detail

/// How many values a histogram needs for the `p`-th percentile to have an interval of this confidence: the first n with
/// q^n and (1 - q)^n at most (1 - confidence) / 2, where q = p / 100. At 95 %: 6 for p50, 36 for p90, 368 for p99,
/// 3,688 for p99.9. 2^64 - 1 where no number is enough: for p = 0 and p = 100, and for arguments that
/// `percentile_interval` calls invalid.
[[nodiscard]] inline uint64_t samples_for_percentile_interval(double p, double confidence = 0.95) noexcept {
    if (!(p > 0.0 && p < 100.0 && confidence > 0.0 && confidence < 1.0)) {
        return uint64_max;
    }
    const detail::trial_chance chance(p / 100);
    const double error = (1 - confidence) / 2;
    return detail::larger(detail::samples_below(chance, error), detail::samples_below(chance.swapped(), error));
}

DWELL_NAMESPACE_END

#endif
