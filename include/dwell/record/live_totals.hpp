// SPDX-License-Identifier: BSL-1.0
// The sum, the extremes and the misfits of values that one thread records while others read them.
#ifndef DWELL_RECORD_LIVE_TOTALS_HPP
#define DWELL_RECORD_LIVE_TOTALS_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/stats/recordable.hpp>
#include <dwell/stats/wide_sum.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// A sum of 128 bits: neither the writer nor a reader ever waits.
class live_sum {
public:
    DWELL_ALWAYS_INLINE void add(uint64_t value) noexcept {
        const uint64_t sum = low_.load() + value;
        if (sum < value) [[unlikely]] {
            add(wide_sum{value, 0});
            return;
        }
        low_.store_release(sum);
    }

    DWELL_NOINLINE void add(wide_sum value) noexcept {
        wide_sum sum{low_.load(), high_.load()};
        sum.add(value);
        high_to_be_.store_release(sum.high);
        low_.store_release(sum.low);
        high_.store_release(sum.high);
    }

    /// Only ever larger than what was read before.
    [[nodiscard]] wide_sum read() const noexcept {
        for (int attempt = 0; attempt < 64; ++attempt) {
            // The writer's order is the opposite one: where both agree, the low word belongs to them.
            const uint64_t high = high_.load_acquire();
            const uint64_t low = low_.load_acquire();
            if (high_to_be_.load_acquire() == high) {
                return {low, high};
            }
        }
        // The writer stands still in the midst of a carry, or is gone: in the child of a fork. What it goes from is
        // below this, and what it goes to is not.
        return {0, high_to_be_.load_acquire()};
    }

    void clear() noexcept {
        high_to_be_.store(0);
        low_.store(0);
        high_.store(0);
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

    /// Takes in a value that will be counted, before its bucket: whoever sees it there finds it here, too.
    DWELL_ALWAYS_INLINE void add(uint64_t value) noexcept {
        if (value < minimum.load()) [[unlikely]] {
            minimum.store_release(value);
        }
        if (value > maximum.load()) [[unlikely]] {
            maximum.store_release(value);
        }
        sum.add(value);
    }

    /// The same for what may not fit, and for `times` values. False for one that is refused.
    bool add(fitted_value what, uint64_t times = 1) noexcept {
        if (what.fit == value_fit::refused) {
            count_up(refused, times);
            return false;
        }
        if (what.fit == value_fit::over_range) {
            count_up(over_range, times);
        }
        wide_sum values;
        values.add_product(what.value, times);
        add(values, what.value, what.value);
        return true;
    }

    /// Takes in the values of a whole histogram that holds one at least.
    void add(wide_sum values, uint64_t smallest, uint64_t largest) noexcept {
        if (smallest < minimum.load()) {
            minimum.store_release(smallest);
        }
        if (largest > maximum.load()) {
            maximum.store_release(largest);
        }
        sum.add(values);
    }

    /// The single writer's addition. What would pass 2^64 - 1 stays there.
    static void count_up(atomic_cell<uint64_t>& number, uint64_t times) noexcept {
        const uint64_t before = number.load();
        number.store_release(times > uint64_max - before ? uint64_max : before + times);
    }

    /// Nobody else reads or writes: in the child of a fork.
    void clear() noexcept {
        sum.clear();
        minimum.store(uint64_max);
        maximum.store(0);
        refused.store(0);
        over_range.store(0);
    }
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
