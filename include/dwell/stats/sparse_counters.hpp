// SPDX-License-Identifier: BSL-1.0
// An array of counters most of which are 0: what a histogram stores its buckets in.
#ifndef DWELL_STATS_SPARSE_COUNTERS_HPP
#define DWELL_STATS_SPARSE_COUNTERS_HPP

#include <dwell/core/config.hpp>
#include <dwell/stats/binary_search.hpp>

#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// `Size` counters of 64 bits, kept in blocks of 16 and only where one of the 16 is not 0. The blocks lie sorted in one
/// vector. A table from block number to block makes increments fast: it is made on request, and never copied, so that a
/// value which is only read stays compact. The caller sees to it that no counter overflows.
template <size_t Size>
class sparse_counters {
public:
    sparse_counters() noexcept = default;
    sparse_counters(const sparse_counters& other) : blocks_(other.blocks_) {}
    sparse_counters(sparse_counters&& other) noexcept { swap(other); }
    sparse_counters& operator=(sparse_counters other) noexcept {
        swap(other);
        return *this;
    }
    ~sparse_counters() = default;
    void swap(sparse_counters& other) noexcept {
        blocks_.swap(other.blocks_);
        table_.swap(other.table_);
    }

    /// Adds 1 where the table leads to the counter; false, and nothing done, where it does not.
    DWELL_ALWAYS_INLINE bool increment_by_table(size_t index) noexcept {
        uint64_t* const* const table = table_.data();
        if (table == nullptr) [[unlikely]] {
            return false;
        }
        uint64_t* const counters = table[index / block_size];
        if (counters == nullptr) [[unlikely]] {
            return false;
        }
        ++counters[index % block_size];
        return true;
    }

    /// Adds `amount`, which is not 0. O(1) in ascending order of `index`.
    void add(size_t index, uint64_t amount) {
        const auto number = static_cast<uint16_t>(index / block_size);
        const size_t at = place_of(number);
        if (at == blocks_.size() || blocks_[at].number != number) {
            insert_block(at, number);
        }
        blocks_[at].counters[index % block_size] += amount;
    }

    void make_table() {
        if (table_.empty()) {
            table_.resize(block_count);
            fill_table();
        }
    }
    void drop_table() noexcept { table_ = std::vector<uint64_t*>(); }

    /// Adds every counter of `other`. O(blocks of both); nothing is changed where memory runs out.
    void merge(const sparse_counters& other) {
        insert_missing_blocks_of(other);
        auto mine = blocks_.begin();
        for (const block& theirs : other.blocks_) {
            while (mine->number != theirs.number) {
                ++mine;
            }
            for (size_t i = 0; i < block_size; ++i) {
                mine->counters[i] += theirs.counters[i];
            }
        }
    }

    /// Whether no counter of `other` is larger than the same one here.
    [[nodiscard]] bool covers(const sparse_counters& other) const noexcept {
        auto mine = blocks_.begin();
        for (const block& theirs : other.blocks_) {
            while (mine != blocks_.end() && mine->number < theirs.number) {
                ++mine;
            }
            if (mine == blocks_.end() || mine->number != theirs.number || !mine->covers(theirs)) {
                return false;
            }
        }
        return true;
    }

    /// Subtracts `other`, which this one covers, and forgets the blocks that become 0.
    void subtract(const sparse_counters& other) noexcept {
        auto theirs = other.blocks_.begin();
        size_t kept = 0;
        for (block& mine : blocks_) {
            if (theirs != other.blocks_.end() && theirs->number == mine.number) {
                for (size_t i = 0; i < block_size; ++i) {
                    mine.counters[i] -= theirs->counters[i];
                }
                ++theirs;
            }
            if (!mine.is_zero()) {
                blocks_[kept++] = mine;
            }
        }
        blocks_.resize(kept, block(unnumbered));
        drop_table();
    }

    /// Calls `f(index, counter)` for each counter that is not 0, in ascending order.
    template <typename Function>
    void for_each(Function&& f) const {
        for (const block& entry : blocks_) {
            for (size_t i = 0; i < block_size; ++i) {
                if (entry.counters[i] != 0) {
                    f(entry.number * block_size + i, entry.counters[i]);
                }
            }
        }
    }

    struct ranked {
        size_t index;     ///< of the counter
        uint64_t before;  ///< what the counters before it add up to
        uint64_t count;   ///< the counter
    };

