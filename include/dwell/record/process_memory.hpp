// SPDX-License-Identifier: BSL-1.0
// What is known of a process's memory beside what its call paths count.
#ifndef DWELL_RECORD_PROCESS_MEMORY_HPP
#define DWELL_RECORD_PROCESS_MEMORY_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>
#include <dwell/record/live_heap.hpp>
#include <dwell/record/memory_counters.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Constant-initialised, never destroyed. Any thread.
struct process_memory {
    live_heap live;
    /// What is counted of a block: a literal; null while nothing counts allocations.
    atomic_cell<const char*> sizes{};
    /// Whether anything counted yet: the fork handlers and such are there.
    atomic_cell<unsigned char> has_begun{};
    /// Not 0 while the source of memory is being prepared, or the hooks are tried: what is allocated then is nobody's,
    /// and not counted. 2 once anything was.
    atomic_cell<unsigned char> preparing{};
    /// Whether `operator new` counts, so that what is built on it must not.
    atomic_cell<unsigned char> has_hooks{};
    atomic_cell<uint64_t> frees_of_unknown_size{};
    atomic_cell<uint64_t> failed_allocations{};

    /// Of threads that have no log: at their very end, in static destructors, and where no memory is left for one.
    memory_counters without_log;

    /// In the child of a fork. The blocks that are followed stay: the child holds them too.
    void restart() noexcept {
        frees_of_unknown_size.store(0);
        failed_allocations.store(0);
        without_log.restart();
    }
};

DWELL_EXPORT inline constinit process_memory all_memory{};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
