// SPDX-License-Identifier: BSL-1.0
// Has the head become slower than the base? The procedure for runs in blocks, as a function of the runs so far.
#ifndef DWELL_STATS_BLOCK_COMPARISON_HPP
#define DWELL_STATS_BLOCK_COMPARISON_HPP

#include <dwell/core/config.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/stats/order_statistics.hpp>
#include <dwell/stats/ratio_summary.hpp>

#include <vector>

DWELL_NAMESPACE_BEGIN

struct block_comparison_options {
    /// The smallest slow-down that must be found, as a share: the alarm is at half of it, since a limit at the
    /// slow-down itself finds it half of the time, whatever the statistics.
    double threshold = 0.10;
    /// Blocks at the first look, and of the confirmation; and at the second look, which noise calls for.
    size_t blocks = 20;
    size_t extended_blocks = 40;
    /// The error of the bounds of the median ratio, each side: the 6th smallest of 20 has 2.1 %, the 14th of 40 1.9 %.
    double largest_error = 0.025;
    /// The noise within blocks from which on nothing is said.
    double largest_noise = 0.05;
};

/// The runs so far.
struct block_comparison_runs {
    /// Base against head.
    std::vector<comparison_block> blocks;
    /// Base against a copy of itself, run in between: optional, and advised. What finds a change there is no judge
    /// here.
    std::vector<comparison_block> control;
    /// Base against head again, run only once `needs_confirmation` was the verdict.
    std::vector<comparison_block> confirmation;
};

enum class comparison_verdict : uint8_t {
    /// A value is not positive and finite, or an option makes no sense: `reason` says which.
    invalid,
    /// Run `blocks_wanted` more blocks and `control_wanted` more of the control, and ask again.
    needs_blocks,
    /// A slow-down was seen. Run `confirmation_wanted` fresh blocks of base against head, and ask again.
    needs_confirmation,
    /// The median ratio is below the alarm; or it was above, and a confirmation without noise says that it is not.
    no_change,
    /// A slow-down, seen twice.
    regression,
    /// The machine is too noisy, a program differs from its own copy, or the median ratio is above the alarm with its
    /// lower bound below, after the second look too; or a slow-down was seen that the confirmation could neither
    /// confirm nor rule out.
    inconclusive,
};

struct block_comparison {
    comparison_verdict verdict = comparison_verdict::invalid;
    ratio_summary change;
    ratio_summary control;
    ratio_summary confirmation;
    size_t blocks_wanted = 0;
    size_t control_wanted = 0;
    size_t confirmation_wanted = 0;
    /// The head is faster by the same rule turned round; informs, and is not confirmed.
    bool is_faster = false;
    /// The control arm differs from itself by the rule, in either direction.
    bool control_differs = false;
    /// More than `largest_noise` within the blocks of the control, or of the comparison where there is no control.
    bool is_noisy = false;
    /// For a person; a literal.
    const char* reason = "";
};

namespace detail {

/// By the median alone: of a head that is slower in half of its runs, it is, and the lower bound is not.
[[nodiscard]] inline bool seems_slower(const ratio_summary& ratios, double threshold) noexcept {
    return ratios.median > 1 + threshold / 2;
}

[[nodiscard]] inline bool is_slower(const ratio_summary& ratios, double threshold) noexcept {
    return seems_slower(ratios, threshold) && ratios.lower > 1 + threshold / 10;
}

[[nodiscard]] inline bool is_faster(const ratio_summary& ratios, double threshold) noexcept {
    return ratios.median * (1 + threshold / 2) < 1 && ratios.upper * (1 + threshold / 10) < 1;
}

[[nodiscard]] inline bool make_sense(const block_comparison_options& options) noexcept {
    return is_positive(options.threshold) && is_positive(options.largest_noise) && options.largest_error > 0.0 &&
           options.largest_error <= 0.5 && options.blocks <= options.extended_blocks &&
           lower_rank(options.blocks, trial_chance(0.5), options.largest_error) != 0;
}

[[nodiscard]] inline block_comparison judged(block_comparison result, comparison_verdict verdict,
                                             const char* reason) noexcept {
    result.verdict = verdict;
    result.reason = reason;
    return result;
}

[[nodiscard]] inline size_t missing(size_t there, size_t wanted) noexcept {
    return there < wanted ? wanted - there : 0;
}

}  // namespace detail

