// SPDX-License-Identifier: BSL-1.0
// How long a tick is, and how fine the clock is.
#ifndef DWELL_SNAPSHOT_CLOCK_FIT_HPP
#define DWELL_SNAPSHOT_CLOCK_FIT_HPP

#include <dwell/core/config.hpp>
#include <dwell/record/registry.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Fits ticks to nanoseconds over the longest base line there is: from the start of recording to now. In the first
/// 2 ms of a process it waits for 2 ms to pass, so that the error stays below 100 ppm.
inline double nanoseconds_per_tick(const registry& source) noexcept {
    constexpr uint64_t shortest_base_ns = 2'000'000;
    const clock_anchor& start = source.start();
    clock_anchor now = source.read_anchor();
    if (now.ticks == start.ticks) {
        return 1.0;  // a clock that stands still: one of a test, in nanoseconds
    }
    while (now.monotonic_ns - start.monotonic_ns < shortest_base_ns) {
        now = source.read_anchor();
    }
    return static_cast<double>(now.monotonic_ns - start.monotonic_ns) / static_cast<double>(now.ticks - start.ticks);
}

/// The smallest step between two different readings, of a few hundred.
inline uint64_t smallest_step(const registry& source) noexcept {
    uint64_t smallest = UINT64_MAX;
    uint64_t before = source.now();
    for (int i = 0; i < 400; ++i) {
        const uint64_t now = source.now();
        if (now > before && now - before < smallest) {
            smallest = now - before;
        }
        before = now;
    }
    return smallest == UINT64_MAX ? 0 : smallest;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
