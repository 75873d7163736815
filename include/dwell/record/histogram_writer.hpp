// SPDX-License-Identifier: BSL-1.0
// Who writes to concurrent histograms: every thread's writer, the calling thread's own, and the histograms' numbers.
#ifndef DWELL_RECORD_HISTOGRAM_WRITER_HPP
#define DWELL_RECORD_HISTOGRAM_WRITER_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>
#include <dwell/record/histogram_parts.hpp>
#include <dwell/record/limits.hpp>
#include <dwell/record/shared_histogram.hpp>
#include <dwell/record/thread_end.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Every thread's writer, and the numbers of the histograms. Never destroyed. Any thread.
class histogram_writers {
public:
    /// Identities are multiples of this, so that those that follow one another take turns in a table of recent ones.
    static constexpr uint64_t identity_step = 16;

    constexpr histogram_writers() noexcept = default;

    /// For what threads that have nothing of their own write to a histogram. Held around a fork, so that the child
    /// never inherits it from a thread that it does not have.
    spin_lock& values_lock() noexcept {
        unsigned char expected = 0;
        if (is_fork_ready_.load() == 0 && is_fork_ready_.compare_exchange(expected, 1)) {
            // Of this registry, not of the one that the caller has: another plugin may record here.
            run_around_fork(before_fork_, after_fork_, in_child_);
        }
        return values_lock_;
    }

    /// Writers of threads that live, and of those that ended: the next thread takes one over.
    [[nodiscard]] histogram_writer* first() const noexcept { return writers_.load_acquire(); }

    /// A writer for the calling thread; null where there is no memory.
    DWELL_COLD histogram_writer* acquire() noexcept {
        for (histogram_writer* writer = first(); writer != nullptr; writer = writer->next) {
            uint32_t expected = 0;
            if (writer->in_use.load() == 0 && writer->in_use.compare_exchange(expected, 1)) {
                return writer;
            }
        }
        void* const memory = allocate_zeroed(sizeof(histogram_writer));
        if (memory == nullptr) {
            return nullptr;
        }
        auto* const writer = new (memory) histogram_writer;
        writer->in_use.store(1);
        histogram_writer* head = writers_.load();
        do {
            writer->next = head;
        } while (!writers_.compare_exchange(head, writer));
        return writer;
    }

    /// An identity that no histogram ever had. Never 0, and a multiple of `identity_step`.
    [[nodiscard]] uint64_t take_identity() noexcept {
        // Above, bits that another registry has different: a program and a plugin that the linker did not merge count
        // independently, and a histogram of one may be recorded to by the other.
        // Hashed: two copies of one plugin may lie a multiple of megabytes apart.
        const uint64_t hash = static_cast<uint64_t>(reinterpret_cast<uintptr_t>(this)) * 0x9E37'79B9'7F4A'7C15U;
        const uint64_t registry_bits = hash >> serial_bits << serial_bits;
        return registry_bits | (serials_.fetch_add(1) + 1) * identity_step;
    }

    /// A number that no other histogram has; `histogram_writer::capacity` where there is none left or no memory.
    DWELL_COLD uint32_t take_number() noexcept {
        const spin_guard guard(lock_);
        if (free_count_ != 0) {
            return free_numbers_[--free_count_];
        }
        if (used_count_ == histogram_writer::capacity || !grow_free_numbers()) {
            return histogram_writer::capacity;
        }
        return used_count_++;
    }

    /// Frees what every thread has under a number, and the number for the next histogram.
    DWELL_COLD void give_number_back(uint32_t number) noexcept {
        for (histogram_writer* writer = first(); writer != nullptr; writer = writer->next) {
            histogram_parts* const parts = writer->find(number);
            if (parts == nullptr) {
                continue;
            }
            if (own_part* const own = parts->own.load_acquire()) {
                parts->own.store_release(nullptr);
                release(*own);
            }
            if (guest_part* const guest = parts->guest.load_acquire()) {
                parts->guest.store_release(nullptr);
                release_memory(guest);
            }
        }
        const spin_guard guard(lock_);
        free_numbers_[free_count_++] = number;
    }

    /// A part for a thread of its own; null where memory or the limit of `recording_limits` is used up.
    DWELL_COLD own_part* make_own_part() noexcept {
        if (!take_bytes(sizeof(own_part))) {
            return nullptr;
        }
        void* const memory = allocate_zeroed(sizeof(own_part));
        if (memory == nullptr) {
            give_bytes_back(sizeof(own_part));
            return nullptr;
        }
        return new (memory) own_part;
    }

    /// Makes the row for a value in a thread's own part. False where memory or the limit is used up.
    DWELL_COLD bool make_row(own_part& part, uint64_t value) noexcept {
        const size_t size = shared_histogram::bytes_of_row(value);
        if (!take_bytes(size)) {
            return false;
        }
        if (!part.buckets.reserve(value)) {
            give_bytes_back(size);
            return false;
        }
        return true;
    }

