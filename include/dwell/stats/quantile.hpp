// SPDX-License-Identifier: BSL-1.0
// Quantiles out of buckets, and their inverse: for anything that lists its buckets in ascending order.
#ifndef DWELL_STATS_QUANTILE_HPP
#define DWELL_STATS_QUANTILE_HPP

#include <dwell/core/config.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/floating.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// The nearest rank of the quantile `q` among `count` values: the smallest r in 1..count with r / count >= q.
/// `count` is not 0 and `q` is in [0, 1].
[[nodiscard]] inline uint64_t nearest_rank(double q, uint64_t count) noexcept {
    const double position = q * static_cast<double>(count);
    if (position >= static_cast<double>(count)) {
        return count;
    }
    auto rank = static_cast<uint64_t>(position);
    // Round up, but not for what only the rounding of q = p / 100 and of the product left over: three roundings of
    // 2^-53 each, so that the 99.9th percentile of 1,000 values is the 999th.
    if (position - static_cast<double>(rank) > position * 4e-16) {
        ++rank;
    }
    return clamped(rank, uint64_t{1}, count);
}

/// The integers that the values of a bucket can have been, once the smallest and the largest value are known.
struct bucket_range {
    uint64_t lower;
    uint64_t upper;

    template <typename Buckets>
    bucket_range(const Buckets& buckets, uint64_t bucket_lower, uint64_t bucket_upper) noexcept
        : lower(larger(bucket_lower, (buckets.min)())), upper(smaller(bucket_upper, (buckets.max)())) {}

    [[nodiscard]] double span() const noexcept { return static_cast<double>(upper - lower); }
    [[nodiscard]] double midpoint() const noexcept { return static_cast<double>(lower) + span() / 2; }
};

/// The value of rank `rank` where each value of a bucket takes an equal share of it: the j-th of k values lies at the
/// middle of the j-th of k equal parts of [lower - 1/2, upper + 1/2], and never outside [lower, upper].
/// `buckets` has `count()`, `(min)()`, `(max)()` and `bucket_at_rank(rank)`, and is not empty.
template <typename Buckets>
[[nodiscard]] double value_at_rank(const Buckets& buckets, uint64_t rank) noexcept {
    if (rank <= 1) {
        return static_cast<double>((buckets.min)());
    }
    if (rank >= buckets.count()) {
        return static_cast<double>((buckets.max)());
    }
    const auto bucket = buckets.bucket_at_rank(rank);
    const bucket_range range(buckets, bucket.lower, bucket.upper);
    const double share = (static_cast<double>(rank - bucket.before) - 0.5) / static_cast<double>(bucket.count);
    const double offset = share * (range.span() + 1) - 0.5;
    return static_cast<double>(range.lower) + clamped(offset, 0.0, range.span());
}

/// See `basic_histogram::quantile`.
template <typename Buckets>
[[nodiscard]] double quantile_of(const Buckets& buckets, double q) noexcept {
    if (buckets.count() == 0) {
        return 0.0;
    }
    if (is_nan(q)) {
        return q;
    }
    return value_at_rank(buckets, nearest_rank(clamped(q, 0.0, 1.0), buckets.count()));
}

/// See `basic_histogram::count_at_or_below`.
template <typename Buckets>
[[nodiscard]] uint64_t count_at_or_below(const Buckets& buckets, uint64_t value) noexcept {
    uint64_t total = 0;
    buckets.for_each_bucket([&](size_t, uint64_t lower, uint64_t upper, uint64_t count) {
        const bucket_range range(buckets, lower, upper);
        if (value >= range.upper) {
            total += count;
        } else if (value >= range.lower) {
            const double share = (static_cast<double>(value - range.lower) + 1) / (range.span() + 1);
            const double below = share * static_cast<double>(count);
            total += below >= static_cast<double>(count) ? count : static_cast<uint64_t>(below);
        }
    });
    return total;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
