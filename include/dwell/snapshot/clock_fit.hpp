// SPDX-License-Identifier: BSL-1.0
// How fine the clock is.
#ifndef DWELL_SNAPSHOT_CLOCK_FIT_HPP
#define DWELL_SNAPSHOT_CLOCK_FIT_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/record/registry.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// How often each distance between two readings of a clock was seen, in ticks.
struct clock_distances {
    static constexpr size_t limit = 1024;
    unsigned seen[limit] = {};

    void record(uint64_t distance) noexcept {
        if (distance < limit) {
            ++seen[distance];
        }
    }

    /// The smallest distance of at least `from` that was seen; `limit` where there is none.
    [[nodiscard]] size_t first_from(size_t from) const noexcept {
        while (from < limit && seen[from] == 0) {
            ++from;
        }
        return from;
    }

    /// The step of the clock: see `clock_step`.
    [[nodiscard]] double step() const noexcept {
        const size_t first = first_from(2);
        if (first == limit) {
            return seen[1] != 0 ? 1.0 : 0.0;
        }
        double in_cluster = 0;
        double sum = 0;
        for (size_t d = first; d <= first + 2 && d < limit; ++d) {
            in_cluster += seen[d];
            sum += static_cast<double>(d) * seen[d];
        }
        const double mean = sum / in_cluster;
        unsigned near_multiples = 0;
        unsigned checked = 0;
        size_t finest = limit;
        for (size_t d = first; d < limit; d = first_from(d + 1)) {
            const size_t next = first_from(d + 1);
            finest = next < limit && next - d < finest ? next - d : finest;
            const double steps = static_cast<double>(d) / mean;
            const double off = (steps - static_cast<double>(static_cast<size_t>(steps + 0.5))) * mean;
            if (steps < 6) {
                checked += seen[d];
                near_multiples += off < 2.5 && off > -2.5 ? seen[d] : 0;
            }
        }
        const bool is_coarse = mean > 8 && near_multiples * 20 >= checked * 19;
        return is_coarse ? mean : static_cast<double>(finest == limit ? first : finest);
    }
};

/// The step that the clock makes, in ticks: durations are multiples of it. Some counters run in larger steps than one
/// tick (26 ticks, 10 ns, in some virtual machines), and add single ticks only so that no two readings are equal. So
/// readings are taken at many distances; if nearly all distances are near multiples of one step, that is the step.
/// Otherwise it is the smallest difference between two distances. 0 for a clock that stands still. About 30 us.
inline double clock_step(const registry& source) noexcept {
    clock_distances distances;
    for (unsigned i = 0; i < 600; ++i) {
        const uint64_t before = source.now();
        atomic_cell<unsigned> spent{};  // the compiler keeps loads and stores of it
        while (spent.load() < i % 60) {
            spent.add(1);
        }
        distances.record(source.now() - before);
    }
    return distances.step();
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
