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

/// For as long as it lives, the calling thread's allocations and frees belong to what one of the actions says.
template <atomic_cell<void* (*)() noexcept> own_work_actions::*Action>
class work_of {
public:
    work_of() noexcept {
        if (void* (*const action)() noexcept = (at_own_work.*Action).load_acquire(); action != nullptr) [[unlikely]] {
            before_ = action();
        }
    }
    ~work_of() {
        if (before_ != nullptr) [[unlikely]] {
            at_own_work.end.load()(before_);
        }
    }
    work_of(const work_of&) = delete;
    work_of& operator=(const work_of&) = delete;

private:
    void* before_ = nullptr;
};

/// They are dwell's own. May be nested.
using own_work = work_of<&own_work_actions::begin>;
/// They are the user's again: for code of the user that dwell calls in the middle of its own work, such as a sink.
using users_work = work_of<&own_work_actions::pause>;

}  // namespace detail
DWELL_NAMESPACE_END

#endif
