// SPDX-License-Identifier: BSL-1.0
// What a thread keeps of its last moments, while somebody wants that: see record/timeline_switch.hpp.
#ifndef DWELL_RECORD_THREAD_TIMELINE_HPP
#define DWELL_RECORD_THREAD_TIMELINE_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>
#include <dwell/record/call_node.hpp>
#include <dwell/record/timeline_ring.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Written by the log's owner, read by any. Scopes have a ring of their own, so that a busy counter pushes none out.
struct thread_timeline : constructed_in_place {
    using keep_slow_instance = void (*)(thread_timeline&, call_node&, const timeline_record&) noexcept;

    timeline_ring scopes;
    timeline_ring values;  ///< counters, gauges and marks
    keep_slow_instance keep_slow = nullptr;
    atomic_cell<slow_instances*> slowest{};  ///< of each name that has some, linked
    uint32_t instances_per_name = 0;
    uint32_t scopes_per_instance = 0;
    const thread_timeline* former = nullptr;  ///< of another size, which the thread may have been writing to
};

/// A scope that ended on the thread whose timeline this is. Not inlined: where there is no timeline, `leave` is to need
/// no more registers than it did.
DWELL_NOINLINE inline void note_scope(thread_timeline& line, call_node& node, uint64_t started, uint64_t ended,
                                      timeline_kind kind = timeline_kind::scope) noexcept {
    timeline_record record{timeline_record::of(kind, &node), started, ended > started ? ended : started, 0};
    const slow_instances* slower = &no_slow_instances;
    if (kind == timeline_kind::scope) {
        const uint64_t blocks = node.memory.allocations.load();
        const uint64_t bytes = node.memory.allocated_bytes.load();
        record.amount = packed_memory::pack(blocks - node.noted_allocations.load(), bytes - node.noted_bytes.load());
        node.noted_allocations.store(blocks);
        node.noted_bytes.store(bytes);
        slower = node.slowest.load_acquire();
    }
    line.scopes.write(record);
    if (record.value - started > slower->floor.load()) [[unlikely]] {
        line.keep_slow(line, node, record);
    }
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
