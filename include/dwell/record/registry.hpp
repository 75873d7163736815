// SPDX-License-Identifier: BSL-1.0
// Every thread log of one clock, and when recording began.
#ifndef DWELL_RECORD_REGISTRY_HPP
#define DWELL_RECORD_REGISTRY_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/clock.hpp>
#include <dwell/core/config.hpp>
#include <dwell/record/thread_log.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

struct scope_mirror;

/// One moment on three clocks: what ticks are fitted to.
struct clock_anchor {
    uint64_t ticks = 0;
    uint64_t monotonic_ns = 0;
    uint64_t unix_ns = 0;
};

/// The logs of a process that record with one clock. Never destroyed. Any thread.
class registry {
public:
    using read_clock = uint64_t (*)() noexcept;
    using read_clock_name = const char* (*)() noexcept;
    using prepare_log = void (*)(registry&, thread_log&) noexcept;

    constexpr registry(read_clock clock, read_clock_name name) noexcept : now_(clock), clock_name_(name) {}

    [[nodiscard]] uint64_t now() const noexcept { return now_(); }
    [[nodiscard]] const char* clock_name() const noexcept { return clock_name_(); }
    [[nodiscard]] thread_log* first_log() const noexcept { return logs_.load_acquire(); }
    /// When recording began; zeros before that.
    [[nodiscard]] clock_anchor start() const noexcept {
        const clock_anchor* const known = start_.load_acquire();
        return known != nullptr ? *known : clock_anchor{};
    }
    spin_lock& reader_lock() noexcept { return reader_lock_; }

    /// What ended on a thread other than its own, counted here because that thread may have no log.
    atomic_cell<uint64_t> ended_on_other_thread{};

    /// What a thread does that gets a log, once somebody has asked for a timeline; and which one is wanted. See
    /// record/timeline_switch.hpp.
    atomic_cell<prepare_log> prepare_timeline{};
    atomic_cell<uint64_t> timeline_wish{};

    /// Who is told of scopes; null for nobody. And who was last, for what has begun by then: see
    /// record/scope_mirror.hpp.
    atomic_cell<const scope_mirror*> mirror{};
    atomic_cell<const scope_mirror*> last_mirror{};

    /// A moment on all clocks: the closest of a few tries, since the thread may be interrupted between two readings.
    [[nodiscard]] clock_anchor read_anchor() const noexcept {
        clock_anchor best;
        uint64_t best_gap = uint64_max;
        for (int attempt = 0; attempt < 5; ++attempt) {
            const uint64_t before = now_();
            const uint64_t monotonic = monotonic_clock::now();
            const uint64_t after = now_();
            if (after - before <= best_gap) {
                best_gap = after - before;
                best = {before + (after - before) / 2, monotonic, 0};
            }
        }
        best.unix_ns = unix_time_ns();
        return best;
    }

    /// A log for the calling thread: a free one of that name, else a new one; null where there is no memory.
    /// `is_new` is false for a thread that was counted before.
    DWELL_COLD thread_log* acquire_log(const name_record* name, bool is_new) noexcept {
        thread_log* log = free_log(name);
        if (log == nullptr) {
            log = new_log(name);
        }
        if (log != nullptr) {
            log->threads_started.add(is_new ? 1 : 0);
            log->cpu.start();
        }
        return log;
    }

    /// A log for what is no thread and records in turns, such as a stream of a device: never handed on, and without CPU
    /// time. Null where there is no memory.
    DWELL_COLD thread_log* add_log(const name_record* name) noexcept {
        note_start();
        thread_log* const log = new_log(name);
        if (log != nullptr) {
            log->threads_started.add(1);
            if (const prepare_log prepare = prepare_timeline.load_acquire(); prepare != nullptr) {
                prepare(*this, *log);
            }
        }
        return log;
    }

    /// Gives a log back when its thread ends; the next thread of that name goes on with it.
    static void release_log(thread_log& log) noexcept {
        log.cpu.stop();
        log.owned.store_release(0);
    }

    /// Sets when recording began, once, before the first scope.
    void note_start() noexcept {
        if (start_.load_acquire() != nullptr) {
            return;
        }
        // Nobody waits for another thread here: the child of a fork would wait for one that it does not have.
        auto* const mine = static_cast<clock_anchor*>(allocate_zeroed(sizeof(clock_anchor)));
        if (mine == nullptr) {
            return;
        }
        *mine = read_anchor();
        clock_anchor* known = nullptr;
        if (!start_.compare_exchange(known, mine)) {
            release_memory(mine);
        }
    }

    /// Lets recording begin anew: in the child of a fork.
    void restart() noexcept {
        if (clock_anchor* const known = start_.load()) {
            *known = read_anchor();
        }
        ended_on_other_thread.store(0);
    }

private:
    thread_log* free_log(const name_record* name) noexcept {
        for (thread_log* log = first_log(); log != nullptr; log = log->next) {
            uint32_t expected = 0;
            if (log->thread_name.load() == name && log->owned.load() == 0 && log->owned.compare_exchange(expected, 1)) {
                return log;
            }
        }
        return nullptr;
    }

    thread_log* new_log(const name_record* name) noexcept {
        void* const memory = thread_log::allocate_aligned(sizeof(thread_log));
        if (memory == nullptr) {
            return nullptr;
        }
        auto* const log = new (memory) thread_log;
        log->thread_name.store(name);
        log->owned.store(1);
        thread_log* head = logs_.load_acquire();
        do {
            log->next = head;
            log->number = head != nullptr ? head->number + 1 : 0;
        } while (!logs_.compare_exchange(head, log));
        return log;
    }

    read_clock now_;
    read_clock_name clock_name_;
    atomic_cell<thread_log*> logs_{};
    spin_lock reader_lock_;
    atomic_cell<clock_anchor*> start_{};
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
