// SPDX-License-Identifier: BSL-1.0
// What a thread keeps of its last moments.
#ifndef DWELL_RECORD_KEPT_TIMELINE_HPP
#define DWELL_RECORD_KEPT_TIMELINE_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>
#include <dwell/record/call_node.hpp>
#include <dwell/record/registry.hpp>
#include <dwell/record/thread_timeline.hpp>
#include <dwell/record/timeline_ring.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

struct slow_instance;

/// The slowest instances of one name on one thread: see record/slow_instances.hpp.
struct slow_instances : constructed_in_place {
    atomic_cell<uint64_t> floor{};  ///< ticks: only what took longer is to be kept
    uint32_t key = 0;               ///< of the name
    uint32_t count = 0;             ///< of the owner alone
    uint32_t capacity = 0;
    const thread_timeline* owner = nullptr;
    slow_instance* instances = nullptr;
    slow_instances* next = nullptr;
};

/// Written by the log's owner, read by any. Scopes have a ring of their own, so that a busy counter pushes none out.
struct kept_timeline : thread_timeline {
    timeline_ring scopes;
    timeline_ring values;                    ///< counters, gauges and marks
    const registry* source = nullptr;        ///< whose clock it is
    atomic_cell<slow_instances*> slowest{};  ///< of each name that has some, linked
    atomic_cell<uint64_t> since{};           ///< ticks: when it was last switched on
    uint32_t instances_per_name = 0;
    uint32_t scopes_per_instance = 0;
    const thread_timeline* former = nullptr;  ///< of another size, which the thread may have been writing to
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
