// SPDX-License-Identifier: BSL-1.0
// Many tests at once: which of them are significant, when not even one may be so by chance?
#ifndef DWELL_STATS_HOLM_HPP
#define DWELL_STATS_HOLM_HPP

#include <dwell/core/config.hpp>
#include <dwell/stats/sorted_order.hpp>

#include <vector>

DWELL_NAMESPACE_BEGIN

/// The indices of the tests that are significant, by ascending p-value: the i-th smallest of m, counted from 0, where
/// it and all before it are at most `significance` / (m - i). The probability that there is any among those tests where
/// nothing is to be found is at most `significance`, however they depend on each other (S. Holm, "A simple sequentially
/// rejective multiple test procedure", Scandinavian Journal of Statistics 6(2), 1979). A NaN is no p-value: its test
/// counts, and is never significant. A pure function. O(m log(m)).
[[nodiscard]] inline std::vector<uint32_t> holm(const std::vector<double>& p_values, double significance) {
    // What is no number stands behind all that are.
    std::vector<uint32_t> significant;
    const std::vector<uint32_t> ascending = detail::sorted_order(p_values.size(), [&](uint32_t a, uint32_t b) {
        return p_values[a] < p_values[b] || (p_values[a] == p_values[a] && p_values[b] != p_values[b]);
    });
    for (const uint32_t index : ascending) {
        const size_t left = p_values.size() - significant.size();
        if (!(p_values[index] <= significance / static_cast<double>(left))) {
            break;
        }
        significant.push_back(index);
    }
    return significant;
}

DWELL_NAMESPACE_END

#endif
