// SPDX-License-Identifier: BSL-1.0
// The mean and the variance of a stream of numbers, in constant memory and without cancellation.
#ifndef DWELL_STATS_MOMENTS_HPP
#define DWELL_STATS_MOMENTS_HPP

#include <dwell/core/config.hpp>
#include <dwell/stats/floating.hpp>

DWELL_NAMESPACE_BEGIN

/// Count, mean and variance of the numbers recorded so far. A plain value: copy it, compare it, merge it.
///
/// Recording is Welford's update and merging is Chan's, which it is a special case of; with n values on one side, m on
/// the other, and d the difference of the means:
///
///     mean += d * m / (n + m)          M2 += M2' + d^2 * n * m / (n + m)
///
/// where M2 is the sum of squared deviations from the mean. Sources: B. P. Welford, "Note on a method for calculating
/// corrected sums of squares and products", Technometrics 4(3), 1962; T. F. Chan, G. H. Golub, R. J. LeVeque,
/// "Updating formulae and a pairwise algorithm for computing sample variances", Stanford STAN-CS-79-773, 1979.
///
/// A NaN or an infinity recorded makes every later mean and variance NaN or infinite, as it does in a plain sum.
/// Not thread-safe; every operation is O(1).
class moments {
public:
    /// Records `value`, `times` over.
    void record(double value, uint64_t times = 1) noexcept { merge(moments(times, value, 0.0)); }

    /// Takes in what `other` recorded; the order of merges changes the result by rounding only.
    void merge(const moments& other) noexcept {
        if (other.count_ == 0) {
            return;
        }
        if (count_ == 0) {
            *this = other;
            return;
        }
        const auto before = static_cast<double>(count_);
        const auto added = static_cast<double>(other.count_);
        const double difference = other.mean_ - mean_;
        const double share = added / (before + added);
        mean_ += difference * share;
        squared_deviations_ += other.squared_deviations_ + difference * difference * before * share;
        count_ += other.count_;
    }

    [[nodiscard]] uint64_t count() const noexcept { return count_; }

    /// The arithmetic mean. Undefined for no value: NaN.
    [[nodiscard]] double mean() const noexcept { return count_ == 0 ? detail::not_a_number : mean_; }

    /// The variance of the recorded values themselves (divided by n). Undefined for no value: NaN.
    [[nodiscard]] double population_variance() const noexcept {
        return count_ == 0 ? detail::not_a_number : squared_deviations_ / static_cast<double>(count_);
    }

    /// The unbiased estimate of the variance of what the values are a sample of (divided by n - 1). Undefined for
    /// fewer than two values: NaN.
    [[nodiscard]] double variance() const noexcept {
        return count_ < 2 ? detail::not_a_number : squared_deviations_ / static_cast<double>(count_ - 1);
    }

    /// The square root of `variance()`: the standard deviation of a sample. Undefined for fewer than two values: NaN.
    [[nodiscard]] double stddev() const noexcept { return detail::square_root(variance()); }

    /// Bitwise equality of the state, for tests and round trips: two streams with the same values in another order
    /// differ by rounding.
    [[nodiscard]] friend bool operator==(const moments&, const moments&) noexcept = default;

    moments() noexcept = default;

private:
    moments(uint64_t count, double mean, double squared_deviations) noexcept
        : count_(count), mean_(mean), squared_deviations_(squared_deviations) {}

    uint64_t count_ = 0;
    double mean_ = 0.0;
    double squared_deviations_ = 0.0;
};

DWELL_NAMESPACE_END

#endif
