// SPDX-License-Identifier: BSL-1.0
// The timing events of a device: made when they are needed, used again and again, never more than a bound.
#ifndef DWELL_DEVICE_EVENT_POOL_HPP
#define DWELL_DEVICE_EVENT_POOL_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/device/event_api.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Any thread. The lock is held for a few instructions, never around a call of the runtime.
template <event_api Api>
class event_pool {
public:
    using event = typename Api::event;
    /// Two for each scope that the device has not ended.
    static constexpr uint32_t capacity = 4096;
    /// From here on it is worth a query whether some came back, before another is made.
    static constexpr uint32_t plenty = 256;

    /// Whether a scope that takes its events now should look first which ones have completed.
    [[nodiscard]] bool is_short() noexcept {
        const spin_guard guard(lock_);
        return idle_count_ < 2 && made_ + 2 > plenty;
    }

    /// Two events, or none: false where the bound is reached, or the runtime makes none. Its device is the current one.
    bool take_two(event& first, event& second) noexcept {
        if (!take(first)) {
            return false;
        }
        if (!take(second)) {
            give_back(first);
            return false;
        }
        return true;
    }

    void give_back(event unused) noexcept {
        const spin_guard guard(lock_);
        idle_[idle_count_++] = unused;
    }

    /// Takes an event out for good that failed, and all that are idle with it: they will fail as it did, since the
    /// device was reset or is broken.
    void discard(event failed) noexcept {
        Api::destroy_event(failed);
        forget_one();
        for (event idle{}; take_idle(idle);) {
            Api::destroy_event(idle);
            forget_one();
        }
    }

private:
    bool take(event& taken) noexcept {
        if (take_idle(taken)) {
            return true;
        }
        if (!reserve_one()) {
            return false;
        }
        if (!Api::create_event(taken)) {
            forget_one();
            return false;
        }
        return true;
    }

    bool take_idle(event& taken) noexcept {
        const spin_guard guard(lock_);
        if (idle_count_ == 0) {
            return false;
        }
        taken = idle_[--idle_count_];
        return true;
    }

    bool reserve_one() noexcept {
        const spin_guard guard(lock_);
        if (made_ == capacity) {
            return false;
        }
        ++made_;
        return true;
    }

    void forget_one() noexcept {
        const spin_guard guard(lock_);
        --made_;
    }

    spin_lock lock_;
    uint32_t made_ = 0;
    uint32_t idle_count_ = 0;
    event idle_[capacity] = {};
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
