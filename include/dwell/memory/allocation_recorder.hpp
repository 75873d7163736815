// SPDX-License-Identifier: BSL-1.0
// Counts allocations and frees on the call path that is open where they happen, and draws the blocks to follow.
#ifndef DWELL_MEMORY_ALLOCATION_RECORDER_HPP
#define DWELL_MEMORY_ALLOCATION_RECORDER_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/own_work.hpp>
#include <dwell/core/system.hpp>
#include <dwell/memory/allocation_meter.hpp>
#include <dwell/memory/heap_sampling.hpp>
#include <dwell/record/call_node.hpp>
#include <dwell/record/limits.hpp>
#include <dwell/record/live_heap.hpp>
#include <dwell/record/process_memory.hpp>
#include <dwell/record/process_start.hpp>
#include <dwell/record/recorder.hpp>
#include <dwell/record/thread_log.hpp>
#include <dwell/record/thread_state.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// What `operator new`, `counting_allocator` and `counting_resource` have in common. Any thread, at any time: before
/// `main`, in static destructors, at a thread's end. Wait-free but for a thread's first allocation, one in
/// `live_heap::interval()` bytes, and the frees of what was drawn there.
///
/// `Source` is where memory comes from: `obtain(alignment)` takes some, or returns null; `size_of(memory)` is what to
/// count of it; `release(memory, is_moved)` gives it back, where `is_moved` says that it was obtained with the
/// alignment of a block that is followed, which `may_move` allows; `sizes` says in words what is counted; and
/// `prepare()` comes before it all.
class allocation_recorder {
public:
    /// Memory for `bytes`, counted; null where there is none, and nothing counted.
    template <typename Source>
    DWELL_ALWAYS_INLINE static void* allocate(Source source, size_t bytes, size_t alignment) {
        thread_state& mine = default_recorder::own_state();
        if (bytes >= mine.unwatched_bytes) [[unlikely]] {
            return allocate_watched(source, bytes, alignment);
        }
        mine.unwatched_bytes -= bytes;  // first: what is behind the source may allocate, too
        void* const memory = source.obtain(alignment);
        if (memory == nullptr) [[unlikely]] {
            return nullptr;
        }
        mine.current->memory.count_allocation(source.size_of(memory));
        return memory;
    }

    template <typename Source>
    DWELL_ALWAYS_INLINE static void free(Source source, void* memory) {
        thread_state& mine = default_recorder::own_state();
        if (may_be_followed<Source>(memory) || mine.unwatched_bytes == 0) [[unlikely]] {
            free_watched(source, memory);
            return;
        }
        mine.current->memory.count_free(source.size_of(memory));
        source.release(memory, false);
    }

    /// From now on each allocation of this thread is looked at: a meter begins.
    static void watch_each() noexcept { default_recorder::own_state().unwatched_bytes = 0; }

    /// Whether this function of the program ends in `allocate`: a debugger of memory may have put another in its place.
    /// The memory that it gave, one byte, which was not counted: null where there is none.
    [[nodiscard]] static bool is_reached_by(void* (*allocate_one)(), void*& memory) noexcept {
        watch_each();
        all_memory.preparing.store(1);
        memory = allocate_one();
        const bool is_reached = all_memory.preparing.load() == 2;
        all_memory.preparing.store(0);
        return is_reached;
    }

    /// From now on allocations are counted. Only the first call counts.
    template <typename Source>
    static void begin() noexcept {
        unsigned char before = 0;
        if (all_memory.has_begun.load() == 0 && all_memory.has_begun.compare_exchange(before, 1)) {
            // Where `operator new` is not counted, that is said already.
            const char* unsaid = nullptr;
            all_memory.sizes.compare_exchange(unsaid, Source::sizes);
            all_memory.preparing.store(1);
            Source::prepare();
            all_memory.preparing.store(0);
            read_heap_interval();
            at_own_work.end.store(end_own_work);
            at_own_work.pause.store_release(pause_own_work);
            at_own_work.begin.store_release(begin_own_work);
            run_around_fork(lock_live_heap, unlock_live_heap, unlock_live_heap);
        }
    }

private:
    template <typename Source>
    [[nodiscard]] DWELL_ALWAYS_INLINE static bool may_be_followed(const void* memory) noexcept {
        if constexpr (Source::may_move) {
            return all_memory.live.may_follow(memory);
        } else {
            return all_memory.live.may_follow_in_place(memory);
        }
    }

