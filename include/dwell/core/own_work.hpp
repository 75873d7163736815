// SPDX-License-Identifier: BSL-1.0
// Tells whoever counts allocations that what follows is dwell's own.
#ifndef DWELL_CORE_OWN_WORK_HPP
#define DWELL_CORE_OWN_WORK_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Set once allocations are counted. `begin` and `pause` return what `end` needs to go back to where the thread was;
/// null where there is nothing to go back to.
struct own_work_actions {
    atomic_cell<void* (*)() noexcept> begin{};
    atomic_cell<void* (*)() noexcept> pause{};
    atomic_cell<void (*)(void*) noexcept> end{};
};

DWELL_EXPORT inline constinit own_work_actions at_own_work{};

/// For as long as it lives, the calling thread's allocations and frees are dwell's own. May be nested.
class own_work {
public:
    own_work() noexcept {
        if (void* (*const begin)() noexcept = at_own_work.begin.load_acquire(); begin != nullptr) [[unlikely]] {
            before_ = begin();
        }
    }
    ~own_work() {
        if (before_ != nullptr) [[unlikely]] {
            at_own_work.end.load()(before_);
        }
    }
    own_work(const own_work&) = delete;
    own_work& operator=(const own_work&) = delete;

private:
    void* before_ = nullptr;
};

/// The same for the user's code that dwell calls in the middle of its own work, such as a sink.
class users_work {
public:
    users_work() noexcept {
        if (void* (*const pause)() noexcept = at_own_work.pause.load_acquire(); pause != nullptr) [[unlikely]] {
            before_ = pause();
        }
    }
    ~users_work() {
        if (before_ != nullptr) [[unlikely]] {
            at_own_work.end.load()(before_);
        }
    }
    users_work(const users_work&) = delete;
    users_work& operator=(const users_work&) = delete;

private:
    void* before_ = nullptr;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