/// What the runs so far say, and what to run next. Ask with no runs to begin with, run what it wants, and ask again
/// with all runs so far, until the verdict wants nothing more; it always comes to an end, after `extended_blocks` of
/// each arm and `blocks` of confirmation at most.
///
/// The rule: a block's ratio is the geometric mean of its two heads over that of its two bases. The head is slower
/// where the median ratio is above 1 + T / 2 and its lower bound, an exact order statistic, is above 1 + T / 10, for a
/// threshold T; and where that is seen again in the confirmation, it is a regression. Where it is not, and runs within
/// the blocks of the confirmation are too far apart or its median ratio is above 1 + T / 2, there is no answer. Where
/// the control arm differs, runs within its blocks are too far apart, or the median ratio is above 1 + T / 2 with its
/// lower bound below 1 + T / 10, there is a second look with more blocks, and then none.
/// The idea of repeating at the level where the variance arises, and so of fresh processes: T. Kalibera and R. Jones,
/// "Rigorous benchmarking in reasonable time", ISMM 2013. docs/statistics.md has what it finds and how often it is
/// wrong.
///
/// Assumes that the blocks of an arm are independent of each other. A pure function; O(n log(n)).
[[nodiscard]] inline block_comparison compare_blocks(const block_comparison_runs& runs,
                                                     const block_comparison_options& options = {}) {
    using detail::judged;
    using detail::missing;
    block_comparison result;
    if (!detail::make_sense(options)) {
        return judged(result, comparison_verdict::invalid,
                      "options: the threshold, the noise and the error are positive, the error at most 1/2, and there "
                      "are enough blocks for a bound (6 for an error of 2.5 %)");
    }
    if (!detail::are_valid(runs.blocks) || !detail::are_valid(runs.control) || !detail::are_valid(runs.confirmation)) {
        return judged(result, comparison_verdict::invalid, "a run's value is not positive and finite");
    }
    const bool has_control = !runs.control.empty();
    result.change = detail::summarize_ratios(runs.blocks, options.largest_error);
    result.control = detail::summarize_ratios(runs.control, options.largest_error);
    result.confirmation = detail::summarize_ratios(runs.confirmation, options.largest_error);
    const auto want_up_to = [&](size_t blocks) {
        result.blocks_wanted = missing(runs.blocks.size(), blocks);
        result.control_wanted = has_control || runs.blocks.empty() ? missing(runs.control.size(), blocks) : 0;
        return result.blocks_wanted + result.control_wanted != 0;
    };

    if (want_up_to(options.blocks)) {
        return judged(result, comparison_verdict::needs_blocks, "the first look needs more blocks");
    }
    result.is_noisy = (has_control ? result.control : result.change).noise > options.largest_noise;
    result.control_differs =
        detail::is_slower(result.control, options.threshold) || detail::is_faster(result.control, options.threshold);
    if (result.is_noisy || result.control_differs) {
        if (want_up_to(options.extended_blocks)) {
            return judged(result, comparison_verdict::needs_blocks, "noise: the second look needs more blocks");
        }
        return judged(result, comparison_verdict::inconclusive,
                      result.is_noisy ? "runs of one program are too far apart within blocks"
                                      : "the base differs from its own copy");
    }
    result.is_faster = detail::is_faster(result.change, options.threshold);
    if (!detail::is_slower(result.change, options.threshold)) {
        if (detail::seems_slower(result.change, options.threshold)) {
            return want_up_to(options.extended_blocks) ? judged(result, comparison_verdict::needs_blocks,
                                                                "slower or not: the second look needs more blocks")
                                                       : judged(result, comparison_verdict::inconclusive,
                                                                "it seems slower, but too many blocks are not");
        }
        return judged(result, comparison_verdict::no_change,
                      result.is_faster ? "the head is faster" : "no slow-down that counts");
    }
    result.confirmation_wanted = missing(runs.confirmation.size(), options.blocks);
    if (result.confirmation_wanted != 0) {
        return judged(result, comparison_verdict::needs_confirmation, "slower: fresh blocks are to confirm it");
    }
    if (detail::is_slower(result.confirmation, options.threshold)) {
        return judged(result, comparison_verdict::regression, "slower, and confirmed by fresh blocks");
    }
    // Blocks that could not have shown a slow-down clear the head of none.
    if (result.confirmation.noise > options.largest_noise) {
        return judged(result, comparison_verdict::inconclusive,
                      "slower at first, and the blocks to confirm it were too noisy");
    }
    return detail::seems_slower(result.confirmation, options.threshold)
               ? judged(result, comparison_verdict::inconclusive,
                        "slower at first, and it seems so again, but too many blocks are not")
               : judged(result, comparison_verdict::no_change, "slower at first, and not confirmed by fresh blocks");
}

DWELL_NAMESPACE_END

#endif
