// SPDX-License-Identifier: BSL-1.0
// Blocks of runs of two programs in turn, and what their ratios say: the median, its bounds, and the noise within.
#ifndef DWELL_STATS_RATIO_SUMMARY_HPP
#define DWELL_STATS_RATIO_SUMMARY_HPP

#include <dwell/core/config.hpp>
#include <dwell/stats/binomial.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/stats/order_statistics.hpp>
#include <dwell/stats/random.hpp>
#include <dwell/stats/sorted_values.hpp>

#include <vector>

DWELL_NAMESPACE_BEGIN

/// Four runs next to each other, a fresh process each: two of the base and two of the head, in the order base, head,
/// head, base or the reverse, so that a machine that drifts evenly favours neither. What a run took, in any unit.
struct comparison_block {
    double base[2] = {0.0, 0.0};
    double head[2] = {0.0, 0.0};
};

/// The order of the runs of a block: base is A, head is B.
enum class block_order : uint8_t { abba, baab };

/// An order for each of `count` blocks, either with probability 1/2; the same for the same seed, everywhere.
[[nodiscard]] inline std::vector<block_order> random_block_orders(size_t count, uint64_t seed) {
    random_generator random(seed);
    std::vector<block_order> orders;
    orders.reserve(count);
    while (orders.size() < count) {
        orders.push_back(random.below(2) == 0 ? block_order::abba : block_order::baab);
    }
    return orders;
}

/// What a block says of each program: of a machine that is disturbed now and then, `fastest` is the steadier one, and
/// of a program that is sometimes slower by itself, `mean` sees it.
enum class block_ratio : uint8_t {
    mean,     ///< the geometric mean of its two heads over that of its two bases
    fastest,  ///< the faster of its two heads over the faster of its two bases
};

/// The ratios of head to base of some blocks. All are NaN where there is no block.
struct ratio_summary {
    size_t blocks = 0;
    /// The median of the blocks' ratios (of an even number, the geometric mean of the two in the middle).
    double median = detail::not_a_number;
    /// The true median ratio is below `lower`, or above `upper`, with a probability of `error` each at most: exact
    /// order statistics, for blocks that are independent. NaN, and an error of 0, where there are too few blocks.
    double lower = detail::not_a_number;
    double upper = detail::not_a_number;
    double error = 0.0;
    /// The median of |ln(base[0] / base[1])|: how far apart two runs of one program are within a block. 0.05 is 5 %.
    double noise = detail::not_a_number;
};

namespace detail {

[[nodiscard]] inline bool are_valid(const std::vector<comparison_block>& blocks) noexcept {
    for (const comparison_block& block : blocks) {
        for (size_t run = 0; run < 2; ++run) {
            if (!is_positive(block.base[run]) || !is_positive(block.head[run])) {
                return false;
            }
        }
    }
    return true;
}

/// Of a valid block. Square roots are rounded alike everywhere.
[[nodiscard]] inline double ratio_of(const comparison_block& block, block_ratio by) noexcept {
    if (by == block_ratio::fastest) {
        return smaller(block.head[0], block.head[1]) / smaller(block.base[0], block.base[1]);
    }
    return square_root(block.head[0] / block.base[0]) * square_root(block.head[1] / block.base[1]);
}

/// The summary of valid blocks, with bounds whose error is `largest_error` at most.
[[nodiscard]] inline ratio_summary summarize_ratios(const std::vector<comparison_block>& blocks, double largest_error,
                                                    block_ratio by = block_ratio::mean) {
    ratio_summary result;
    result.blocks = blocks.size();
    if (blocks.empty()) {
        return result;
    }
    std::vector<double> ratios;
    std::vector<double> within;
    ratios.reserve(blocks.size());
    within.reserve(blocks.size());
    for (const comparison_block& block : blocks) {
        ratios.push_back(ratio_of(block, by));
        within.push_back(larger(block.base[0], block.base[1]) / smaller(block.base[0], block.base[1]));
    }
    ratios = sorted_values(ratios);
    result.median = geometric_median(ratios);
    result.noise = natural_log(geometric_median(sorted_values(within)));
    const trial_chance half(0.5);
    const uint64_t rank = lower_rank(ratios.size(), half, largest_error);
    if (rank != 0) {
        result.lower = ratios[static_cast<size_t>(rank - 1)];
        result.upper = ratios[ratios.size() - static_cast<size_t>(rank)];
        result.error = binomial_at_most(rank - 1, ratios.size(), half);
    }
    return result;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
