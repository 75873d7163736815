// SPDX-License-Identifier: BSL-1.0
// The binomial distribution, exactly: its probabilities and its tails.
#ifndef DWELL_STATS_BINOMIAL_HPP
#define DWELL_STATS_BINOMIAL_HPP

#include <dwell/core/config.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/stats/normal.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// The chance of success of a trial, and of failure: both, so that neither loses digits where the other is nearly 1.
struct trial_chance {
    double success;
    double failure;

    explicit trial_chance(double chance) noexcept : success(chance), failure(1 - chance) {}
    trial_chance(double of_success, double of_failure) noexcept : success(of_success), failure(of_failure) {}
    [[nodiscard]] trial_chance swapped() const noexcept { return {failure, success}; }
};

/// ln(n!) less its first approximation by Stirling, ln(sqrt(2 pi n)) + n ln(n) - n, for n >= 1: the sum of ln(i) is not
/// taken, so nothing cancels. From n = 16 on, the series 1/(12 n) - 1/(360 n^3) + ... of which the first term left out
/// is below 10^-16 (DLMF 5.11.1).
[[nodiscard]] inline double stirling_error(double n) noexcept {
    if (n < 16) {
        double error = 1 - natural_log(square_root(6.283185307179586476925));  // n = 1
        for (double i = 1; i < n; ++i) {
            error += 1 - (i + 0.5) * log_one_plus(1 / i);
        }
        return error;
    }
    const double square = n * n;
    const double tail = 1.0 / 1680 - (1.0 / 1188 - 691.0 / 360360 / square) / square;
    return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - tail / square) / square) / square) / n;
}

/// x ln(x / mean) + mean - x, without the cancellation of it where the two are close: with v = (x - mean) / (x + mean),
/// it is (x - mean) v + 2 x (v^3 / 3 + v^5 / 5 + ...).
[[nodiscard]] inline double deviance_part(double x, double mean) noexcept {
    const double difference = x - mean;
    if (absolute(difference) >= 0.1 * (x + mean)) {
        return x * natural_log(x / mean) - difference;
    }
    const double v = difference / (x + mean);
    const double square = v * v;
    double sum = difference * v;
    double power = 2 * x * v;
    for (int i = 3; i < 1000; i += 2) {
        power *= square;
        const double next = sum + power / i;
        if (next == sum) {
            break;
        }
        sum = next;
    }
    return sum;
}

/// P(B = k) of B successes in `n` trials, k in 0..n, chance in (0, 1). Saddle-point form of C. Loader, "Fast and
/// accurate computation of binomial probabilities", 2000, whose relative error does not grow with n as that of
/// differences of ln(n!) does.
[[nodiscard]] inline double binomial_probability(uint64_t k, uint64_t n, trial_chance chance) noexcept {
    const auto all = static_cast<double>(n);
    if (k == 0) {
        return exponential(all * (chance.success < 0.5 ? log_one_plus(-chance.success) : natural_log(chance.failure)));
    }
    if (k == n) {
        return binomial_probability(0, n, chance.swapped());
    }
    const auto hits = static_cast<double>(k);
    const auto misses = static_cast<double>(n - k);
    const double exponent = stirling_error(all) - stirling_error(hits) - stirling_error(misses) -
                            deviance_part(hits, all * chance.success) - deviance_part(misses, all * chance.failure);
    return exponential(exponent) * square_root(all / (6.283185307179586476925 * hits * misses));
}

/// The continued fraction of the regularised incomplete beta function, I_x(a, b) = x^a y^b / (a B(a, b)) * this, with
/// y = 1 - x: the even part of DLMF 8.17.22, as A. R. DiDonato and A. H. Morris have it, "Algorithm 708", ACM
/// Transactions on Mathematical Software 18(3), 1992. All that cancels is in `excess` = a - (a + b) x, which the caller
/// knows better where x is nearly 1, and which is above x - y. Summed by the method of W. J. Lentz, 1976. A few steps
/// in a tail, and O(sqrt(a b / (a + b))) at the mean.
[[nodiscard]] inline double incomplete_beta_fraction(double a, double b, double x, double y, double excess) noexcept {
    double value = (excess + 1) / (a + 1);
    double numerator = value;
    double denominator = 0.0;
    for (double n = 1; n < b && n < 1e8; ++n) {
        // Each term is divided by a, and so is the first.
        const double odd = a + 2 * n - 1;
        const double alpha = (a + n - 1) / odd * ((a + b + n - 1) / odd) * (n * (b - n) / a * (x * x / a));
        const double beta = (n + n * (b - n) / odd * x + (a + n) / (a + 2 * n + 1) * (excess + 1 + n * (1 + y))) / a;
        denominator = 1 / (beta + alpha * denominator);
        numerator = beta + alpha / numerator;
        const double change = numerator * denominator;
        value *= change;
        if (absolute(change - 1) < 1e-15) {
            break;
        }
    }
    return 1 / value;
}

/// P(B >= k) of B successes in `n` trials: I_p(k, n - k + 1), the regularised incomplete beta function (DLMF 8.17.5).
/// Its factor x^a (1 - x)^b / (a B(a, b)) is P(B = k) (1 - p). Any k; chance in [0, 1]. Tails above 10^-6 are within
/// 10^-12 of themselves up to 10^6 trials, and within 10^-11 up to 10^12.
[[nodiscard]] inline double binomial_at_least(uint64_t k, uint64_t n, trial_chance chance) noexcept {
    if (k == 0 || (chance.failure <= 0 && k <= n)) {
        return 1.0;
    }
    if (k > n || chance.success <= 0) {
        return 0.0;
    }
    const auto a = static_cast<double>(k);
    const auto b = static_cast<double>(n - k) + 1;
    const double x = chance.success;
    const double y = chance.failure;
    const double excess = x <= y ? a - (a + b) * x : (a + b) * y - b;
    if (excess > x - y) {
        const double tail = binomial_probability(k, n, chance) * y * incomplete_beta_fraction(a, b, x, y, excess);
        return smaller(tail, 1.0);
    }
    // The other tail, P(B <= k - 1) = P(n - B >= n - k + 1).
    const double below = binomial_probability(k - 1, n, chance) * x * incomplete_beta_fraction(b, a, y, x, -excess);
    return 1 - smaller(below, 1.0);
}

/// P(B <= k) of B successes in `n` trials.
[[nodiscard]] inline double binomial_at_most(uint64_t k, uint64_t n, trial_chance chance) noexcept {
    return k >= n ? 1.0 : binomial_at_least(n - k, n, chance.swapped());
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
