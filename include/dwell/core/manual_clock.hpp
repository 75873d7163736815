// SPDX-License-Identifier: BSL-1.0
// A clock that a test sets: durations become exact, and a benchmark can measure recording without the clock.
#ifndef DWELL_CORE_MANUAL_CLOCK_HPP
#define DWELL_CORE_MANUAL_CLOCK_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>

DWELL_NAMESPACE_BEGIN

/// A clock that stands still until it is told otherwise; one tick is one nanosecond. Each `Tag` is a clock of its own,
/// with a registry of its own, so tests do not see each other's scopes. Safe from any thread.
template <typename Tag = void>
struct DWELL_EXPORT manual_clock {
    static uint64_t now() noexcept { return ticks.load(); }
    static const char* name() noexcept { return "manual"; }

    static void advance(uint64_t by) noexcept { ticks.fetch_add(by); }
    /// Sets the time; `to` must not be 0. Backwards is allowed: that is what a test of it needs.
    static void set(uint64_t to) noexcept { ticks.store(to); }

    // Starts above 0, which marks a scope that is not open.
    static inline constinit detail::atomic_cell<uint64_t> ticks{1'000'000};
};

DWELL_NAMESPACE_END

#endif
