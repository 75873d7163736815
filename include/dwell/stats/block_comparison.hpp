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
    /// Blocks at the first look, of the comparison and of its confirmation; and at the second look of each, which is
    /// there for what the first does not decide.
    size_t blocks = 20;
    size_t extended_blocks = 40;
    /// The error of the bounds of the median ratio, each side: the 6th smallest of 20 has 2.1 %, the 14th of 40 1.9 %.
    double largest_error = 0.025;
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
    /// The median ratio is below the alarm, and a slow-down by the threshold is ruled out; or there was one, and the
    /// confirmation rules it out.
    no_change,
    /// A slow-down, seen twice.
    regression,
    /// After the second look, a program still differs too much from its own copy to judge by, or the bounds of the
    /// ratio, or of its confirmation, still allow both answers.
    inconclusive,
};

struct block_comparison {
    comparison_verdict verdict = comparison_verdict::invalid;
    /// Which ratio of a block decided; that of the summaries below.
    block_ratio by = block_ratio::mean;
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
    /// The bounds of the control are not within half of the threshold, whichever ratio is taken.
    bool is_noisy = false;
    /// For a person; a literal.
    const char* reason = "";
};

namespace detail {

/// What bounds allow to say.
enum class ratio_answer : uint8_t { slower, not_slower, undecided };

[[nodiscard]] inline ratio_answer answer_of(const ratio_summary& ratios, double threshold) noexcept {
    if (ratios.median > 1 + threshold / 2) {
        return ratios.lower > 1 + threshold / 10 ? ratio_answer::slower : ratio_answer::undecided;
    }
    return ratios.upper < 1 + threshold ? ratio_answer::not_slower : ratio_answer::undecided;
}

[[nodiscard]] inline bool is_faster(const ratio_summary& ratios, double threshold) noexcept {
    return ratios.median * (1 + threshold / 2) < 1 && ratios.upper * (1 + threshold / 10) < 1;
}

/// Whether a program is so much like its own copy that half of the threshold would stand out.
[[nodiscard]] inline bool is_fit(const ratio_summary& control, double threshold) noexcept {
    return control.lower * (1 + threshold / 2) > 1 && control.upper < 1 + threshold / 2;
}

/// What the comparison and its control say by one ratio. Without a control, every machine is taken for fit.
struct block_look {
    block_ratio by = block_ratio::mean;
    ratio_summary change;
    ratio_summary control;
    bool is_fit = true;
    ratio_answer answer = ratio_answer::undecided;

