// SPDX-License-Identifier: BSL-1.0
// What the rounds of a measurement gave, and which of them count.
#ifndef DWELL_TESTING_MEASURED_ROUNDS_HPP
#define DWELL_TESTING_MEASURED_ROUNDS_HPP

#include <dwell/core/config.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/histogram.hpp>
#include <dwell/stats/sorted_values.hpp>

#include <cstddef>
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

/// Two rounds as one.
[[nodiscard]] inline measured_round merged_round(const measured_round& first, const measured_round& second) {
    measured_round result = first;
    result.batched_calls += second.batched_calls;
    const double share =
        static_cast<double>(second.batched_calls) / static_cast<double>(larger(result.batched_calls, uint64_t{1}));
    const auto mean = [share](double a, double b) { return a + (b - a) * share; };
    result.reference_ns = larger(first.reference_ns, second.reference_ns);
    result.median = (first.median + second.median) / 2;
    result.mean = mean(first.mean, second.mean);
    result.running_mean = mean(first.running_mean, second.running_mean);
    result.cpu_time = mean(first.cpu_time, second.cpu_time);
    result.calls.merge(second.calls);
    result.running_calls.merge(second.running_calls);
    result.pieces.merge(second.pieces);
    return result;
}

/// Half as many rounds that are twice as long; the last one of an odd number is left as it is.
[[nodiscard]] inline std::vector<measured_round> in_pairs(const std::vector<measured_round>& rounds) {
    std::vector<measured_round> result;
    size_t i = 0;
    for (; i + 1 < rounds.size(); i += 2) {
        result.push_back(merged_round(rounds[i], rounds[i + 1]));
    }
    result.insert(result.end(), rounds.begin() + static_cast<std::ptrdiff_t>(i), rounds.end());
    return result;
}

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

/// The lower quartile of values; at least one.
[[nodiscard]] inline double lower_quartile(const std::vector<double>& values) {
    return sorted_values(values)[(values.size() - 1) / 4];
}

/// Of each round, the share of pieces that took 8 % longer than the median of all pieces does, but for one piece: few
/// pieces in a round of long calls are to be no reason to leave it out. O(rounds * buckets).
[[nodiscard]] inline std::vector<double> slow_shares(const std::vector<measured_round>& rounds) {
    histogram all;
    for (const measured_round& round : rounds) {
        all.merge(round.pieces);
    }
    const auto slow = static_cast<uint64_t>(all.quantile(0.5) * 1.08);
    std::vector<double> result;
    for (const measured_round& round : rounds) {
        const uint64_t count = round.pieces.count() - round.pieces.count_at_or_below(slow);
        result.push_back(count <= 1 ? 0.0 : static_cast<double>(count) / static_cast<double>(round.pieces.count()));
    }
    return result;
}

/// The rounds in which the machine was as fast as it mostly is: the reference loop took at most 3 % longer than its
/// lower quartile, and at most one in 20 pieces of such work within the round was slow. What the processor's frequency,
/// the other users of its caches and the host of a virtual machine do to the code for some milliseconds, they do to
/// those, in whose times the code has no say. Where fewer than a quarter of the rounds are so good, the best quarter.
/// O(rounds * (log(rounds) + buckets)).
[[nodiscard]] inline measured_rounds fair_rounds(const std::vector<measured_round>& rounds) {
    constexpr double tolerance = 0.03;
    constexpr double tolerated_share = 0.05;
    measured_rounds result;
    if (rounds.empty()) {
        return result;
    }
    std::vector<double> references;
    for (const measured_round& round : rounds) {
        references.push_back(round.reference_ns);
    }
    const double usual = lower_quartile(references);
    std::vector<double> slowness = slow_shares(rounds);  // up to 1: fair
    for (size_t i = 0; i < rounds.size(); ++i) {
        slowness[i] = larger(slowness[i] / tolerated_share, (references[i] / usual - 1) / tolerance);
    }
    const double most = larger(lower_quartile(slowness), 1.0);
    for (size_t i = 0; i < rounds.size(); ++i) {
        if (slowness[i] <= most) {
            result.add(rounds[i]);
        }
    }
    return result;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
