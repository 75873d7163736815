// SPDX-License-Identifier: BSL-1.0
// How long a tick of the clock is.
#ifndef DWELL_RECORD_TICK_LENGTH_HPP
#define DWELL_RECORD_TICK_LENGTH_HPP

#include <dwell/core/clock.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/text_view.hpp>
#include <dwell/record/registry.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Fits ticks to nanoseconds over the longest base line there is: from the start of recording to now. In the first
/// 2 ms of a process it waits for 2 ms to pass, so that the error stays below 100 ppm. Some clocks count nanoseconds.
inline double nanoseconds_per_tick(const registry& source) noexcept {
    constexpr uint64_t shortest_base_ns = 2'000'000;
    const text_view clock(source.clock_name());
    if (clock == text_view(monotonic_clock::name()) || clock == text_view("manual")) {
        return 1.0;
    }
    const clock_anchor start = source.start();
    clock_anchor now = source.read_anchor();
    if (now.ticks == start.ticks) {
        return 1.0;  // a clock that stands still: one of a test, in nanoseconds
    }
    while (now.monotonic_ns - start.monotonic_ns < shortest_base_ns) {
        now = source.read_anchor();
    }
    return static_cast<double>(now.monotonic_ns - start.monotonic_ns) / static_cast<double>(now.ticks - start.ticks);
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
