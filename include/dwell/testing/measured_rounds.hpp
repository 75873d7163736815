// SPDX-License-Identifier: BSL-1.0
// What the rounds of a measurement gave, and which of them count.
#ifndef DWELL_TESTING_MEASURED_ROUNDS_HPP
#define DWELL_TESTING_MEASURED_ROUNDS_HPP

#include <dwell/core/config.hpp>
#include <dwell/stats/histogram.hpp>
#include <dwell/stats/sorted_values.hpp>

#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Some 5 ms of measuring. Times in nanoseconds a call.
struct measured_round {
    double reference_ns = 0.0;   ///< what the reference loop took, the longest of its runs in and around the round
    double median = 0.0;         ///< of the batches
    double mean = 0.0;           ///< of the calls in batches
    double running_mean = 0.0;   ///< the same less the time for which the thread was ready and had no processor
    double cpu_time = 0.0;       ///< of the calls in batches
    uint64_t batched_calls = 0;  ///< how many these are
    histogram calls{};           ///< durations of single calls, in ticks
    histogram running_calls{};   ///< the same less that waiting
    histogram pieces{};          ///< of work that is always the same, in between the calls, in ticks
};

/// One value a round, as the statistics of rounds take them.
struct measured_rounds {
    std::vector<double> medians;
    std::vector<double> means;
    std::vector<double> running_means;
    std::vector<double> cpu_times;
    std::vector<histogram> calls;
    std::vector<histogram> running_calls;
    histogram pieces;
    uint64_t batched_calls = 0;

    [[nodiscard]] size_t size() const noexcept { return medians.size(); }

    void add(const measured_round& round) {
        medians.push_back(round.median);
        means.push_back(round.mean);
        running_means.push_back(round.running_mean);
        cpu_times.push_back(round.cpu_time);
        calls.push_back(round.calls);
        running_calls.push_back(round.running_calls);
        pieces.merge(round.pieces);
        batched_calls += round.batched_calls;
    }
};

/// The rounds in which the machine was as fast as it mostly is: the reference loop took at most 3 % longer than its
/// lower quartile. What the processor's frequency, the other users of its caches and the host of a virtual machine do
/// to the code for some milliseconds, they do to that loop, in whose times the code has no say. At most three quarters
/// of the rounds are left out. O(n log(n)).
[[nodiscard]] inline measured_rounds fair_rounds(const std::vector<measured_round>& rounds) {
    constexpr double tolerance = 1.03;
    measured_rounds result;
    std::vector<double> references;
    for (const measured_round& round : rounds) {
        references.push_back(round.reference_ns);
    }
    const std::vector<double> ascending = sorted_values(references);
    for (const measured_round& round : rounds) {
        if (round.reference_ns <= ascending[(ascending.size() - 1) / 4] * tolerance) {
            result.add(round);
        }
    }
    return result;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
