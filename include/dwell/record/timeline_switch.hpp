// SPDX-License-Identifier: BSL-1.0
// Switches the timeline on and off, for threads that run and for those to come.
#ifndef DWELL_RECORD_TIMELINE_SWITCH_HPP
#define DWELL_RECORD_TIMELINE_SWITCH_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>
#include <dwell/record/call_node.hpp>
#include <dwell/record/recorder.hpp>
#include <dwell/record/registry.hpp>
#include <dwell/record/slow_instances.hpp>
#include <dwell/record/thread_log.hpp>
#include <dwell/record/thread_timeline.hpp>
#include <dwell/record/timeline_ring.hpp>

DWELL_NAMESPACE_BEGIN

/// What each thread keeps of its last moments: see `set_timeline`.
struct timeline_options {
    /// Bytes a thread, for its last scopes (seven eighths) and its last marks and values of counters and gauges; each
    /// takes 32. From 4 KiB to 64 GiB; 0 switches the timeline off.
    uint64_t bytes = uint64_t{1} << 20U;
    /// The slowest instances of each name that every thread keeps, 0 to 100. A snapshot has the slowest of all threads.
    uint32_t exemplars = 5;
    /// The most scopes that are kept of what ran inside such an instance, 0 to 10,000, of 32 bytes each.
    uint32_t scopes_per_exemplar = 64;
};

namespace detail {

// A wish in one word, so that a thread never sees half of one: KiB in 27 bits, then 7 and 14 bits. 0 for none.
struct timeline_wish {
    static uint64_t of(const timeline_options& options) noexcept {
        constexpr uint64_t least = 4;
        constexpr uint64_t most = uint64_t{1} << 26U;
        const uint64_t kib = options.bytes >> 10U;
        const uint64_t instances = options.exemplars < 100 ? options.exemplars : 100;
        const uint64_t scopes = options.scopes_per_exemplar < 10'000 ? options.scopes_per_exemplar : 10'000;
        return options.bytes == 0 ? 0 : within(least, kib, most) | instances << 27U | scopes << 34U;
    }
    static uint64_t bytes(uint64_t wish) noexcept { return (wish & ((uint64_t{1} << 27U) - 1)) << 10U; }
    static uint32_t instances(uint64_t wish) noexcept { return static_cast<uint32_t>(wish >> 27U & 127U); }
    static uint32_t scopes(uint64_t wish) noexcept { return static_cast<uint32_t>(wish >> 34U); }

private:
    static uint64_t within(uint64_t least, uint64_t value, uint64_t most) noexcept {
        return value < least ? least : value > most ? most : value;
    }
};

inline bool is_as_wished(const thread_timeline& line, uint64_t wish) noexcept {
    return line.scopes.capacity() + line.values.capacity() == timeline_wish::bytes(wish) / sizeof(timeline_slot) &&
           line.instances_per_name == timeline_wish::instances(wish) &&
           line.scopes_per_instance == timeline_wish::scopes(wish);
}

/// The memory of a timeline; null where there is none. The system gives pages as they are first written.
inline thread_timeline* new_timeline(uint64_t wish) noexcept {
    const uint64_t slots = timeline_wish::bytes(wish) / sizeof(timeline_slot);
    void* const memory = allocate_zeroed(sizeof(thread_timeline));
    auto* const ring = static_cast<timeline_slot*>(allocate_zeroed(slots * sizeof(timeline_slot)));
    if (memory == nullptr || ring == nullptr) {
        release_memory(memory);
        release_memory(ring);
        return nullptr;
    }
    auto* const line = new (memory) thread_timeline;
    line->scopes.use(ring, slots - slots / 8);
    line->values.use(ring + (slots - slots / 8), slots / 8);
    line->keep_slow = keep_slow_instance;
    line->instances_per_name = timeline_wish::instances(wish);
    line->scopes_per_instance = timeline_wish::scopes(wish);
    return line;
}

/// What scopes have allocated so far belongs to no scope that ends from now on; and no call path has slow instances in
/// a timeline that is not used any more.
inline void begin_afresh(thread_log& log, const thread_timeline& line) noexcept {
    for (call_node* node = &log.root; node != nullptr; node = log.next_node(*node)) {
        node->noted_bytes.store(node->memory.allocated_bytes.load());
        node->noted_allocations.store(node->memory.allocations.load());
        if (node->slowest.load_acquire()->owner != &line) {
            node->slowest.store_release(&no_slow_instances);
        }
    }
}

/// Gives a log the timeline that is wished for, or none. Any thread; several at once for one log agree.
inline void fulfil_wish(thread_log& log, uint64_t wish) noexcept {
    thread_timeline* active = log.timeline.load_acquire();
    if (wish == 0) {
        while (!log.timeline.compare_exchange(active, nullptr)) {
        }
        return;
    }
    if (active != nullptr && is_as_wished(*active, wish)) {
        return;
    }
    thread_timeline* line = log.all_of_it.load_acquire();
    if (line == nullptr || !is_as_wished(*line, wish)) {
        thread_timeline* const fresh = new_timeline(wish);
        if (fresh == nullptr) {
            log.root.lost_records.fetch_add(1);
            return;
        }
        fresh->former = line;
        if (!log.all_of_it.compare_exchange(line, fresh)) {
            // Another thread was faster; what it made is as good, or the wish has changed and it will see to that.
            release_memory(fresh->scopes.slots());
            release_memory(fresh);
        } else {
            line = fresh;
        }
    }
    begin_afresh(log, *line);
    log.timeline.compare_exchange(active, line);
}

/// What a thread does that gets a log. Without a lock: a thread that starts waits for nobody.
inline void prepare_timeline(registry& source, thread_log& log) noexcept {
    uint64_t wish = source.timeline_wish.load_acquire();
    for (;;) {
        fulfil_wish(log, wish);
        const uint64_t now_wished = source.timeline_wish.load_acquire();
        if (now_wished == wish) {
            return;
        }
        wish = now_wished;
    }
}

/// Switches the timeline of a registry. Held locked around it is what a snapshot holds.
inline void switch_timeline(registry& source, const timeline_options& options) noexcept {
    const uint64_t wish = timeline_wish::of(options);
    const spin_guard guard(source.reader_lock());
    source.prepare_timeline.store_release(prepare_timeline);
    // A read-modify-write: a thread whose log is not in the list yet finds the wish once it is.
    for (uint64_t former = source.timeline_wish.load(); !source.timeline_wish.compare_exchange(former, wish);) {
    }
    for (thread_log* log = source.first_log(); log != nullptr; log = log->next) {
        fulfil_wish(*log, wish);
    }
}

}  // namespace detail

/// Keeps a timeline from now on: of each thread the last scopes that ended, marks, and changes of counters and gauges,
/// in so many bytes, the oldest overwritten (and counted); and the slowest instances of each name, with what ran inside
/// them. A snapshot has them as `timeline()` and `exemplars()`. Any thread, at any time; `DWELL_TIMELINE=bytes` in the
/// environment does it at the start. While it is on a counter takes one reading of the clock more.
///
/// Switched off with 0 bytes, what was kept stays. Another size, or other numbers, begin anew, and memory that threads
/// may be writing to is never given back: change them once, not once a second. Where there is no memory for it, a
/// thread goes on without, and `health().lost_records` says so.
inline void set_timeline(const timeline_options& options) noexcept {
    detail::start_process();
    detail::switch_timeline(detail::default_recorder::all(), options);
}

DWELL_NAMESPACE_END

#endif
