// SPDX-License-Identifier: BSL-1.0
// What recording asks of a clock, and the two clocks that every platform has.
#ifndef DWELL_CORE_CLOCK_HPP
#define DWELL_CORE_CLOCK_HPP

#include <dwell/core/config.hpp>

#include <time.h>

DWELL_NAMESPACE_BEGIN
namespace detail {

template <typename, typename>
inline constexpr bool is_same_type = false;
template <typename T>
inline constexpr bool is_same_type<T, T> = true;

inline uint64_t read_posix_clock(clockid_t id) noexcept {
    timespec now{};
    if (clock_gettime(id, &now) != 0) {
        return 0;
    }
    return static_cast<uint64_t>(now.tv_sec) * 1'000'000'000U + static_cast<uint64_t>(now.tv_nsec);
}

/// Nanoseconds since 1970-01-01 UTC.
inline uint64_t unix_time_ns() noexcept { return read_posix_clock(CLOCK_REALTIME); }

/// CPU time of the calling thread, in nanoseconds. A system call: 360 to 470 ns.
inline uint64_t thread_cpu_time_ns() noexcept { return read_posix_clock(CLOCK_THREAD_CPUTIME_ID); }

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
    static uint64_t now() noexcept { return detail::read_posix_clock(CLOCK_MONOTONIC); }
    static const char* name() noexcept { return "monotonic"; }
};

DWELL_NAMESPACE_END

#endif
