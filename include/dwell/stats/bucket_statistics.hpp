// SPDX-License-Identifier: BSL-1.0
// The numbers that come out of buckets: quantiles and their intervals, spread, and robust location.
#ifndef DWELL_STATS_BUCKET_STATISTICS_HPP
#define DWELL_STATS_BUCKET_STATISTICS_HPP

#include <dwell/core/config.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/stats/moments.hpp>
#include <dwell/stats/quantile.hpp>
#include <dwell/stats/quantile_interval.hpp>
#include <dwell/stats/robust.hpp>

DWELL_NAMESPACE_BEGIN

/// Base of a `Buckets` that has `count()`, `(min)()`, `(max)()`, `mean()`, `saturated()`, `over_range()` and
/// `for_each_bucket(f)`: what `basic_histogram` answers out of its buckets. All of these are functions of the buckets,
/// so that of a merged histogram they are those of all its values. Errors are given for 7 bits of sub-buckets.
template <typename Buckets>
class bucket_statistics {
public:
    /// The population standard deviation (divided by n), each value taken as the middle of its bucket; 0 when empty.
    /// The error is at most 0.4 % of the root mean square of the values (half a bucket's width; 7 bits). O(buckets).
    [[nodiscard]] double stddev() const noexcept {
        moments middles;
        self().for_each_bucket([&](size_t, uint64_t lower, uint64_t upper, uint64_t count) {
            middles.record(detail::bucket_range(self(), lower, upper).midpoint(), count);
        });
        return self().count() == 0 ? 0.0 : detail::square_root(middles.population_variance());
    }

    /// The `p`-th percentile, p in [0, 100] and clamped to it: `quantile(p / 100)`.
    [[nodiscard]] double percentile(double p) const noexcept { return quantile(p / 100); }

    /// The value of nearest rank: the smallest recorded value that at least `q * count()` values do not exceed, with
    /// `q` clamped to [0, 1]; within 0.79 % of it (7 bits), by linear interpolation inside its bucket. q = 0 is `min()`
    /// and q = 1 is `max()`. 0 when empty; NaN for a NaN. In the values' unit. O(buckets).
    [[nodiscard]] double quantile(double q) const noexcept { return detail::quantile_of(self(), q); }

    /// How many values are at most `value`: exact where `value` is the upper bound of a bucket, below `min()`, or not
    /// below `max()`, and otherwise interpolated inside the bucket. O(buckets).
    [[nodiscard]] uint64_t count_at_or_below(uint64_t value) const noexcept {
        return detail::count_at_or_below(self(), value);
    }

    /// The `p`-th percentile, p in [0, 100], with an interval that has the percentile of what the values are a sample
    /// of in it with a probability of at least `confidence`, at most (1 - confidence) / 2 beyond either end: exact
    /// binomial order statistics (`detail::lower_rank`), each widened to the end of its bucket, but not beyond the
    /// smallest and the largest value. For any distribution; the values must be independent. The status says where
    /// there are too few values for it, and no interval is given. `upper` is infinite where it is among the values
    /// above 2^64 - 1. Floating values were truncated when recorded, and so is what this bounds. O(buckets) and 10 us.
    ///
    /// `samples` is how many independent values the recorded ones are worth, where that is less than `count()`: where
    /// each was recorded as often as it stands for others. The interval then holds approximately.
    [[nodiscard]] quantile_interval percentile_interval(double p, double confidence = 0.95,
                                                        uint64_t samples = uint64_max) const noexcept {
        if (self().saturated()) {
            quantile_interval undefined;
            undefined.estimate = percentile(p);
            undefined.confidence = confidence;
            undefined.status = interval_status::saturated;
            return undefined;
        }
        quantile_interval result = detail::quantile_interval_of(self(), p / 100, confidence, samples);
        if (result.upper_rank > self().count() - detail::smaller(self().over_range(), self().count())) {
            result.upper = detail::infinity;
        }
        return result;
    }

    /// The lower end of that interval alone: the p-th percentile is below it with a probability of at most
    /// (1 - confidence) / 2. A high percentile has one with far fewer values (p99 at 95 % with a single one, against
    /// 368): it can be known to be too large long before it can be known to be small enough. NaN where there are too
    /// few values for it, too, for p = 0 and p = 100, where the histogram is saturated, and where an argument is
    /// invalid.
    [[nodiscard]] double percentile_lower_bound(double p, double confidence = 0.95,
                                                uint64_t samples = uint64_max) const noexcept {
        return self().saturated() ? detail::not_a_number
                                  : detail::quantile_lower_bound(self(), p / 100, confidence, samples);
    }

    /// The median absolute deviation from the median (not scaled to a normal distribution's sigma, which is 1.4826
    /// times as much): half of the values are at most this far from the median. 0 when empty, and for one value. Exact
    /// for values below 256; otherwise within 0.79 % of (2 * median + this). O(64 * buckets): 0.1 ms for a million
    /// lognormal values.
    [[nodiscard]] double median_absolute_deviation() const noexcept {
        return detail::median_absolute_deviation_of(self());
    }

    /// The mean without the `proportion` of values at each end, rounded down to whole values: 0.1 leaves the middle
    /// 80 %. Clamped to [0, 0.5]: at 0, and where less than one value would go, it is `mean()`, and at 0.5 the mean of
    /// the one or two middle values. 0 when empty; NaN for a NaN. Exact for values below 256; otherwise within 0.79 %.
    /// O(buckets).
    [[nodiscard]] double trimmed_mean(double proportion) const noexcept {
        return detail::trimmed_mean_of(self(), proportion);
    }

    [[nodiscard]] bool operator==(const bucket_statistics&) const noexcept = default;

private:
    friend Buckets;
    bucket_statistics() noexcept = default;
    [[nodiscard]] const Buckets& self() const noexcept { return static_cast<const Buckets&>(*this); }
};

DWELL_NAMESPACE_END

#endif
