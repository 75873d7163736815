// SPDX-License-Identifier: BSL-1.0
// A live histogram that ends before the process does, and that several threads may write at once.
#ifndef DWELL_RECORD_SHARED_HISTOGRAM_HPP
#define DWELL_RECORD_SHARED_HISTOGRAM_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>
#include <dwell/record/live_histogram.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Either one thread writes, with `add`, or any number, with `add_shared`. Rows are made by any number at once.
class shared_histogram : public live_histogram {
public:
    /// Counts `times` values whose row is there, with a locked instruction. What would pass 2^64 - 1 stays there.
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

    /// Whether `times` more values, whose row is there, leave a counter so low that single ones, which nobody checks,
    /// take centuries to overflow it.
    [[nodiscard]] bool has_room(uint64_t value, uint64_t times) const noexcept {
        return ((counter_of(value)->load() | times) >> 62U) == 0;
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
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
