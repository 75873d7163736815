// SPDX-License-Identifier: BSL-1.0
// Are the values of one sample larger than those of another? The rank test of Mann and Whitney.
#ifndef DWELL_STATS_MANN_WHITNEY_HPP
#define DWELL_STATS_MANN_WHITNEY_HPP

#include <dwell/core/config.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/stats/normal.hpp>
#include <dwell/stats/sorted_values.hpp>

#include <vector>

DWELL_NAMESPACE_BEGIN

/// All numbers are NaN where the test is undefined: for an empty sample, or a value that is not finite.
struct mann_whitney_result {
    bool is_defined = false;
    /// The p-values are exact: counted, not approximated.
    bool is_exact = false;
    /// Pairs of an a and a b with a > b, each tie counted half: from 0 to the number of pairs.
    double u = detail::not_a_number;
    /// u as a share of the pairs: the probability that an a is above a b, ties half. 0.5 is no effect.
    double superiority = detail::not_a_number;
    /// The probability of such a u or one further out, if the two distributions are the same: upwards, downwards, and
    /// twice the smaller of the two (at most 1).
    double p_greater = detail::not_a_number;
    double p_less = detail::not_a_number;
    double p_two_sided = detail::not_a_number;
};

namespace detail {

/// Up to this many values in all, the number of arrangements, C(60, 30) = 1.2 * 10^17 at most, fits 64 bits.
inline constexpr size_t exact_rank_test_size = 60;

/// How many of the C(m + n, m) arrangements of m a's and n b's have u pairs with a > b, for u from 0 to m * n: the
/// coefficients of the Gaussian binomial, the product of (1 - x^(n + i)) / (1 - x^i) for i from 1 to m (Mann and
/// Whitney give it as a recurrence). O(m * m * n).
[[nodiscard]] inline std::vector<uint64_t> arrangements_by_u(size_t m, size_t n) {
    std::vector<uint64_t> counts(m * n + 1, 0);
    counts[0] = 1;
    for (size_t i = 1; i <= m; ++i) {
        for (size_t u = m * n; u >= n + i; --u) {
            counts[u] -= counts[u - (n + i)];  // what wraps here is made good by the sums below
        }
        for (size_t u = i; u <= m * n; ++u) {
            counts[u] += counts[u - i];
        }
    }
    return counts;
}

/// Both samples in one, ascending: what is needed of their ranks.
struct joint_ranks {
    double twice_u = 0.0;   // pairs with a > b count 2, ties 1
    double tie_term = 0.0;  // the sum of t^3 - t over the groups of t equal values

    joint_ranks(const std::vector<double>& a, const std::vector<double>& b) noexcept {
        size_t at_a = 0;
        size_t at_b = 0;
        while (at_a < a.size() || at_b < b.size()) {
            const double value = at_b == b.size() ? a[at_a] : (at_a == a.size() ? b[at_b] : smaller(a[at_a], b[at_b]));
            const size_t first_a = at_a;
            const size_t first_b = at_b;
            while (at_a < a.size() && a[at_a] <= value) {
                ++at_a;
            }
            while (at_b < b.size() && b[at_b] <= value) {
                ++at_b;
            }
            const auto equal_a = static_cast<double>(at_a - first_a);
            const auto equal_b = static_cast<double>(at_b - first_b);
            const double equal = equal_a + equal_b;
            twice_u += equal_a * (2 * static_cast<double>(first_b) + equal_b);
            tie_term += equal * equal * equal - equal;
        }
    }
};

}  // namespace detail

/// Tests whether values of `a` tend to be larger than values of `b`. H. B. Mann and D. R. Whitney, "On a test of
/// whether one of two random variables is stochastically larger than the other", Annals of Mathematical Statistics
/// 18(1), 1947. Exact for up to 60 values without ties; beyond that the normal approximation, with a correction for
/// continuity of 1/2 and the variance corrected for ties, m n / 12 ((N + 1) - sum(t^3 - t) / (N (N - 1))) (E. L.
/// Lehmann, "Nonparametrics", 1975, section 1.4). Where all values are equal, every p is 1.
///
/// Assumes that all values are independent: runs of one process are not, nor are runs on a machine that drifts, of
/// which one program had the first half. The approximation is good from about 8 values each on; far out in the tails it
/// is rough. A pure function. O(N log(N)), and 30^3 steps where it is exact.
[[nodiscard]] inline mann_whitney_result mann_whitney(const std::vector<double>& a, const std::vector<double>& b) {
    mann_whitney_result result;
    if (a.empty() || b.empty() || !detail::all_finite(a) || !detail::all_finite(b)) {
        return result;
    }
    const detail::joint_ranks ranks(detail::sorted_values(a), detail::sorted_values(b));
    const auto m = static_cast<double>(a.size());
    const auto n = static_cast<double>(b.size());
    result.is_defined = true;
    result.u = ranks.twice_u / 2;
    result.superiority = result.u / (m * n);
    result.is_exact = ranks.tie_term == 0.0 && a.size() + b.size() <= detail::exact_rank_test_size;
    if (result.is_exact) {
        const auto found = static_cast<size_t>(result.u);
        double all = 0.0;
        double at_least = 0.0;
        double at_most = 0.0;
        size_t u = 0;
        for (const uint64_t count : detail::arrangements_by_u(a.size(), b.size())) {
            const auto arrangements = static_cast<double>(count);
            all += arrangements;
            at_least += u >= found ? arrangements : 0.0;
            at_most += u <= found ? arrangements : 0.0;
            ++u;
        }
        result.p_greater = at_least / all;
        result.p_less = at_most / all;
    } else {
        const double variance = m * n / 12 * (m + n + 1 - ranks.tie_term / ((m + n) * (m + n - 1)));
        const double above = result.u - m * n / 2;
        const double deviation = detail::square_root(detail::larger(variance, 0.0));
        result.p_greater = deviation > 0.0 ? detail::normal_upper_tail((above - 0.5) / deviation) : 1.0;
        result.p_less = deviation > 0.0 ? detail::normal_upper_tail((-above - 0.5) / deviation) : 1.0;
    }
    result.p_two_sided = detail::smaller(2 * detail::smaller(result.p_greater, result.p_less), 1.0);
    return result;
}

DWELL_NAMESPACE_END

#endif
