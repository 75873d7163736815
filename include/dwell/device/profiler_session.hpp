// SPDX-License-Identifier: BSL-1.0
// A profiler of somebody else that collects while at least one scope wants it.
#ifndef DWELL_DEVICE_PROFILER_SESSION_HPP
#define DWELL_DEVICE_PROFILER_SESSION_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// What starts and stops a profiler. Nothing throws.
template <typename Api>
concept profiler_api = requires {
    { Api::start() }
    noexcept;
    { Api::stop() }
    noexcept;
};

/// Started by the first scope that is open, stopped by the end of the last, on whichever threads they are.
template <profiler_api Api>
class profiler_session {
public:
    static void enter() noexcept {
        const spin_guard guard(lock_);
        if (open_++ == 0) {
            Api::start();
        }
    }
    static void leave() noexcept {
        const spin_guard guard(lock_);
        if (--open_ == 0) {
            Api::stop();
        }
    }

private:
    static inline constinit spin_lock lock_{};
    static inline constinit uint64_t open_ = 0;
};

template <typename Session>
class [[nodiscard]] basic_profiler_scope {
public:
    basic_profiler_scope() noexcept { Session::enter(); }
    ~basic_profiler_scope() { Session::leave(); }
    basic_profiler_scope(const basic_profiler_scope&) = delete;
    basic_profiler_scope& operator=(const basic_profiler_scope&) = delete;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