    /// Bytes of buckets that threads have for themselves, of all histograms.
    [[nodiscard]] uint64_t own_bytes() const noexcept { return own_bytes_.load(); }

private:
    void release(own_part& part) noexcept {
        give_bytes_back(sizeof(own_part) + part.buckets.bytes());
        part.buckets.release();
        release_memory(&part);
    }

    bool take_bytes(size_t size) noexcept {
        if (own_bytes_.fetch_add(size) + size <= current_limits.concurrent_histogram_bytes.load()) {
            return true;
        }
        give_bytes_back(size);
        return false;
    }
    void give_bytes_back(size_t size) noexcept { own_bytes_.fetch_add(uint64_t{0} - size); }

    // Room for every number that was ever taken: giving one back never fails.
    bool grow_free_numbers() noexcept {
        if (used_count_ < free_capacity_) {
            return true;
        }
        const uint32_t capacity = free_capacity_ == 0 ? 64 : 2 * free_capacity_;
        auto* const fresh = static_cast<uint32_t*>(allocate_zeroed(capacity * sizeof(uint32_t)));
        if (fresh == nullptr) {
            return false;
        }
        // None is free now: there is nothing to copy.
        if (free_numbers_ != nullptr) {
            release_memory(free_numbers_);
        }
        free_numbers_ = fresh;
        free_capacity_ = capacity;
        return true;
    }

    static void lock_all() noexcept;
    static void unlock_all() noexcept;
    static void restart_in_child() noexcept;

    static constexpr unsigned serial_bits = 44;  // 2^40 histograms: 34 years at a thousand a second

    atomic_cell<histogram_writer*> writers_{};
    atomic_cell<uint64_t> own_bytes_{};
    atomic_cell<uint64_t> serials_{};
    void (*before_fork_)() = lock_all;
    void (*after_fork_)() = unlock_all;
    void (*in_child_)() = restart_in_child;
    atomic_cell<unsigned char> is_fork_ready_{};
    spin_lock values_lock_;  ///< never taken by who has `lock_`
    spin_lock lock_;
    uint32_t* free_numbers_ = nullptr;
    uint32_t free_count_ = 0;
    uint32_t free_capacity_ = 0;
    uint32_t used_count_ = 0;
};

DWELL_EXPORT inline constinit histogram_writers all_histogram_writers{};

inline void histogram_writers::lock_all() noexcept {
    all_histogram_writers.values_lock_.lock();
    all_histogram_writers.lock_.lock();
}
inline void histogram_writers::unlock_all() noexcept {
    all_histogram_writers.lock_.unlock();
    all_histogram_writers.values_lock_.unlock();
}

/// The calling thread's writer, and its own parts of the histograms that it recorded to last.
class DWELL_EXPORT own_writer {
public:
    /// The thread's own part of a histogram, where it is one of the last that it recorded to. An identity is never
    /// given a second time, so that what is left of a histogram that is gone is never found.
    [[nodiscard]] DWELL_ALWAYS_INLINE static bool find_recent(uint64_t identity, own_part*& own) noexcept {
        const recent_part& known = state_.recent[identity / histogram_writers::identity_step % recent_count];
        own = known.own;
        return known.identity == identity;
    }
    static void remember(uint64_t identity, own_part& own) noexcept {
        state_.recent[identity / histogram_writers::identity_step % recent_count] = {identity, &own};
    }

    /// The thread's writer; null where there is no memory, and at the very end of a thread, in the destructors of
    /// thread_local objects and after.
    DWELL_COLD static histogram_writer* get() noexcept {
        if (state_.writer == nullptr && !state_.has_ended) {
            state_.writer = all_histogram_writers.acquire();
            if (state_.writer != nullptr) {
                thread_end<own_writer, histogram_writer>::arm(state_.writer);
            }
        }
        return state_.writer;
    }

    /// The same, null where it has none yet.
    [[nodiscard]] static histogram_writer* current() noexcept { return state_.writer; }

private:
    static constexpr uint64_t recent_count = 16;
    static constexpr uint64_t no_identity = 1;
    struct recent_part {
        uint64_t identity = no_identity;
        own_part* own = nullptr;
    };
    struct state {
        recent_part recent[recent_count];
        histogram_writer* writer = nullptr;
        bool has_ended = false;
    };

    friend class thread_end<own_writer, histogram_writer>;
    static void end_thread(histogram_writer* forgotten) noexcept {
        histogram_writer* const mine = state_.writer != nullptr ? state_.writer : forgotten;
        for (recent_part& part : state_.recent) {
            part = {};
        }
        state_.writer = nullptr;
        state_.has_ended = true;
        if (mine != nullptr) {
            mine->in_use.store_release(0);
        }
    }

    static constinit thread_local state state_;
};

inline constinit thread_local own_writer::state own_writer::state_{};

/// The one thread there is keeps its writer; the next ones take over those of the threads that stayed in the parent.
inline void histogram_writers::restart_in_child() noexcept {
    unlock_all();
    for (histogram_writer* writer = all_histogram_writers.first(); writer != nullptr; writer = writer->next) {
        writer->in_use.store(writer == own_writer::current() ? 1 : 0);
    }
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
