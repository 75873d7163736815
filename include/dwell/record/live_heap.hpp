// SPDX-License-Identifier: BSL-1.0
// The blocks of memory that are followed from their allocation until they are freed: who holds memory now.
#ifndef DWELL_RECORD_LIVE_HEAP_HPP
#define DWELL_RECORD_LIVE_HEAP_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/stats/splitmix64.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

struct call_node;

/// A block that is followed.
struct live_block : constructed_in_place {
    uintptr_t address = 0;
    uint64_t bytes = 0;
    double probability = 1.0;    ///< with which a block of its size is followed
    call_node* where = nullptr;  ///< the call path that allocated it; null where no log was there to tell
    bool is_moved = false;       ///< whether it got another alignment than was asked for
    live_block* next = nullptr;
};

/// Draws which blocks to follow, and finds those again. Every allocated byte is a mark with probability 1 / interval,
/// independently of all others (a Poisson process along the bytes that a thread allocates); a block with a mark in it
/// is followed. So a block of n bytes is followed with probability 1 - exp(-n / interval), and one that is stands for
/// 1 / probability blocks: the Horvitz-Thompson estimator, which is unbiased whatever the sizes are.
///
/// A block that is followed is given an address that is a multiple of `alignment`. Few others have one: so that
/// freeing those costs one test of the address, not a look-up. (Not on Windows, where a free must know whether an
/// alignment was asked for: there each free looks its block up.)
///
/// Any thread. One lock, taken for a block that is followed, and for a free that may be of one.
class live_heap {
public:
    static constexpr size_t alignment = 4096;
#if defined(_WIN32)
    static constexpr bool moves_blocks = false;
#else
    static constexpr bool moves_blocks = true;
#endif
    static constexpr uint64_t default_interval = uint64_t{512} << 10U;
    static constexpr uint64_t every_block = 1;
    static constexpr uint64_t largest_interval = uint64_t{1} << 50U;  ///< 37 times that is the longest distance drawn
    static constexpr uint64_t capacity = uint64_t{1} << 22U;  ///< blocks followed at any one time: 270 MB at most

    constexpr live_heap() noexcept = default;

    /// Mean number of bytes from one mark to the next; `every_block` where each block is followed, 0 where none is.
    [[nodiscard]] uint64_t interval() const noexcept { return interval_.load(); }
    void set_interval(uint64_t bytes) noexcept {
        if (bytes == every_block) {
            // Those are where they happen to be; and stay there when this is changed again.
            address_mask_.store(0);
        }
        interval_.store(bytes < largest_interval ? bytes : largest_interval);
    }

    /// False for nearly all blocks that are not followed. True for null.
    [[nodiscard]] DWELL_ALWAYS_INLINE bool may_follow(const void* memory) const noexcept {
        return (reinterpret_cast<uintptr_t>(memory) & address_mask_.load()) == 0 && is_slot_taken(memory);
    }

    /// The same for blocks that were left where they are.
    [[nodiscard]] bool may_follow_in_place(const void* memory) const noexcept { return is_slot_taken(memory); }

    /// How many bytes a thread may allocate until the next mark, that one included: at least 1.
    [[nodiscard]] uint64_t draw_distance() noexcept {
        const uint64_t interval = interval_.load();
        if (interval == 0) {
            return look_again_after;
        }
        uint64_t state = draws_.fetch_add(1) * 0x9E37'79B9'7F4A'7C15U;
        // In (0, 1]: the logarithm is finite.
        const double uniform = (static_cast<double>(splitmix64(state) >> 11U) + 1.0) * 0x1p-53;
        return static_cast<uint64_t>(-natural_log(uniform) * static_cast<double>(interval)) + 1;
    }
    void set_seed(uint64_t seed) noexcept { draws_.store(seed); }

    /// With which probability a block of this size has a mark in it.
    [[nodiscard]] static double probability(uint64_t bytes, uint64_t interval) noexcept {
        return interval <= every_block ? 1.0
                                       : 1.0 - exponential(-static_cast<double>(bytes) / static_cast<double>(interval));
    }