    template <typename Source>
    DWELL_COLD static void* allocate_watched(Source source, size_t bytes, size_t alignment) {
        if (all_memory.preparing.load() != 0) {
            all_memory.preparing.store(2);
            return source.obtain(alignment);
        }
        begin<Source>();
        thread_state& mine = default_recorder::own_state();
        const bool has_log = default_recorder::has_lasting_log();
        if (!has_log && !counts_without_log(mine)) {
            return source.obtain(alignment);
        }
        const uint64_t interval = all_memory.live.interval();
        const bool is_followed = reaches_mark(mine, bytes, interval, has_log);
        const bool is_moved = Source::may_move && live_heap::moves_blocks && is_followed &&
                              interval != live_heap::every_block && alignment < live_heap::alignment;
        void* const memory = source.obtain(is_moved ? live_heap::alignment : alignment);
        if (memory == nullptr) {
            return nullptr;
        }
        const uint64_t size = source.size_of(memory);
        call_node* const where = has_log ? mine.current : nullptr;
        if (where != nullptr) {
            where->memory.count_allocation(size);
        } else {
            all_memory.without_log.count_shared_allocation(size);
        }
        if (is_followed) {
            all_memory.live.follow(memory, size, live_heap::probability(bytes, interval), where, is_moved);
        }
        if (allocation_meter* const meter = allocation_meter::innermost()) {
            meter->allocated(memory, size);
        }
        return memory;
    }

    template <typename Source>
    DWELL_COLD static void free_watched(Source source, void* memory) {
        if (memory == nullptr) {
            return;
        }
        thread_state& mine = default_recorder::own_state();
        const uint64_t size = source.size_of(memory);
        bool was_moved = false;
        if (may_be_followed<Source>(memory)) {
            (void)all_memory.live.forget(memory, was_moved);
        }
        if (default_recorder::has_lasting_log()) {
            mine.current->memory.count_free(size);
        } else if (counts_without_log(mine)) {
            all_memory.without_log.count_shared_free(size);
        }
        if (allocation_meter* const meter = allocation_meter::innermost()) {
            meter->freed(memory);
        }
        source.release(memory, was_moved);
    }

    /// Whether a mark falls into the next `bytes`, and how far it is to the one after. A thread that is to look at each
    /// block, or has nothing to remember by, draws afresh each time: the distance to the next mark does not depend on
    /// how long there has been none.
    static bool reaches_mark(thread_state& mine, size_t bytes, uint64_t interval, bool has_log) noexcept {
        live_heap& live = all_memory.live;
        const bool knows_distance = mine.unwatched_bytes != 0 && mine.watched_interval == interval;
        const uint64_t distance = knows_distance ? mine.unwatched_bytes : live.draw_distance();
        const bool is_reached = bytes >= distance;
        const bool looks_at_each =
            !has_log || interval == live_heap::every_block || allocation_meter::innermost() != nullptr;
        mine.watched_interval = interval;
        mine.unwatched_bytes = looks_at_each ? 0 : is_reached ? live.draw_distance() : distance - bytes;
        const bool is_own = has_log && mine.current == &mine.log->own_work;
        return !is_own && interval != 0 && (is_reached || interval == live_heap::every_block);
    }

    static void lock_live_heap() noexcept { all_memory.live.lock().lock(); }
    static void unlock_live_heap() noexcept { all_memory.live.lock().unlock(); }

    static bool counts_without_log(const thread_state& mine) noexcept { return is_recording() && !mine.is_own_work; }

    static void* begin_own_work() noexcept {
        thread_state& mine = default_recorder::own_state();
        if (default_recorder::has_lasting_log()) {
            call_node* const before = mine.current;
            if (before == &mine.log->own_work) {
                return nullptr;
            }
            mine.users_position = before;
            mine.current = &mine.log->own_work;
            return before;
        }
        if (mine.is_own_work) {
            return nullptr;
        }
        mine.is_own_work = true;
        return &mine;
    }
    static void* pause_own_work() noexcept {
        thread_state& mine = default_recorder::own_state();
        if (mine.log == nullptr || mine.current != &mine.log->own_work) {
            return nullptr;
        }
        mine.current = mine.users_position;
        return &mine.log->own_work;
    }
    static void end_own_work(void* before) noexcept {
        thread_state& mine = default_recorder::own_state();
        if (before == &mine) {
            mine.is_own_work = false;
        } else {
            mine.current = static_cast<call_node*>(before);
        }
    }
};

/// For as long as it lives, a meter counts for the calling thread.
class metering {
public:
    explicit metering(allocation_meter& meter) noexcept : meter_(meter) {
        meter_.begin();
        allocation_recorder::watch_each();
    }
    ~metering() { meter_.end(); }
    metering(const metering&) = delete;
    metering& operator=(const metering&) = delete;

private:
    allocation_meter& meter_;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
