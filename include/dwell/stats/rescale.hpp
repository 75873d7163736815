// SPDX-License-Identifier: BSL-1.0
// The buckets of values that are all multiplied by one factor, or lowered by one amount.
#ifndef DWELL_STATS_RESCALE_HPP
#define DWELL_STATS_RESCALE_HPP

#include <dwell/core/config.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/stats/quantile.hpp>
#include <dwell/stats/wide_sum.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// How many of `count` values, spread evenly over [first, last], lie below `boundary`.
[[nodiscard]] inline uint64_t count_below(double boundary, double first, double last, uint64_t count) noexcept {
    if (boundary >= last) {
        return count;
    }
    if (boundary <= first) {
        return 0;
    }
    const double below = rounded((boundary - first) / (last - first) * static_cast<double>(count));
    return below >= static_cast<double>(count) ? count : static_cast<uint64_t>(below);
}

/// Calls `add(index, n)` with the buckets of `buckets`, every value multiplied by `factor` (finite, not negative), then
/// lowered by `amount`, but not below 0. A bucket that falls across several is shared among them, each value taking an
/// equal part of it as in `value_at_rank`, which keeps the interpolated quantiles; the smallest and the largest value
/// are known, and go to the bucket where they belong. Returns how many values passed 2^64 - 1.
template <typename Layout, typename Buckets, typename Add>
uint64_t rescale(const Buckets& buckets, double factor, double amount, Add&& add) {
    uint64_t before = 0;
    uint64_t over_range = 0;
    buckets.for_each_bucket([&](size_t, uint64_t lower, uint64_t upper, uint64_t count) {
        const bucket_range range(buckets, lower, upper);
        const double first = static_cast<double>(range.lower) * factor - amount;
        const double last = static_cast<double>(range.upper) * factor - amount;
        size_t index = Layout::index(round_to_integer(larger(0.0, first)));
        const size_t last_index = Layout::index(round_to_integer(larger(0.0, last)));
        over_range += first >= beyond_64_bits ? count : count - count_below(beyond_64_bits, first, last, count);

        uint64_t left = count;
        const bool has_smallest = before == 0;
        const bool has_largest = before + count == buckets.count() && (count > 1 || !has_smallest);
        before += count;
        if (has_smallest) {
            add(index, uint64_t{1});
            --left;
        }
        if (has_largest) {
            add(last_index, uint64_t{1});
            --left;
        }
        uint64_t done = 0;
        for (; index < last_index && done < left; ++index) {
            const double boundary = static_cast<double>(Layout::upper(index)) + 0.5;
            const uint64_t below = count_below(boundary, first - factor / 2, last + factor / 2, left);
            add(index, below - done);
            done = below;
        }
        add(last_index, left - done);
    });
    return over_range;
}

/// See `basic_histogram::scaled`.
template <typename Histogram>
[[nodiscard]] Histogram rescaled(const Histogram& values, double factor) {
    Histogram result;
    result.add_misfits(values.refused(), 0);
    if (!(factor >= 0.0) || !is_finite(factor)) {
        result.add_misfits(values.count(), 0);
        return result;
    }
    const uint64_t beyond = rescale<typename Histogram::layout>(
        values, factor, 0.0, [&](size_t index, uint64_t n) { result.add_bucket(index, n); });
    result.add_misfits(0, larger(beyond, values.over_range()));
    result.set_extremes(round_to_integer(static_cast<double>((values.min)()) * factor),
                        round_to_integer(static_cast<double>((values.max)()) * factor), values.bounds_are_exact());
    const wide_sum sum{values.sum_low(), values.sum_high()};
    const wide_sum scaled_sum = wide_sum::from_double(sum.to_double() * factor);
    result.add_to_sum(scaled_sum.low, scaled_sum.high);
    if (values.saturated()) {
        result.set_saturated();
    }
    return result;
}

/// The sum of the smaller one of `amount` and each value, those of a bucket spread evenly over it.
template <typename Buckets>
[[nodiscard]] double sum_up_to(const Buckets& values, double amount) {
    double sum = 0;
    values.for_each_bucket([&](size_t, uint64_t lower, uint64_t upper, uint64_t count) {
        const bucket_range range(values, lower, upper);
        const auto first = static_cast<double>(range.lower);
        const double reached = clamped(amount, first, static_cast<double>(range.upper));
        const double share = range.span() > 0 ? (reached - first) / range.span() : 0.0;
        sum += static_cast<double>(count) *
               (share * (first + reached) / 2 + (1 - share) * smaller(amount, static_cast<double>(range.upper)));
    });
    return sum;
}

/// The histogram of the same values, each less by `amount` (finite, not negative), but not below 0. Re-bucketed as by
/// `basic_histogram::scaled`, with the same error. Minimum and maximum are as exact as they were, to half a unit; so
/// are sum and mean where no value is below `amount`, and otherwise the part below is known to a bucket's width.
template <typename Histogram>
[[nodiscard]] Histogram lowered(const Histogram& values, double amount) {
    if (!(amount > 0)) {
        return values;
    }
    Histogram result;
    rescale<typename Histogram::layout>(values, 1.0, amount,
                                        [&](size_t index, uint64_t n) { result.add_bucket(index, n); });
    result.add_misfits(values.refused(), values.over_range());
    const auto lower_one = [amount](uint64_t value) { return value - smaller(value, round_to_integer(amount)); };
    result.set_extremes(lower_one((values.min)()), lower_one((values.max)()), values.bounds_are_exact());
    const wide_sum taken = wide_sum::from_double(rounded(sum_up_to(values, amount)));
    wide_sum sum{values.sum_low(), values.sum_high()};
    if (sum.covers(taken)) {
        sum.subtract(taken);
        result.add_to_sum(sum.low, sum.high);
    }
    if (values.saturated()) {
        result.set_saturated();
    }
    return result;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
