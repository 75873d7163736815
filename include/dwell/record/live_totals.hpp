// SPDX-License-Identifier: BSL-1.0
// The sum, the extremes and the misfits of values that one thread records while others read them.
#ifndef DWELL_RECORD_LIVE_TOTALS_HPP
#define DWELL_RECORD_LIVE_TOTALS_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/stats/recordable.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// A sum of 128 bits: neither the writer nor a reader ever waits.
class live_sum {
public:
    DWELL_ALWAYS_INLINE void add(uint64_t value) noexcept {
        const uint64_t sum = low_.load() + value;
        if (sum < value) [[unlikely]] {
            set(sum, high_.load() + 1);
            return;
        }
        low_.store_release(sum);
    }

    /// Only the writer calls it; never less than before.
    DWELL_NOINLINE void set(uint64_t low, uint64_t high) noexcept {
        high_to_be_.store_release(high);
        low_.store_release(low);
        high_.store_release(high);
    }

    /// Only ever larger than what was read before.
    void read(uint64_t& low, uint64_t& high) const noexcept {
        for (int attempt = 0; attempt < 64; ++attempt) {
            // The writer's order is the opposite one: where both agree, the low word belongs to them.
            high = high_.load_acquire();
            low = low_.load_acquire();
            if (high_to_be_.load_acquire() == high) {
                return;
            }
        }
        // The writer stands still in the midst of a carry, or is gone: in the child of a fork. What it goes from is
        // below this, and what it goes to is not.
        high = high_to_be_.load_acquire();
        low = 0;
    }

private:
    atomic_cell<uint64_t> low_{};
    atomic_cell<uint64_t> high_to_be_{};  ///< `high_`, but already the next one while `low_` changes
    atomic_cell<uint64_t> high_{};
};

/// All that a histogram knows beside its buckets. One writer; for readers each number only ever goes one way.
struct live_totals {
    live_sum sum;
    atomic_cell<uint64_t> minimum{uint64_max};
    atomic_cell<uint64_t> maximum{};
    atomic_cell<uint64_t> refused{};     ///< negative or not a number
    atomic_cell<uint64_t> over_range{};  ///< above 2^64 - 1: in the top bucket

    // The writer's own, no atomics: compared in place, each saves an instruction a value.
    uint64_t own_minimum = uint64_max;
    uint64_t own_maximum = 0;

    /// Takes in a value that will be counted, before its bucket: whoever sees it there finds it here, too.
    DWELL_ALWAYS_INLINE void add(uint64_t value) noexcept {
        note_extremes(value, value);
        sum.add(value);
    }

    /// The same for what may not fit. False for one that is refused.
    bool add(fitted_value what) noexcept {
        if (what.fit == value_fit::refused) {
            refused.add(1);
            return false;
        }
        if (what.fit == value_fit::over_range) {
            over_range.add(1);
        }
        add(what.value);
        return true;
    }

    /// Takes in many values that will be counted: their sum as a `wide_sum`, which this header does without.
    template <typename WideSum>
    void add(WideSum values, uint64_t smallest, uint64_t largest) noexcept {
        WideSum total{};
        sum.read(total.low, total.high);
        total.add(values);
        note_extremes(smallest, largest);
        sum.set(total.low, total.high);
    }

    DWELL_ALWAYS_INLINE void note_extremes(uint64_t smallest, uint64_t largest) noexcept {
        if (smallest < own_minimum) [[unlikely]] {
            own_minimum = smallest;
            minimum.store_release(smallest);
        }
        if (largest > own_maximum) [[unlikely]] {
            own_maximum = largest;
            maximum.store_release(largest);
        }
    }
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
