// SPDX-License-Identifier: BSL-1.0
// Follows every allocation of one thread for a while: what a callable allocates, holds at most, and leaves behind.
#ifndef DWELL_MEMORY_ALLOCATION_METER_HPP
#define DWELL_MEMORY_ALLOCATION_METER_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Blocks by their address: a hash table with linear probing. Not by <unordered_map>, whose memory would be counted.
class block_sizes {
public:
    block_sizes() noexcept = default;
    ~block_sizes() { release_memory(entries_); }
    block_sizes(const block_sizes&) = delete;
    block_sizes& operator=(const block_sizes&) = delete;

    /// False where there is no memory for it.
    bool insert(const void* memory, uint64_t bytes) noexcept {
        if (2 * (used_ + 1) > capacity_ && !grow()) {
            return false;
        }
        put(reinterpret_cast<uintptr_t>(memory), bytes);
        return true;
    }

    /// Whether the block was there, and how large it is.
    bool take(const void* memory, uint64_t& bytes) noexcept {
        const auto address = reinterpret_cast<uintptr_t>(memory);
        for (size_t at = slot_of(address); capacity_ != 0 && entries_[at].address != 0; at = next(at)) {
            if (entries_[at].address == address) {
                bytes = entries_[at].bytes;
                close_gap(at);
                --used_;
                return true;
            }
        }
        return false;
    }

    [[nodiscard]] uint64_t size() const noexcept { return used_; }

private:
    struct entry {
        uintptr_t address;
        uint64_t bytes;
    };

    [[nodiscard]] size_t slot_of(uintptr_t address) const noexcept {
        return static_cast<size_t>(static_cast<uint64_t>(address) * 0x9E37'79B9'7F4A'7C15U >> 32U) & (capacity_ - 1);
    }
    [[nodiscard]] size_t next(size_t at) const noexcept { return (at + 1) & (capacity_ - 1); }

    void put(uintptr_t address, uint64_t bytes) noexcept {
        size_t at = slot_of(address);
        while (entries_[at].address != 0) {
            at = next(at);
        }
        entries_[at] = {address, bytes};
        ++used_;
    }

    // Moves back what stands behind the gap and would no longer be found. D. E. Knuth, "The Art of Computer
    // Programming", volume 3, section 6.4, algorithm R.
    void close_gap(size_t gap) noexcept {
        for (size_t at = next(gap); entries_[at].address != 0; at = next(at)) {
            const size_t home = slot_of(entries_[at].address);
            if (((at - home) & (capacity_ - 1)) >= ((at - gap) & (capacity_ - 1))) {
                entries_[gap] = entries_[at];
                gap = at;
            }
        }
        entries_[gap] = {};
    }

    bool grow() noexcept {
        const size_t before = capacity_;
        entry* const old = entries_;
        const size_t wanted = before == 0 ? 64 : 2 * before;
        auto* const fresh = static_cast<entry*>(allocate_zeroed(wanted * sizeof(entry)));
        if (fresh == nullptr) {
            return false;
        }
        entries_ = fresh;
        capacity_ = wanted;
        used_ = 0;
        for (size_t i = 0; i < before; ++i) {
            if (old[i].address != 0) {
                put(old[i].address, old[i].bytes);
            }
        }
        release_memory(old);
        return true;
    }

    entry* entries_ = nullptr;
    size_t capacity_ = 0;  // a power of two
    size_t used_ = 0;
};

/// Counts for the calling thread from `begin` to `end`. Meters are nested: an outer one counts what an inner one does.
class allocation_meter {
public:
    allocation_meter() noexcept = default;
    allocation_meter(const allocation_meter&) = delete;
    allocation_meter& operator=(const allocation_meter&) = delete;

    /// The one that began last on the calling thread; null where none counts.
    [[nodiscard]] static allocation_meter* innermost() noexcept { return innermost_; }

    void begin() noexcept {
        outer_ = innermost_;
        innermost_ = this;
    }
    void end() noexcept { innermost_ = outer_; }

    void allocated(const void* memory, uint64_t bytes) noexcept {
        for (allocation_meter* meter = this; meter != nullptr; meter = meter->outer_) {
            ++meter->count_;
            meter->bytes_ += bytes;
            meter->held_ += bytes;
            meter->peak_ = meter->held_ > meter->peak_ ? meter->held_ : meter->peak_;
            if (!meter->blocks_.insert(memory, bytes)) {
                meter->is_complete_ = false;
            }
        }
    }
    /// What was allocated before the meter began, or by another thread, is none of its business.
    void freed(const void* memory) noexcept {
        uint64_t bytes = 0;
        for (allocation_meter* meter = this; meter != nullptr; meter = meter->outer_) {
            if (meter->blocks_.take(memory, bytes)) {
                meter->held_ -= bytes;
            }
        }
    }

    [[nodiscard]] uint64_t count() const noexcept { return count_; }
    [[nodiscard]] uint64_t bytes() const noexcept { return bytes_; }
    [[nodiscard]] uint64_t peak() const noexcept { return peak_; }
    [[nodiscard]] uint64_t held() const noexcept { return held_; }
    [[nodiscard]] uint64_t held_blocks() const noexcept { return blocks_.size(); }
    /// False where memory ran out for the list of blocks: `held` and `peak` are too large then.
    [[nodiscard]] bool is_complete() const noexcept { return is_complete_; }

private:
    DWELL_EXPORT static constinit thread_local allocation_meter* innermost_;

    allocation_meter* outer_ = nullptr;
    uint64_t count_ = 0;
    uint64_t bytes_ = 0;
    uint64_t held_ = 0;
    uint64_t peak_ = 0;
    bool is_complete_ = true;
    block_sizes blocks_;
};

inline constinit thread_local allocation_meter* allocation_meter::innermost_ = nullptr;

}  // namespace detail
DWELL_NAMESPACE_END

#endif