    block_look(const std::vector<comparison_block>& blocks, const std::vector<comparison_block>& control_blocks,
               double threshold, double largest_error, block_ratio which)
        : by(which),
          change(summarize_ratios(blocks, largest_error, which)),
          control(summarize_ratios(control_blocks, largest_error, which)),
          is_fit(control_blocks.empty() || detail::is_fit(control, threshold)),
          answer(is_fit ? answer_of(change, threshold) : ratio_answer::undecided) {}
};

/// Either ratio may accuse. The fastest runs acquit only where the machine disturbs the others, and not where it is the
/// head that has slow runs.
[[nodiscard]] inline const block_look& deciding(const block_look& mean, const block_look& fastest) noexcept {
    const bool accuses = mean.answer != ratio_answer::slower && fastest.answer == ratio_answer::slower;
    return accuses || (!mean.is_fit && fastest.is_fit) ? fastest : mean;
}

[[nodiscard]] inline bool make_sense(const block_comparison_options& options) noexcept {
    return is_positive(options.threshold) && options.largest_error > 0.0 && options.largest_error <= 0.5 &&
           options.blocks <= options.extended_blocks &&
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
/// each arm and of confirmation at most.
///
/// The rule, for a threshold T, with bounds that are exact order statistics of the blocks' ratios. The head is slower
/// where the median ratio is above 1 + T / 2 and its lower bound above 1 + T / 10; it is not where the median is below
/// that and the upper bound below 1 + T; else more blocks are to tell, and what they do not tell is no answer. A
/// slow-down has to be seen again in fresh blocks, by the same rule. All this holds only where the bounds of the
/// control are within 1 + T / 2 and its inverse. A block has two ratios (`block_ratio`): a slow-down of either counts,
/// and the fastest runs alone decide where the control is fit by them and not by the mean. The idea of repeating at the
/// level where the variance arises, and so of fresh processes: T. Kalibera and R. Jones, "Rigorous benchmarking in
/// reasonable time", ISMM 2013. docs/statistics.md has what it finds and how often it is wrong.
///
/// Assumes that the blocks of an arm are independent of each other. A pure function; O(n log(n)).
[[nodiscard]] inline block_comparison compare_blocks(const block_comparison_runs& runs,
                                                     const block_comparison_options& options = {}) {
    using detail::judged;
    using detail::missing;
    using detail::ratio_answer;
    block_comparison result;
    if (!detail::make_sense(options)) {
        return judged(result, comparison_verdict::invalid,
                      "options: the threshold and the error are positive, the error at most 1/2, and there are enough "
                      "blocks for a bound (6 for an error of 2.5 %)");
    }
    if (!detail::are_valid(runs.blocks) || !detail::are_valid(runs.control) || !detail::are_valid(runs.confirmation)) {
        return judged(result, comparison_verdict::invalid, "a run's value is not positive and finite");
    }
    const auto look_by = [&](block_ratio by) {
        return detail::block_look(runs.blocks, runs.control, options.threshold, options.largest_error, by);
    };
    const detail::block_look mean = look_by(block_ratio::mean);
    const detail::block_look fastest = look_by(block_ratio::fastest);
    const detail::block_look& look = detail::deciding(mean, fastest);
    result.by = look.by;
    result.change = look.change;
    result.control = look.control;
    result.confirmation = detail::summarize_ratios(runs.confirmation, options.largest_error, look.by);
    const bool has_control = !runs.control.empty();
    const auto want_up_to = [&](size_t blocks) {
        result.blocks_wanted = missing(runs.blocks.size(), blocks);
        result.control_wanted = has_control || runs.blocks.empty() ? missing(runs.control.size(), blocks) : 0;
        return result.blocks_wanted + result.control_wanted != 0;
    };

    if (want_up_to(options.blocks)) {
        return judged(result, comparison_verdict::needs_blocks, "the first look needs more blocks");
    }
    result.is_noisy = !mean.is_fit && !fastest.is_fit;
    result.control_differs = detail::answer_of(mean.control, options.threshold) == ratio_answer::slower ||
                             detail::is_faster(mean.control, options.threshold);
    result.is_faster = look.is_fit && detail::is_faster(look.change, options.threshold);
    if (look.answer == ratio_answer::undecided) {
        if (want_up_to(options.extended_blocks)) {
            return judged(result, comparison_verdict::needs_blocks,
                          result.is_noisy ? "noise: the second look needs more blocks"
                                          : "slower or not: the second look needs more blocks");
        }
        return judged(result, comparison_verdict::inconclusive,
                      result.control_differs ? "the base differs from its own copy"
                      : result.is_noisy      ? "the base differs too much from one run to the next"
                                             : "slower or not: the bounds allow both");
    }
    if (look.answer == ratio_answer::not_slower) {
        return judged(result, comparison_verdict::no_change,
                      result.is_faster ? "the head is faster" : "no slow-down that counts");
    }
    const auto want_confirmation = [&](size_t blocks) {
        result.confirmation_wanted = missing(runs.confirmation.size(), blocks);
        return result.confirmation_wanted != 0;
    };
    if (want_confirmation(options.blocks)) {
        return judged(result, comparison_verdict::needs_confirmation, "slower: fresh blocks are to confirm it");
    }
    switch (detail::answer_of(result.confirmation, options.threshold)) {
        case ratio_answer::slower:
            return judged(result, comparison_verdict::regression, "slower, and confirmed by fresh blocks");
        case ratio_answer::not_slower:
            return judged(result, comparison_verdict::no_change, "slower at first, and not confirmed by fresh blocks");
        case ratio_answer::undecided:
            break;
    }
    return want_confirmation(options.extended_blocks)
               ? judged(result, comparison_verdict::needs_confirmation, "slower: more fresh blocks are to confirm it")
               : judged(result, comparison_verdict::inconclusive,
                        "slower at first, and the bounds of the confirmation allow both");
}

DWELL_NAMESPACE_END

#endif
