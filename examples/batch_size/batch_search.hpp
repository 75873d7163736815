// SPDX-License-Identifier: BSL-1.0
// How many items to work on at a time: measures a few sizes of batches, and then those around the best.
#ifndef BATCH_SIZE_BATCH_SEARCH_HPP
#define BATCH_SIZE_BATCH_SEARCH_HPP

#include <dwell/stats/histogram.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace batch_size {

struct batch_measurement {
    size_t batch = 1;
    dwell::histogram durations_ns{};  ///< of whole batches
    uint64_t peak_bytes = 0;          ///< that a batch holds beyond what one item takes; 0 where nobody counted

    /// At the median, which a machine that is busy now and then moves least.
    [[nodiscard]] double items_per_second() const {
        return 1e9 * static_cast<double>(batch) / durations_ns.percentile(50);
    }
};

struct measurement_limits {
    uint64_t calls = 500;
    std::chrono::nanoseconds time = std::chrono::seconds(2);  ///< of all calls together
};

/// Calls `run_batch(batch)`, which says how long it took, after one call that does not count, until either limit is
/// reached; once at least.
template <typename RunBatch>
[[nodiscard]] batch_measurement measure_batch(size_t batch, const measurement_limits& limits, RunBatch&& run_batch) {
    batch_measurement result{batch};
    static_cast<void>(run_batch(batch));
    std::chrono::nanoseconds spent(0);
    do {
        const std::chrono::nanoseconds took = run_batch(batch);
        result.durations_ns.record((std::max)(took.count(), std::chrono::nanoseconds::rep{1}));
        spent += took;
    } while (result.durations_ns.count() < limits.calls && spent < limits.time);
    return result;
}

/// The one with the most items per second of those whose p99 is at most `longest`; of none, the one with the smallest
/// p99. `measured` is not empty.
[[nodiscard]] inline size_t index_of_best(const std::vector<batch_measurement>& measured,
                                          std::chrono::nanoseconds longest) {
    const auto is_better = [longest](const batch_measurement& a, const batch_measurement& b) {
        const double a_ns = a.durations_ns.percentile(99);
        const double b_ns = b.durations_ns.percentile(99);
        const auto limit = static_cast<double>(longest.count());
        if (a_ns <= limit && b_ns <= limit) {
            return a.items_per_second() > b.items_per_second();
        }
        return a_ns < b_ns;
    };
    return static_cast<size_t>(std::min_element(measured.begin(), measured.end(), is_better) - measured.begin());
}

/// `measure(batch)` for 1, 2, 4 and so on up to `largest`, then for the middle of the wider gap beside the best, until
/// its neighbours are measured: some 2 log2(largest) sizes, in ascending order. Where items per second go up to some
/// size and down from there, that size is the best of them; otherwise it is better than its neighbours.
template <typename Measure>
[[nodiscard]] std::vector<batch_measurement> search_batches(size_t largest, std::chrono::nanoseconds longest,
                                                            Measure&& measure) {
    std::vector<batch_measurement> measured;
    for (size_t batch = 1; batch < largest; batch *= 2) {
        measured.push_back(measure(batch));
    }
    measured.push_back(measure(largest));
    for (;;) {
        const size_t best = index_of_best(measured, longest);
        const size_t here = measured[best].batch;
        const size_t below = best == 0 ? here : measured[best - 1].batch;
        const size_t above = best + 1 == measured.size() ? here : measured[best + 1].batch;
        const size_t gap = (std::max)(here - below, above - here);
        if (gap < 2) {
            return measured;
        }
        const bool is_below = here - below == gap;
        measured.insert(measured.begin() + static_cast<std::ptrdiff_t>(is_below ? best : best + 1),
                        measure(is_below ? below + gap / 2 : here + gap / 2));
    }
}

}  // namespace batch_size

#endif