    /// The counter at which the running sum reaches `rank`, which is at least 1 and at most `total`, the sum of all.
    /// From the nearer end, and whole blocks first: their sums are what a compiler can vectorise.
    [[nodiscard]] ranked at_rank(uint64_t rank, uint64_t total) const noexcept {
        const block* here = blocks_.data();
        uint64_t before = 0;
        if (rank <= total / 2) {
            for (uint64_t sum = here->sum(); sum < rank - before; sum = here->sum()) {
                before += sum;
                ++here;
            }
        } else {
            here += blocks_.size() - 1;
            before = total - here->sum();
            while (before >= rank) {
                --here;
                before -= here->sum();
            }
        }
        size_t within = 0;
        for (; here->counters[within] < rank - before; ++within) {
            before += here->counters[within];
        }
        return {here->number * block_size + within, before, here->counters[within]};
    }

    /// The first and the last index whose counter is not 0; there is one.
    [[nodiscard]] size_t first_index() const noexcept {
        size_t within = 0;
        while (blocks_.front().counters[within] == 0) {
            ++within;
        }
        return blocks_.front().number * block_size + within;
    }
    [[nodiscard]] size_t last_index() const noexcept {
        size_t within = block_size - 1;
        while (blocks_.back().counters[within] == 0) {
            --within;
        }
        return blocks_.back().number * block_size + within;
    }

    [[nodiscard]] bool operator==(const sparse_counters& other) const noexcept { return blocks_ == other.blocks_; }

private:
    // 16 counters are two cache lines: a sharp peak of latencies takes a few blocks, and 464 numbers name them all.
    static constexpr size_t block_size = 16;
    static constexpr size_t block_count = (Size + block_size - 1) / block_size;
    static constexpr uint16_t unnumbered = uint16_max;
    static_assert(block_count < unnumbered);

    struct block {
        uint16_t number;
        uint64_t counters[block_size]{};
        explicit block(uint16_t which) noexcept : number(which) {}
        [[nodiscard]] bool operator==(const block&) const noexcept = default;

        [[nodiscard]] bool covers(const block& other) const noexcept {
            bool result = true;
            for (size_t i = 0; i < block_size; ++i) {
                result &= counters[i] >= other.counters[i];
            }
            return result;
        }
        [[nodiscard]] uint64_t sum() const noexcept {
            uint64_t total = 0;
            for (const uint64_t counter : counters) {
                total += counter;
            }
            return total;
        }
        [[nodiscard]] bool is_zero() const noexcept {
            uint64_t any = 0;
            for (const uint64_t counter : counters) {
                any |= counter;
            }
            return any == 0;
        }
    };

    // The place of the block of this number, or where it would have to stand: after the last one in ascending order.
    [[nodiscard]] size_t place_of(uint16_t number) const noexcept {
        if (!blocks_.empty() && blocks_.back().number <= number) {
            return blocks_.size() - (blocks_.back().number == number ? 1 : 0);
        }
        return partition_point(blocks_.size(), [&](size_t i) { return blocks_[i].number < number; });
    }

    void insert_block(size_t at, uint16_t number) {
        size_t place = blocks_.size();
        blocks_.resize(place + 1, block(unnumbered));
        for (; place != at; --place) {
            blocks_[place] = blocks_[place - 1];
        }
        blocks_[at] = block(number);
        fill_table();
    }

    [[nodiscard]] size_t blocks_missing_from(const sparse_counters& other) const noexcept {
        size_t missing = 0;
        auto theirs = other.blocks_.begin();
        for (const block& mine : blocks_) {
            while (theirs != other.blocks_.end() && theirs->number < mine.number) {
                ++theirs;
            }
            missing += theirs == other.blocks_.end() || theirs->number != mine.number ? 1 : 0;
        }
        return missing;
    }

    /// Makes a block of zeros for each one that only `other` has. From the back, so that each block moves once.
    void insert_missing_blocks_of(const sparse_counters& other) {
        size_t missing = other.blocks_missing_from(*this);
        if (missing == 0) {
            return;
        }
        size_t mine = blocks_.size();
        blocks_.resize(mine + missing, block(unnumbered));
        size_t theirs = other.blocks_.size();
        // With nothing missing any more, the blocks in front are where they belong.
        while (missing != 0) {
            const uint16_t number = other.blocks_[--theirs].number;
            for (; mine != 0 && blocks_[mine - 1].number > number; --mine) {
                blocks_[mine - 1 + missing] = blocks_[mine - 1];
            }
            if (mine == 0 || blocks_[mine - 1].number != number) {
                --missing;
                blocks_[mine + missing] = block(number);
            }
        }
        fill_table();
    }

    void fill_table() noexcept {
        if (!table_.empty()) {
            for (block& entry : blocks_) {
                table_[entry.number] = entry.counters;
            }
        }
    }

    std::vector<block> blocks_;     // ascending by number, none without a counter that is not 0
    std::vector<uint64_t*> table_;  // by block number, null where there is none; empty where it was not asked for
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
