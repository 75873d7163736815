// SPDX-License-Identifier: BSL-1.0
// Switches the timeline on and off, for threads that run and for those to come.
#ifndef DWELL_RECORD_TIMELINE_SWITCH_HPP
#define DWELL_RECORD_TIMELINE_SWITCH_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>
#include <dwell/record/call_node.hpp>
#include <dwell/record/kept_timeline.hpp>
#include <dwell/record/node_walk.hpp>
#include <dwell/record/recorder.hpp>
#include <dwell/record/registry.hpp>
#include <dwell/record/scope_mirror.hpp>
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

inline bool is_as_wished(const kept_timeline& line, uint64_t wish) noexcept {
    return line.scopes.capacity() + line.values.capacity() == timeline_wish::bytes(wish) / sizeof(timeline_slot) &&
           line.instances_per_name == timeline_wish::instances(wish) &&
           line.scopes_per_instance == timeline_wish::scopes(wish);
}

/// `thread_timeline::note_scope` of what is a `kept_timeline`.
inline void note_scope(thread_timeline& timeline, call_node& node, uint64_t started, uint64_t ended,
                       timeline_kind kind) noexcept {
    auto& line = static_cast<kept_timeline&>(timeline);
    timeline_record record{timeline_record::of(kind, &node), started, ended > started ? ended : started, 0};
    // What ended out of order has its memory, too; what ended on another thread has an owner that may be writing it.
    if (kind == timeline_kind::scope || node.log->timeline.load_acquire() == &timeline) {
        record.amount = packed_memory::pack(node.memory.allocations.load() - node.noted_allocations.load(),
                                            node.memory.allocated_bytes.load() - node.noted_bytes.load());
        node.note_memory();
    }
    const slow_instances* const slowest = kind == timeline_kind::scope ? node.slowest.load_acquire() : nullptr;
    line.scopes.write(record);
    // Those of another timeline are of no use: the thread may have noted scopes there while it got this one.
    if (slowest == nullptr || slowest->owner != &line || record.value - started > slowest->floor.load()) [[unlikely]] {
        keep_slow_instance(line, node, record);
    }
}

/// `thread_timeline::note_value`, in the same way.
inline void note_value(thread_timeline& timeline, timeline_kind kind, uint64_t what, uint64_t value,
                       uint64_t amount) noexcept {
    auto& line = static_cast<kept_timeline&>(timeline);
    const uint64_t subject =
        kind == timeline_kind::mark ? what | static_cast<uint64_t>(kind) : timeline_record::of(kind, what);
    line.values.write({subject, line.source->now(), value, amount});
}

/// The memory of a timeline; null where there is none. The system gives pages as they are first written.
inline kept_timeline* new_timeline(const registry& source, uint64_t wish) noexcept {
    const uint64_t slots = timeline_wish::bytes(wish) / sizeof(timeline_slot);
    void* const memory = allocate_zeroed(sizeof(kept_timeline));
    auto* const ring = static_cast<timeline_slot*>(allocate_zeroed(slots * sizeof(timeline_slot)));
    if (memory == nullptr || ring == nullptr) {
        release_memory(memory);
        release_memory(ring);
        return nullptr;
    }
    auto* const line = new (memory) kept_timeline;
    line->note_scope = note_scope;
    line->note_value = note_value;
    line->scopes.use(ring, slots - slots / 8);
    line->values.use(ring + (slots - slots / 8), slots / 8);
    line->source = &source;
    line->instances_per_name = timeline_wish::instances(wish);
    line->scopes_per_instance = timeline_wish::scopes(wish);
    return line;
}

/// What scopes have allocated so far belongs to no scope that ends from now on.
inline void begin_afresh(thread_log& log) noexcept {
    for (call_node* node = &log.root; node != nullptr; node = next_node(log, *node)) {
        node->note_memory();
    }
}

/// Gives a log the timeline that is wished for, or none. Any thread; several at once for one log agree.
inline void fulfil_wish(const registry& source, thread_log& log, uint64_t wish) noexcept {
    thread_timeline* active = log.timeline.load_acquire();
    if (wish == 0) {
        while (active != &empty_timeline && !log.timeline.compare_exchange(active, nullptr)) {
        }
        if (source.mirror.load_acquire() != nullptr || log.mirrored.load() != 0) {
            watch_ends(log);
        }
        return;
    }
    thread_timeline* kept = log.kept.load_acquire();
    if (active != nullptr && active == kept && is_as_wished(*static_cast<kept_timeline*>(kept), wish)) {
        return;
    }
    if (kept == nullptr || !is_as_wished(*static_cast<kept_timeline*>(kept), wish)) {
        kept_timeline* const fresh = new_timeline(source, wish);
        if (fresh == nullptr) {
            log.root.lost_records.fetch_add(1);
            return;
        }
        fresh->former = kept;
        if (log.kept.compare_exchange(kept, fresh)) {
            kept = fresh;
        } else {
            // Another thread was faster; what it made is as good, or the wish has changed and it will see to that.
            release_memory(fresh->scopes.slots());
            release_memory(fresh);
        }
    }
    auto* const line = static_cast<kept_timeline*>(kept);
    line->since.store_release(source.now());
    begin_afresh(log);
    // The empty one may come and go meanwhile; any other is somebody else's answer.
    while (!log.timeline.compare_exchange(active, kept) && (active == nullptr || active == &empty_timeline)) {
    }
}

/// What a thread does that gets a log. Without a lock: a thread that starts waits for nobody.
inline void prepare_timeline(registry& source, thread_log& log) noexcept {
    uint64_t wish = source.timeline_wish.load_acquire();
    for (;;) {
        fulfil_wish(source, log, wish);
        const uint64_t now_wished = source.timeline_wish.load_acquire();
        if (now_wished == wish) {
            return;
        }
        wish = now_wished;
    }
}

#if defined(__ELF__)
// NOLINTNEXTLINE(bugprone-reserved-identifier): the linker gives each executable and each shared object one of its own.
extern "C" void* __dso_handle __attribute__((visibility("hidden")));
/// Tells shared objects apart: not the same in two of them.
DWELL_ALWAYS_INLINE const void* this_shared_object() noexcept { return &__dso_handle; }
#else
DWELL_ALWAYS_INLINE const void* this_shared_object() noexcept { return nullptr; }
#endif

/// Whose functions the threads call that have a timeline.
inline constinit atomic_cell<const void*> timeline_code{};

/// Switches the timeline of a registry. Held locked around it is what a snapshot holds.
inline void switch_timeline(registry& source, const timeline_options& options) noexcept {
    const uint64_t wish = timeline_wish::of(options);
    const spin_guard guard(source.reader_lock());
    timeline_code.store_release(this_shared_object());
    source.prepare_timeline.store_release(prepare_timeline);
    // A read-modify-write: a thread whose log is not in the list yet finds the wish once it is.
    for (uint64_t former = source.timeline_wish.load(); !source.timeline_wish.compare_exchange(former, wish);) {
    }
    for (thread_log* log = source.first_log(); log != nullptr; log = log->next) {
        fulfil_wish(source, *log, wish);
    }
}

/// Before a shared object is closed: whose functions the threads may call after it is gone.
inline void end_timeline_of(const void* shared_object) noexcept {
    if (shared_object != nullptr && timeline_code.load_acquire() == shared_object) {
        registry& all = default_recorder::all();
        switch_timeline(all, {.bytes = 0});
        all.prepare_timeline.store_release(nullptr);
        timeline_code.store_release(nullptr);
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
