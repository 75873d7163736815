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
/// 128 buckets in 1 KiB, but for the first row, which holds the values from 0 to 255. One writer; any number of
/// readers, for whom every counter only ever goes up.
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
        if (middle == 0) [[unlikely]] {
            return nullptr;
        }
        counter* const here = counter_at(middle, static_cast<size_t>(value >> exponent));
#if defined(__GNUC__) || defined(__clang__)
        if (here == nullptr) {
            __builtin_unreachable();  // the caller's test for null is the one above
        }
#endif
        return here;
    }
    /// The first counter of a row; null where the row is not there yet.
    [[nodiscard]] counter* first_counter(size_t row) const noexcept {
        const uintptr_t middle = middles_[row].load_acquire();
        return middle != 0 ? counter_at(middle, first_of_row(row)) : nullptr;
    }
    DWELL_ALWAYS_INLINE static void count_one(counter& here) noexcept { here.increment(); }

    /// Counts `times` values whose row is there, and has room for them.
    void add(uint64_t value, uint64_t times) noexcept {
        counter& here = *counter_of(value);
        here.store_release(here.load() + times);
    }

    /// Makes the row that `value` falls into. False where there is no memory.
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

    // A row's counters are found by a value's leading 8 bits, which begin with a 1 in every row but the first.
    [[nodiscard]] static constexpr size_t first_of_row(size_t row) noexcept { return row == 0 ? 0 : counters_per_row; }
    [[nodiscard]] static constexpr size_t size_of_row(size_t row) noexcept {
        return 2 * counters_per_row - first_of_row(row);
    }
    [[nodiscard]] DWELL_ALWAYS_INLINE static counter* counter_at(uintptr_t middle, size_t i) noexcept {
        return reinterpret_cast<counter*>(middle + i * sizeof(counter) - counters_per_row * sizeof(counter));
    }

private:
    DWELL_COLD bool add_first(uint64_t value) noexcept { return reserve(value) && add(value); }

protected:
    // Where a row's counter 128 is: inside its memory, or a leak checker would not find the way there. 0 for no row.
    atomic_cell<uintptr_t> middles_[row_count]{};
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
