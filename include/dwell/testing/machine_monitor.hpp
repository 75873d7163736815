// SPDX-License-Identifier: BSL-1.0
// Watches the machine while something is measured on it, and says whether the times mean anything.
#ifndef DWELL_TESTING_MACHINE_MONITOR_HPP
#define DWELL_TESTING_MACHINE_MONITOR_HPP

#include <dwell/core/clock.hpp>
#include <dwell/core/config.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/stats/histogram.hpp>
#include <dwell/stats/sorted_values.hpp>
#include <dwell/testing/machine_condition.hpp>
#include <dwell/testing/reference_loop.hpp>
#include <dwell/testing/thread_usage.hpp>

#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Fewer rounds than this say nothing.
inline constexpr size_t fewest_machine_rounds = 8;

// Above the first, a machine is not quiet; above the second, it is unfit. A difference of 5 % between what runs at
// nearly the same time leaves nothing to say of 5 % (docs/budgets.md has what was measured). Waiting alone does little
// harm to the median of short batches: in 180 processes on two processors that up to eight threads wanted, that of a
// compute loop was off by 1.5 % with less than 60 % of waiting, and by 1.6 % with more than 80 %. But little is
// measured then.
inline constexpr double noisy_jitter = 0.02;
inline constexpr double unfit_jitter = 0.05;
inline constexpr double noisy_waiting = 0.05;
inline constexpr double unfit_waiting = 0.90;

/// Median of |ln(r[i + 1] / r[i])| of neighbours among positive values; 0 of fewer than two. O(n log(n)).
[[nodiscard]] inline double neighbour_jitter(const std::vector<double>& values) {
    std::vector<double> differences;
    for (size_t i = 1; i < values.size(); ++i) {
        differences.push_back(absolute(natural_log(values[i] / values[i - 1])));
    }
    return differences.empty() ? 0.0 : sorted_values(differences)[differences.size() / 2];
}

[[nodiscard]] inline machine_verdict judge_machine(size_t rounds, double jitter, double waiting) noexcept {
    if (rounds < fewest_machine_rounds) {
        return machine_verdict::unknown;
    }
    if (jitter > unfit_jitter || waiting > unfit_waiting) {
        return machine_verdict::unfit;
    }
    return jitter > noisy_jitter || waiting > noisy_waiting ? machine_verdict::noisy : machine_verdict::quiet;
}

/// The condition of a machine from the durations of the reference loop, a round each, and from what the thread that ran
/// the rounds used of `wall_ns`. O(n log(n)).
[[nodiscard]] inline machine_condition condition_of(const std::vector<double>& reference_ns, double wall_ns,
                                                    const thread_usage& used) {
    machine_condition result;
    result.jitter = neighbour_jitter(reference_ns);
    result.waiting = wall_ns > 0.0 ? static_cast<double>(used.waiting_ns) / wall_ns : 0.0;
    result.preemptions = used.preemptions;
    result.verdict = judge_machine(reference_ns.size(), result.jitter, result.waiting);
    return result;
}

}  // namespace detail

/// Looks at the machine once a round of what is measured. Of one thread: that which measures.
class machine_monitor {
public:
    machine_monitor() : start_ns_(monotonic_clock::now()), usage_at_start_(thread_usage::now()) {}

    /// Runs the reference loop twice, 70 us together: the first run finds the caches as the measured code left them,
    /// and was seen to take up to twice as long, so only the second counts. Returns its duration in ns.
    double round() {
        (void)reference_.run();
        reference_ns_.push_back(static_cast<double>(reference_.run()));
        return reference_ns_.back();
    }

    /// Times a few short pieces of work, 3 us together, in ticks of the clock that calls are timed with: for in between
    /// what is measured, as often as it may be.
    static void sample(histogram& pieces) {
        for (int i = 0; i < 3; ++i) {
            pieces.record(reference_loop::run_piece());
        }
    }

    [[nodiscard]] size_t rounds() const noexcept { return reference_ns_.size(); }

    /// Since the monitor was made. O(n log(n)) of the rounds.
    [[nodiscard]] machine_condition condition() const {
        // The wall time is the longer one: who waits between the two readings does not wait more than there was time.
        const thread_usage used = thread_usage::now().since(usage_at_start_);
        return detail::condition_of(reference_ns_, static_cast<double>(monotonic_clock::now() - start_ns_), used);
    }

private:
    reference_loop reference_;
    std::vector<double> reference_ns_;
    uint64_t start_ns_;
    thread_usage usage_at_start_;
};

DWELL_NAMESPACE_END

#endif