    /// Follows a block. Where there is no memory for that, or too many are followed, it is counted as lost.
    DWELL_COLD void follow(const void* memory, uint64_t bytes, double probability, call_node* where,
                           bool is_moved) noexcept {
        live_block* fresh = take_spare();
        if (fresh == nullptr) {
            lost_.fetch_add(1);
            return;
        }
        fresh->address = reinterpret_cast<uintptr_t>(memory);
        fresh->bytes = bytes;
        fresh->probability = probability;
        fresh->where = where;
        fresh->is_moved = is_moved;
        const spin_guard guard(lock_);
        atomic_cell<live_block*>& head = table_.load()[slot_of(memory)];
        fresh->next = head.load();
        head.store_release(fresh);
    }

    /// Ends it: true where the block was followed; `was_moved` is set then. Called before the memory is given back,
    /// after which another block may be there.
    DWELL_COLD bool forget(const void* memory, bool& was_moved) noexcept {
        if (!is_slot_taken(memory)) {
            return false;
        }
        const spin_guard guard(lock_);
        atomic_cell<live_block*>& head = table_.load()[slot_of(memory)];
        live_block* before = nullptr;
        for (live_block* block = head.load(); block != nullptr; before = block, block = block->next) {
            if (block->address == reinterpret_cast<uintptr_t>(memory)) {
                if (before != nullptr) {
                    before->next = block->next;
                } else {
                    head.store_release(block->next);
                }
                was_moved = block->is_moved;
                block->next = spare_;
                spare_ = block;
                return true;
            }
        }
        return false;
    }

    /// Calls `visit(const live_block&)` for each block that is followed now, and keeps all others waiting meanwhile:
    /// `visit` neither allocates nor frees.
    template <typename Visit>
    void for_each(const Visit& visit) noexcept {
        if (table_.load_acquire() == nullptr) {
            return;
        }
        const spin_guard guard(lock_);
        for (size_t slot = 0; slot < slots; ++slot) {
            for (const live_block* block = table_.load()[slot].load(); block != nullptr; block = block->next) {
                visit(*block);
            }
        }
    }

    /// Blocks that were to be followed and are not.
    [[nodiscard]] uint64_t lost() const noexcept { return lost_.load(); }
    spin_lock& lock() noexcept { return lock_; }

private:
    static constexpr size_t slots = size_t{1} << 16U;
    static constexpr uint64_t look_again_after = uint64_t{1} << 20U;  // bytes, while none is followed

    // The allocator hands a block out again that once was followed, and then its address is a multiple again.
    [[nodiscard]] bool is_slot_taken(const void* memory) const noexcept {
        const atomic_cell<live_block*>* const table = table_.load_acquire();
        return memory == nullptr || (table != nullptr && table[slot_of(memory)].load_acquire() != nullptr);
    }

    static size_t slot_of(const void* memory) noexcept {
        return static_cast<size_t>(
            static_cast<uint64_t>(reinterpret_cast<uintptr_t>(memory)) * 0x9E37'79B9'7F4A'7C15U >> 48U);
    }

    /// A block to describe one with. Null where there is no memory, or enough of them.
    live_block* take_spare() noexcept {
        {
            const spin_guard guard(lock_);
            if (live_block* const known = spare_; known != nullptr) {
                spare_ = known->next;
                return known;
            }
        }
        if (!has_table() || made_.load() >= capacity) {
            return nullptr;
        }
        void* const memory = allocate_zeroed(sizeof(live_block));
        if (memory == nullptr) {
            return nullptr;
        }
        made_.fetch_add(1);
        return new (memory) live_block;
    }

    bool has_table() noexcept {
        if (table_.load_acquire() != nullptr) {
            return true;
        }
        auto* const fresh =
            static_cast<atomic_cell<live_block*>*>(allocate_zeroed(slots * sizeof(atomic_cell<live_block*>)));
        atomic_cell<live_block*>* known = nullptr;
        if (fresh != nullptr && !table_.compare_exchange(known, fresh)) {
            release_memory(fresh);
        }
        return table_.load_acquire() != nullptr;
    }

    atomic_cell<uint64_t> interval_{default_interval};
    atomic_cell<uintptr_t> address_mask_{moves_blocks ? alignment - 1 : 0};
    atomic_cell<uint64_t> draws_{};
    atomic_cell<uint64_t> made_{};
    atomic_cell<uint64_t> lost_{};
    atomic_cell<atomic_cell<live_block*>*> table_{};
    live_block* spare_ = nullptr;
    spin_lock lock_;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
