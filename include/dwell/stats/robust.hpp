// SPDX-License-Identifier: BSL-1.0
// Location and spread that a few extreme values cannot move: the trimmed mean and the median absolute deviation.
#ifndef DWELL_STATS_ROBUST_HPP
#define DWELL_STATS_ROBUST_HPP

#include <dwell/core/config.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/stats/quantile.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// See `bucket_statistics::median_absolute_deviation`: the smallest distance within which of the median at least half
/// of the values lie, where the values of a bucket lie as `count_at_or_below` has it.
template <typename Buckets>
[[nodiscard]] double median_absolute_deviation_of(const Buckets& buckets) noexcept {
    if (buckets.count() == 0) {
        return 0.0;
    }
    const uint64_t median = round_to_integer(quantile_of(buckets, 0.5));
    const uint64_t half = nearest_rank(0.5, buckets.count());
    const auto are_half_within = [&](uint64_t distance) {
        const uint64_t top = median + smaller(distance, uint64_max - median);
        const uint64_t below = distance < median ? count_at_or_below(buckets, median - distance - 1) : 0;
        return count_at_or_below(buckets, top) - below >= half;
    };
    uint64_t distance = 0;
    uint64_t last = (buckets.max)() - (buckets.min)();
    while (distance < last) {
        const uint64_t middle = distance + (last - distance) / 2;
        if (are_half_within(middle)) {
            last = middle;
        } else {
            distance = middle + 1;
        }
    }
    return static_cast<double>(distance);
}

/// The mean of the values of ranks `first` to `last`, counted from 1, where the j-th of the k values of a bucket lies
/// where `value_at_rank` has it.
template <typename Buckets>
[[nodiscard]] double mean_of_ranks(const Buckets& buckets, uint64_t first, uint64_t last) noexcept {
    double mean = 0.0;
    double taken = 0.0;
    uint64_t before = 0;
    buckets.for_each_bucket([&](size_t, uint64_t lower, uint64_t upper, uint64_t count) {
        const uint64_t from = larger(first, before + 1);
        const uint64_t to = smaller(last, before + count);
        if (from <= to) {
            const bucket_range range(buckets, lower, upper);
            const double middle_rank = (static_cast<double>(from - before) + static_cast<double>(to - before)) / 2;
            const double offset = (middle_rank - 0.5) / static_cast<double>(count) * (range.span() + 1) - 0.5;
            const double value = static_cast<double>(range.lower) + clamped(offset, 0.0, range.span());
            const double weight = static_cast<double>(to - from) + 1;
            taken += weight;
            mean += (value - mean) * (weight / taken);
        }
        before += count;
    });
    return mean;
}

/// See `bucket_statistics::trimmed_mean`.
template <typename Buckets>
[[nodiscard]] double trimmed_mean_of(const Buckets& buckets, double proportion) noexcept {
    const uint64_t count = buckets.count();
    if (count == 0) {
        return 0.0;
    }
    if (is_nan(proportion)) {
        return proportion;
    }
    // Rounded down, but not where only the rounding of the proportion and of the product is missing to the next
    // integer.
    const double position = clamped(proportion, 0.0, 0.5) * static_cast<double>(count) * (1 + 4e-16);
    const uint64_t most = (count - 1) / 2;
    const uint64_t cut = position < static_cast<double>(most) ? static_cast<uint64_t>(position) : most;
    return cut == 0 ? buckets.mean() : mean_of_ranks(buckets, cut + 1, count - cut);
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
