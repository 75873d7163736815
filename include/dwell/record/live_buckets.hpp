// SPDX-License-Identifier: BSL-1.0
// Goes through the counters of a live histogram: for readers, so that no recording file compiles it.
#ifndef DWELL_RECORD_LIVE_BUCKETS_HPP
#define DWELL_RECORD_LIVE_BUCKETS_HPP

#include <dwell/core/config.hpp>
#include <dwell/record/live_histogram.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Calls `visit(index, counter)` for every counter of a row, ascending; never where the row is not there.
template <typename Visit>
DWELL_ALWAYS_INLINE void for_each_counter(const live_histogram& live, size_t row, const Visit& visit) {
    live_histogram::counter* here = live.first_counter(row);
    if (here == nullptr) {
        return;
    }
    const size_t end = (row + 2) * live_histogram::counters_per_row;
    for (size_t index = end - live_histogram::size_of_row(row); index < end; ++index) {
        visit(index, *here++);
    }
}

/// Calls `visit(index, count)` for every bucket that holds something, ascending.
template <typename Visit>
void for_each_bucket(const live_histogram& live, const Visit& visit) {
    for (size_t row = 0; row < live_histogram::row_count; ++row) {
        for_each_counter(live, row, [&](size_t index, const live_histogram::counter& here) {
            if (const uint64_t count = here.load_acquire(); count != 0) {
                visit(index, count);
            }
        });
    }
}

/// How often the bucket `index` was counted.
[[nodiscard]] inline uint64_t count_at(const live_histogram& live, size_t index) noexcept {
    const live_histogram::counter* const here = live.counter_of(live_histogram::layout::lower(index));
    return here != nullptr ? here->load_acquire() : 0;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
