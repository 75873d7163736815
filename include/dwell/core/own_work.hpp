// SPDX-License-Identifier: BSL-1.0
// Tells whoever counts allocations that what follows is dwell's own.
#ifndef DWELL_CORE_OWN_WORK_HPP
#define DWELL_CORE_OWN_WORK_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Set once allocations are counted. `begin` returns what `end` needs to go back to where the thread was.
struct own_work_actions {
    atomic_cell<void* (*)() noexcept> begin{};
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

}  // namespace detail
DWELL_NAMESPACE_END

#endif
