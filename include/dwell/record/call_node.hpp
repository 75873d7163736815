// SPDX-License-Identifier: BSL-1.0
// A call path as one thread records it. See docs/architecture.md, "The life of one measurement".
#ifndef DWELL_RECORD_CALL_NODE_HPP
#define DWELL_RECORD_CALL_NODE_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>
#include <dwell/record/live_histogram.hpp>
#include <dwell/record/memory_counters.hpp>
#include <dwell/record/name_table.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

struct thread_log;
struct slow_instances;

enum class node_kind : unsigned char {
    scope,      ///< TIMED_SCOPE: nested in its parent, on one thread at a time
    sampled,    ///< TIMED_SCOPE_SAMPLED: the same, but timed only now and then; a `sampled_node`
    span,       ///< span: may overlap others and its parent's end; not part of anybody's self time
    truncated,  ///< stands for everything beyond a bound
    stand_in,   ///< never recorded: what a thread points to while it has no log
};

/// One call path of one thread log: its statistics, and its place in the tree.
///
/// At most one scope is open at a node at any time (a second one gets a node of its own, and the snapshot adds them
/// up), so whoever ends that scope is the node's only writer, whichever thread that is. Readers never stop a writer:
///
/// - `pending` holds the last duration. It goes into its bucket when the next one comes: a store whose address depends
///   on the time-stamp just read would stall the next reading of the counter (24.7 ns a scope instead of 18.9).
/// - The writer's order is: open = 0, total, pending = none, bucket, pending = duration, all released. `read_time`
///   and `read_buckets` in snapshot/node_reader.hpp rely on it.
struct alignas(64) call_node : constructed_in_place {
    static constexpr uint64_t not_open = 0;
    /// Open, without a start: the root, a sampled call that is not timed, a scope that another thread is ending.
    static constexpr uint64_t ending = 1;
    static constexpr uint64_t nothing_pending = uint64_max;
    static constexpr uint32_t no_key = uint32_max;

    // A node that no key matches, and the child table of nodes without children.
    DWELL_EXPORT static call_node no_child;
    DWELL_EXPORT static call_node* no_children[1];

    // The first cache line is all that a scope touches, but for its bucket.
    atomic_cell<uint64_t> open{not_open};  ///< time-stamp of the scope that is open here
    atomic_cell<uint64_t> total{};         ///< ticks of the scopes that ended
    atomic_cell<uint64_t> pending{nothing_pending};
    atomic_cell<uint64_t> minimum{uint64_max};
    atomic_cell<uint64_t> maximum{};
    call_node* parent = nullptr;
    call_node** child_table = no_children;  ///< by key, of the owner alone; readers use the list of children
    uint32_t child_mask = 0;
    uint32_t key = no_key;

    live_histogram durations;
    atomic_cell<call_node*> first_child{};
    call_node* next_sibling = nullptr;
    thread_log* log = nullptr;
    const name_record* name = nullptr;
    uint32_t child_count = 0;
    uint16_t depth = 0;
    node_kind kind = node_kind::scope;
    atomic_cell<uint64_t> negative_durations{};
    atomic_cell<uint64_t> lost_records{};
    atomic_cell<uint64_t> cpu_ns{};
    atomic_cell<uint64_t> cpu_calls{};
    memory_counters memory;  ///< written by the log's owner, whoever ends the scope

    // For the timeline; the log's owner, and who switches it.
    atomic_cell<uint64_t> noted_allocations{};  ///< `memory` when the last scope here was noted
    atomic_cell<uint64_t> noted_bytes{};
    atomic_cell<const slow_instances*> slowest{};  ///< of this name; null while it has none

    // What the last snapshot reported, so that the next one never reports less. Readers only, under their lock.
    uint64_t reported_total = 0;
    uint64_t reported_bucket = 0;
    uint64_t reported_count = 0;
    uint32_t reported_path = uint32_max;  ///< where the snapshot that is being taken has this node

    /// Which of the scopes that a `scope_mirror` was told of is open here, counted from the outermost; 0 for none.
    atomic_cell<uint32_t> mirrored{};

    constexpr call_node() noexcept = default;
    constexpr call_node(node_kind what, uint64_t opened) noexcept : open(opened), kind(what) {}

    [[nodiscard]] call_node* child_in_table(uint32_t wanted) const noexcept { return child_table[wanted & child_mask]; }

    /// What was allocated here so far belongs to no scope that is noted from now on.
    void note_memory() noexcept {
        noted_allocations.store(memory.allocations.load());
        noted_bytes.store(memory.allocated_bytes.load());
    }

    /// Adds a duration. The caller is this node's writer.
    DWELL_ALWAYS_INLINE void add(uint64_t started, uint64_t now) noexcept {
        const uint64_t duration = add_duration(started, now, 1);
        const uint64_t previous = pending.load();
        pending.store_release(nothing_pending);
        if (previous != nothing_pending && !durations.add(previous)) [[unlikely]] {
            lost_records.add(1);
        }
        pending.store_release(duration);
    }

    /// Adds to the total and the extremes, and returns the duration.
    DWELL_ALWAYS_INLINE uint64_t add_duration(uint64_t started, uint64_t now, uint64_t weight) noexcept {
        uint64_t duration = now - started;
        if (static_cast<int64_t>(duration) < 0) [[unlikely]] {
            negative_durations.add(1);
            duration = 0;
        }
        total.store_release(total.load() + duration * weight);
        if (duration < minimum.load()) {
            minimum.store(duration);
        }
        if (duration > maximum.load()) {
            maximum.store(duration);
        }
        return duration;
    }

    /// Ends the scope that is open here, on the thread that owns the log, and returns when it began.
    DWELL_ALWAYS_INLINE uint64_t finish(uint64_t now) noexcept {
        const uint64_t started = open.load();
        open.store_release(not_open);
        add(started, now);
        return started;
    }

    /// Ends it on another thread. The owner may enter again as soon as `open` says so: that comes last.
    void finish_elsewhere(uint64_t now) noexcept {
        const uint64_t started = open.load();
        open.store_release(ending);
        add(started, now);
        open.store_release(not_open);
    }
};

inline constinit call_node call_node::no_child{node_kind::stand_in, call_node::ending};
inline constinit call_node* call_node::no_children[1] = {&call_node::no_child};

/// What a scope beyond a bound holds: its end finds it, and only counts.
DWELL_EXPORT inline constinit call_node beyond_bound{node_kind::truncated, call_node::ending};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
