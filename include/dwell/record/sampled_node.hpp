// SPDX-License-Identifier: BSL-1.0
// A call path of TIMED_SCOPE_SAMPLED: every call counts, one in N is timed and stands for the others.
#ifndef DWELL_RECORD_SAMPLED_NODE_HPP
#define DWELL_RECORD_SAMPLED_NODE_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/record/call_node.hpp>
#include <dwell/stats/splitmix64.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// What `set_sampling_seed` set; 0 for a seed of each node's own.
DWELL_EXPORT inline constinit atomic_cell<uint64_t> sampling_seed{};

/// Calls are cut into runs, and of each run one call, drawn at random, is timed; its duration counts as many times as
/// the run has calls. So each call is timed with probability 1 / run, whatever its neighbours do: a loop with a period
/// of its own cannot hide in the gaps, and the sum of what counts is an unbiased estimate of the total (the
/// Horvitz-Thompson estimator). A run has N calls, but the first ones are shorter, 1 + calls / 4, so that few calls are
/// not described by chance alone.
struct sampled_node : call_node {
    atomic_cell<uint64_t> entries{};  ///< calls that began
    uint64_t next_timed = 1;          ///< the number of the next call to be timed
    uint64_t run_end = 1;             ///< the number of the last call of its run
    uint64_t run = 1;                 ///< the calls of its run
    uint64_t random;                  ///< the state of `splitmix64`: one word, where `random_generator` has four
    uint32_t spacing;                 ///< the calls of a full run
    atomic_cell<uint64_t> timed_calls{};
    atomic_cell<uint64_t> squared_runs{};  ///< the sum of run * run over the timed calls
    uint64_t reported_calls = 0;           ///< readers only, under their lock

    sampled_node(uint32_t calls_a_run, uint64_t seed) noexcept
        : call_node(node_kind::sampled, not_open), random(seed), spacing(calls_a_run) {}

    /// Begins a call: true where it is to be timed.
    DWELL_ALWAYS_INLINE bool count_entry() noexcept {
        const uint64_t number = entries.load() + 1;
        entries.store_release(number);
        return number == next_timed;
    }

    /// Ends the call that is open here, timed or not. The caller is this node's writer. On another thread than the
    /// owner's, `open_meanwhile` is `ending`, and `open` is cleared last: the owner may enter again then.
    DWELL_COLD void finish(uint64_t now, uint64_t open_meanwhile = not_open) noexcept {
        const uint64_t started = open.load();
        open.store_release(open_meanwhile);
        if (started != ending) {
            timed_calls.add(1);
            const uint64_t squares = squared_runs.load();
            squared_runs.store_release(run * run > uint64_max - squares ? uint64_max : squares + run * run);
            const uint64_t duration = add_duration(started, now, run);
            if (durations.reserve(duration)) {
                durations.add(duration, run);
            } else {
                lost_records.add(1);
            }
            plan_next_run();
        }
        open.store_release(not_open);
    }

private:
    void plan_next_run() noexcept {
        const uint64_t wanted = 1 + run_end / 4;
        run = wanted < spacing ? wanted : spacing;
        // Below 2^32, so the upper half of the product is as good as uniform: off by 2^-32 of a step.
        next_timed = run_end + 1 + ((splitmix64(random) >> 32U) * run >> 32U);
        run_end += run;
    }
};

}  // namespace detail

/// Makes the choice of the calls that TIMED_SCOPE_SAMPLED times repeatable, for the call paths that are new from now
/// on: the same seed, the same calls in the same order on one thread. 0, the default, is a seed of chance. Any thread.
inline void set_sampling_seed(uint64_t seed) noexcept { detail::sampling_seed.store(seed); }

DWELL_NAMESPACE_END

#endif
