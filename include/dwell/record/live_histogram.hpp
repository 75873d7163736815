// SPDX-License-Identifier: BSL-1.0
// A histogram that one thread writes while others read it.
#ifndef DWELL_RECORD_LIVE_HISTOGRAM_HPP
#define DWELL_RECORD_LIVE_HISTOGRAM_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>
#include <dwell/stats/buckets.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// The counters of a histogram, allocated a row at a time when a value first falls into it: a row is a power of two,
/// 128 buckets in 1 KiB, but for the first row, which holds the values from 0 to 255. One writer, or several where a
/// name says so; any number of readers, for whom every counter only ever goes up.
class live_histogram {
public:
    using layout = bucket_layout<>;
    using counter = atomic_cell<uint64_t>;
    static constexpr size_t counters_per_row = size_t{1} << layout::sub_bucket_bits;
    static constexpr size_t row_count = layout::count / counters_per_row - 1;

    /// Counts one value. False, and nothing counted, where there is no memory for its row.
    DWELL_ALWAYS_INLINE bool add(uint64_t value) noexcept {
        counter* const here = counter_of(value);
        if (here == nullptr) [[unlikely]] {
            return add_first(value);
        }
        count_one(*here);
        return true;
    }

    /// The counter of a value's bucket; null where its row is not there yet.
    [[nodiscard]] DWELL_ALWAYS_INLINE counter* counter_of(uint64_t value) const noexcept {
        const unsigned exponent = layout::width_exponent(value);
        const uintptr_t middle = middles_[exponent].load_acquire();
        return middle != 0 ? counter_at(middle, static_cast<size_t>(value >> exponent)) : nullptr;
    }
    DWELL_ALWAYS_INLINE static void count_one(counter& here) noexcept { here.store_release(here.load() + 1); }

    /// Counts `times` values whose row is there, and has room for them.
    void add(uint64_t value, uint64_t times) noexcept {
        counter& here = *counter_of(value);
        here.store_release(here.load() + times);
    }

    /// Whether `times` more values leave a counter so low that single ones, which nobody checks, take centuries to
    /// overflow it.
    [[nodiscard]] bool has_room(uint64_t value, uint64_t times) const noexcept {
        return ((counter_of(value)->load() | times) >> 62U) == 0;
    }

    /// Makes the row that `value` falls into, as any number of threads may at once. False where there is no memory.
    DWELL_COLD bool reserve(uint64_t value) noexcept {
        const size_t row = layout::width_exponent(value);
        uintptr_t known = middles_[row].load_acquire();
        if (known != 0) {
            return true;
        }
        void* const fresh = allocate_zeroed(size_of_row(row) * sizeof(counter));
        if (fresh == nullptr) {
            return false;
        }
        const uintptr_t middle =
            reinterpret_cast<uintptr_t>(fresh) + (counters_per_row - first_of_row(row)) * sizeof(counter);
        if (!middles_[row].compare_exchange(known, middle)) {
            release_memory(fresh);
        }
        return true;
    }

    /// The same without regard to room, as any number of threads may at once, with a locked instruction. What would
    /// pass 2^64 - 1 stays there.
    void add_shared(uint64_t value, uint64_t times) noexcept {
        counter& here = *counter_of(value);
        uint64_t before = here.load();
        if (times == 1 && (before >> 63U) == 0) {
            here.fetch_add(1);
            return;
        }
        while (!here.compare_exchange(before, times > uint64_max - before ? uint64_max : before + times)) {
        }
    }

    /// How often `index` was counted.
    [[nodiscard]] uint64_t count_at(size_t index) const noexcept {
        const counter* const here = counter_of(layout::lower(index));
        return here != nullptr ? here->load_acquire() : 0;
    }

    /// Calls `visit(index, count)` for every bucket that holds something, ascending.
    template <typename Visit>
    void for_each_bucket(const Visit& visit) const {
        for (size_t row = 0; row < row_count; ++row) {
            for_each_counter(row, [&](size_t index, counter& here) {
                if (const uint64_t count = here.load_acquire(); count != 0) {
                    visit(index, count);
                }
            });
        }
    }

    /// Calls `visit(index, counter)` for every counter of a row, ascending; never where the row is not there.
    template <typename Visit>
    void for_each_counter(size_t row, const Visit& visit) const {
        const uintptr_t middle = middles_[row].load_acquire();
        if (middle == 0) {
            return;
        }
        for (size_t i = first_of_row(row); i < 2 * counters_per_row; ++i) {
            visit(row * counters_per_row + i, *counter_at(middle, i));
        }
    }

    /// Bytes of the rows that are there.
    [[nodiscard]] size_t bytes() const noexcept {
        size_t total = 0;
        for (size_t row = 0; row < row_count; ++row) {
            total += middles_[row].load() != 0 ? size_of_row(row) * sizeof(counter) : 0;
        }
        return total;
    }
    [[nodiscard]] static size_t bytes_of_row(uint64_t value) noexcept {
        return size_of_row(layout::width_exponent(value)) * sizeof(counter);
    }

    /// Gives all memory back. Nobody else uses it any more.
    void release() noexcept {
        for (size_t row = 0; row < row_count; ++row) {
            if (const uintptr_t middle = middles_[row].load(); middle != 0) {
                release_memory(counter_at(middle, first_of_row(row)));
                middles_[row].store(0);
            }
        }
    }

private:
    // A row's counters are found by a value's leading 8 bits, which begin with a 1 in every row but the first.
    [[nodiscard]] static constexpr size_t first_of_row(size_t row) noexcept { return row == 0 ? 0 : counters_per_row; }
    [[nodiscard]] static constexpr size_t size_of_row(size_t row) noexcept {
        return 2 * counters_per_row - first_of_row(row);
    }
    [[nodiscard]] DWELL_ALWAYS_INLINE static counter* counter_at(uintptr_t middle, size_t i) noexcept {
        return reinterpret_cast<counter*>(middle + i * sizeof(counter) - counters_per_row * sizeof(counter));
    }

    DWELL_COLD bool add_first(uint64_t value) noexcept { return reserve(value) && add(value); }

    // Where a row's counter 128 is: inside its memory, or a leak checker would not find the way there. 0 for no row.
    atomic_cell<uintptr_t> middles_[row_count]{};
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
