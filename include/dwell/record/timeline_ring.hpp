// SPDX-License-Identifier: BSL-1.0
// A ring of records that one thread writes, overwriting its oldest, and others copy meanwhile.
#ifndef DWELL_RECORD_TIMELINE_RING_HPP
#define DWELL_RECORD_TIMELINE_RING_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/record/thread_timeline.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// One thing that happened. What it happened to, a call node, the number of a series or the record of a name, shares a
/// word with the kind.
struct timeline_record {
    static constexpr unsigned kind_bits = 3;

    uint64_t what = 0;
    uint64_t at = 0;      ///< ticks: where a scope began
    uint64_t value = 0;   ///< ticks where a scope ended; a counter on this thread; the bits of a gauge
    uint64_t amount = 0;  ///< a scope's memory, see `packed_memory`; what a counter grew by

    static uint64_t of(timeline_kind kind, uint64_t number) noexcept {
        return number << kind_bits | static_cast<uint64_t>(kind);
    }
    /// `address` is a multiple of 8.
    static uint64_t of(timeline_kind kind, const void* address) noexcept {
        return reinterpret_cast<uintptr_t>(address) | static_cast<uint64_t>(kind);
    }
    [[nodiscard]] timeline_kind kind() const noexcept {
        return static_cast<timeline_kind>(what & ((uint64_t{1} << kind_bits) - 1));
    }
    [[nodiscard]] uint64_t number() const noexcept { return what >> kind_bits; }
    template <typename Subject>
    [[nodiscard]] Subject* subject() const noexcept {
        return reinterpret_cast<Subject*>(static_cast<uintptr_t>(what >> kind_bits << kind_bits));
    }
};

/// How much a scope itself has allocated, in one word: blocks in 24 bits, bytes in 40. What is more stays at the top.
struct packed_memory {
    static constexpr unsigned byte_bits = 40;
    static constexpr uint64_t most_bytes = (uint64_t{1} << byte_bits) - 1;
    static constexpr uint64_t most_blocks = (uint64_t{1} << (64 - byte_bits)) - 1;

    static uint64_t pack(uint64_t blocks, uint64_t bytes) noexcept {
        return (blocks < most_blocks ? blocks : most_blocks) << byte_bits | (bytes < most_bytes ? bytes : most_bytes);
    }
    static uint64_t blocks(uint64_t packed) noexcept { return packed >> byte_bits; }
    static uint64_t bytes(uint64_t packed) noexcept { return packed & most_bytes; }
};

/// Four words that one thread writes. Each is released, so that a reader that sees one sees all that came before it.
struct timeline_slot {
    atomic_cell<uint64_t> words[4];

    DWELL_ALWAYS_INLINE void store(const timeline_record& record) noexcept {
        words[0].store_release(record.what);
        words[1].store_release(record.at);
        words[2].store_release(record.value);
        words[3].store_release(record.amount);
    }
    [[nodiscard]] timeline_record load() const noexcept {
        return {words[0].load_acquire(), words[1].load_acquire(), words[2].load_acquire(), words[3].load_acquire()};
    }
};

/// The last `capacity` records. A reader copies what it wants, and then asks `first_intact(written())` which of them
/// the writer had not begun to overwrite: the writer releases its count before it touches the next slot, so whoever has
/// seen a new word in an old slot sees that count, too.
class timeline_ring {
public:
    /// Once, before the first record.
    void use(timeline_slot* slots, uint64_t capacity) noexcept {
        slots_ = slots;
        capacity_ = capacity;
    }

    /// Only the owner.
    DWELL_ALWAYS_INLINE void write(const timeline_record& record) noexcept {
        slots_[next_].store(record);
        next_ = next_ + 1 == capacity_ ? 0 : next_ + 1;
        written_.store_release(written_.load() + 1);
    }

    [[nodiscard]] timeline_slot* slots() const noexcept { return slots_; }
    [[nodiscard]] uint64_t capacity() const noexcept { return capacity_; }
    /// How many were written so far: their numbers are below it.
    [[nodiscard]] uint64_t written() const noexcept { return written_.load_acquire(); }
    /// The number of the oldest record that is whole while the one behind the first `count` is being written.
    [[nodiscard]] uint64_t first_intact(uint64_t count) const noexcept {
        return count + 1 > capacity_ ? count + 1 - capacity_ : 0;
    }
    [[nodiscard]] timeline_record at(uint64_t number) const noexcept { return slots_[number % capacity_].load(); }

    /// Nobody writes or reads meanwhile.
    void restart() noexcept {
        next_ = 0;
        written_.store(0);
    }

private:
    timeline_slot* slots_ = nullptr;
    uint64_t capacity_ = 0;
    uint64_t next_ = 0;  // of the owner alone
    atomic_cell<uint64_t> written_{};
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
