// SPDX-License-Identifier: BSL-1.0
// All that one thread records. It outlives its thread, and goes on to the next thread of the same name.
#ifndef DWELL_RECORD_THREAD_LOG_HPP
#define DWELL_RECORD_THREAD_LOG_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/clock.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>
#include <dwell/record/call_node.hpp>
#include <dwell/record/limits.hpp>
#include <dwell/record/metric_cell.hpp>
#include <dwell/record/name_table.hpp>
#include <dwell/record/sampled_node.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

struct thread_timeline;

/// CPU time of the threads that used a log: those that ended, and the one that runs.
struct thread_cpu_clock {
    atomic_cell<uint64_t> ended_ns{};  ///< of threads that ended
    atomic_cell<uint64_t> base_ns{};   ///< reading of the running thread's clock when it attached
    atomic_cell<unsigned char> running{};
    atomic_cell<posix_clock> clock{};

    void start() noexcept {
        base_ns.store_release(thread_cpu_time_ns());
        posix_clock id{};
        if (own_cpu_clock(id)) {
            clock.store_release(id);
            running.store_release(1);
        }
    }

    void stop() noexcept {
        const uint64_t now = thread_cpu_time_ns();
        const uint64_t base = base_ns.load();
        running.store_release(0);
        ended_ns.store_release(ended_ns.load() + (now > base ? now - base : 0));
    }
};

/// Written by the thread that owns it, read by any. Never freed.
struct thread_log : constructed_in_place {
    call_node root{node_kind::stand_in, call_node::ending};
    call_node own_work{node_kind::stand_in, call_node::ending};     ///< where dwell's own allocations are counted
    call_node overflow{node_kind::truncated, call_node::not_open};  ///< "(truncated)" once nodes are used up
    thread_log* next = nullptr;
    atomic_cell<uint32_t> owned{};                  ///< 1 while a thread has it
    atomic_cell<thread_timeline*> timeline{};       ///< null while none is kept
    atomic_cell<thread_timeline*> kept{};           ///< the same, also while it is switched off
    atomic_cell<const name_record*> thread_name{};  ///< of the threads that had it; null for unnamed ones
    atomic_cell<uint64_t> threads_started{};        ///< how many had it
    atomic_cell<uint64_t> threads_ended{};          ///< how many of those ended
    atomic_cell<uint64_t> known_until{uint64_max};  ///< what is open was so until then; of a device's stream
    atomic_cell<uint64_t> truncated_calls{};
    atomic_cell<uint64_t> misnested_scopes{};
    atomic_cell<uint32_t> mirrored{};  ///< scopes that a `scope_mirror` takes for open
    thread_cpu_clock cpu;
    metric_cells metrics;
    uint64_t reported_cpu_ns = 0;  ///< readers only, under their lock

    uint32_t number = 0;  ///< 0 for the first log of the registry, and so on
    uint32_t node_count = 0;
    bool overflow_is_listed = false;

    thread_log() noexcept {
        root.log = this;
        own_work.log = this;
        overflow.log = this;
    }

    /// Memory for `T`, aligned to a cache line, that is never given back; null where there is none.
    static void* allocate_aligned(size_t size) noexcept {
        constexpr uintptr_t alignment = 64;
        auto* const raw = static_cast<char*>(allocate_zeroed(size + alignment));
        if (raw == nullptr) {
            return nullptr;
        }
        return raw + (alignment - reinterpret_cast<uintptr_t>(raw) % alignment) % alignment;
    }

    /// The node for a scope of `name` under `parent` that no other scope has open: known, new, or the "(truncated)"
    /// one beyond a bound. Null where there is no memory. Only the owner calls it.
    DWELL_COLD call_node* child(call_node* parent, const name_record* name, node_kind kind) noexcept {
        for (call_node* at = parent->first_child.load(); at != nullptr; at = at->next_sibling) {
            if (at->key == name->key && at->kind == kind && at->open.load_acquire() == call_node::not_open) {
                if (is_in_table(kind)) {
                    put_in_table(parent, at);
                }
                return at;
            }
        }
        return new_child(parent, name, kind);
    }

    /// The node of `name` under `parent`, whether or not a scope is open there. Only the owner calls it.
    DWELL_COLD call_node* path_child(call_node* parent, const name_record& name, node_kind kind) noexcept {
        for (call_node* at = parent->first_child.load(); at != nullptr; at = at->next_sibling) {
            if (at->key == name.key && at->kind == kind) {
                return at;
            }
        }
        return new_child(parent, &name, kind);
    }

    /// The next scope of this name there is to be looked for in the list of children. Only the owner calls it.
    DWELL_COLD static void take_out_of_table(call_node& node) noexcept {
        call_node*& slot = node.parent->child_table[node.key & node.parent->child_mask];
        if (slot == &node) {
            slot = &call_node::no_child;
        }
    }

private:
    call_node* new_child(call_node* parent, const name_record* name, node_kind kind) noexcept {
        if (kind != node_kind::truncated) {
            if (node_count >= current_limits.call_paths_per_thread.load()) {
                return overflow_node(parent);
            }
            if (parent->depth >= current_limits.depth.load()) {
                return truncated_child(parent);
            }
        }
        return add_child(parent, name, kind);
    }

    call_node* add_child(call_node* parent, const name_record* name, node_kind kind) noexcept {
        const bool is_sampled = kind == node_kind::sampled;
        void* const memory = allocate_aligned(is_sampled ? sizeof(sampled_node) : sizeof(call_node));
        if (memory == nullptr) {
            return nullptr;
        }
        call_node* const fresh = is_sampled ? new (memory) sampled_node(name->spacing, seed_of(name->key))
                                            : new (memory) call_node(kind, call_node::not_open);
        fresh->key = name->key;
        fresh->name = name;
        fresh->parent = parent;
        fresh->log = this;
        fresh->depth = static_cast<uint16_t>(parent->depth + 1);
        ++node_count;
        list_child(parent, fresh);
        if (is_in_table(kind)) {
            put_in_table(parent, fresh);
        }
        return fresh;
    }

    static bool is_in_table(node_kind kind) noexcept { return kind == node_kind::scope || kind == node_kind::sampled; }

    // Of this log, this name and how many call paths came before: each node draws numbers of its own.
    uint64_t seed_of(uint32_t key) const noexcept {
        const uint64_t set = sampling_seed.load();
        uint64_t seed = set != 0 ? set : monotonic_clock::now() ^ reinterpret_cast<uintptr_t>(this);
        seed = splitmix64(seed) ^ number;
        seed = splitmix64(seed) ^ key;
        return splitmix64(seed) ^ node_count;
    }

    static void list_child(call_node* parent, call_node* fresh) noexcept {
        fresh->next_sibling = parent->first_child.load();
        parent->first_child.store_release(fresh);
        ++parent->child_count;
    }

    call_node* truncated_child(call_node* parent) noexcept {
        const name_record* const name = all_names.source_name(text_view("(truncated)", 11), "", 0);
        return name != nullptr ? child(parent, name, node_kind::truncated) : nullptr;
    }

    // One node for all: its parent is whoever enters it, so that leaving it leads back.
    call_node* overflow_node(call_node* parent) noexcept {
        if (!overflow_is_listed) {
            const name_record* const name = all_names.source_name(text_view("(truncated)", 11), "", 0);
            if (name == nullptr) {
                return nullptr;
            }
            overflow.key = name->key;
            overflow.name = name;
            overflow_is_listed = true;  // first: the child of a fork in between must not list it a second time
            list_child(&root, &overflow);
        }
        if (overflow.open.load() != call_node::not_open) {
            return &beyond_bound;
        }
        overflow.parent = parent;
        return &overflow;
    }

    // A direct-mapped table: grown until every child has a slot of its own, up to 8 slots a child. Two that still
    // share one take turns in it, each time through child().
    static void put_in_table(call_node* parent, call_node* wanted) noexcept {
        call_node*& slot = parent->child_table[wanted->key & parent->child_mask];
        if (parent->child_table != call_node::no_children &&
            (slot == &call_node::no_child || slot->key == wanted->key)) {
            slot = wanted;
            return;
        }
        const uint32_t size = parent->child_mask + 1;
        if (parent->child_table == call_node::no_children || size < 8 * parent->child_count) {
            grow_table(parent, parent->child_table == call_node::no_children ? 4 : 2 * size);
        }
        if (parent->child_table != call_node::no_children) {
            parent->child_table[wanted->key & parent->child_mask] = wanted;
        }
    }

    static void grow_table(call_node* parent, uint32_t size) noexcept {
        auto** const table = static_cast<call_node**>(allocate_zeroed(size * sizeof(call_node*)));
        if (table == nullptr) {
            return;
        }
        for (uint32_t i = 0; i < size; ++i) {
            table[i] = &call_node::no_child;
        }
        for (call_node* at = parent->first_child.load(); at != nullptr; at = at->next_sibling) {
            if (is_in_table(at->kind)) {
                table[at->key & (size - 1)] = at;
            }
        }
        if (parent->child_table != call_node::no_children) {
            release_memory(parent->child_table);
        }
        parent->child_table = table;
        parent->child_mask = size - 1;
    }
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
