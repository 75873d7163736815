// SPDX-License-Identifier: BSL-1.0
// Reads what several threads record of the same values into one histogram, while they go on.
#ifndef DWELL_RECORD_LIVE_VALUES_READER_HPP
#define DWELL_RECORD_LIVE_VALUES_READER_HPP

#include <dwell/core/config.hpp>
#include <dwell/record/live_buckets.hpp>
#include <dwell/record/live_histogram.hpp>
#include <dwell/record/live_totals.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/histogram.hpp>

#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Used once: `add` for each part, then `read`. A part is only looked at by `read`.
class live_values_reader {
public:
    void add(const live_histogram& buckets) { buckets_.push_back(&buckets); }
    void add(const live_totals& totals) { totals_.push_back(&totals); }

    /// Every value in a bucket is in the totals too, since its writer put it there first and they are read last. The
    /// reverse may miss the value that each writer has in its hands.
    [[nodiscard]] histogram read() const {
        histogram result;
        for (size_t row = 0; row < live_histogram::row_count; ++row) {
            add_row(result, row);
        }
        uint64_t smallest = uint64_max;
        uint64_t largest = 0;
        for (const live_totals* const part : totals_) {
            smallest = smaller(smallest, part->minimum.load_acquire());
            largest = larger(largest, part->maximum.load_acquire());
            uint64_t low = 0;
            uint64_t high = 0;
            part->sum.read(low, high);
            result.add_to_sum(low, high);
            result.add_misfits(part->refused.load_acquire(), part->over_range.load_acquire());
        }
        result.set_extremes(smallest, largest);
        return result;
    }

private:
    // All parts of a row at once: the histogram takes its buckets fastest in ascending order.
    void add_row(histogram& result, size_t row) const {
        const size_t first = row * live_histogram::counters_per_row;
        uint64_t counts[2 * live_histogram::counters_per_row] = {};
        bool is_empty = true;
        for (const live_histogram* const part : buckets_) {
            for_each_counter(*part, row, [&](size_t index, const live_histogram::counter& counter) {
                const uint64_t count = counter.load_acquire();
                uint64_t& total = counts[index - first];
                total = count > uint64_max - total ? uint64_max : total + count;
                is_empty = false;
            });
        }
        if (is_empty) {
            return;
        }
        for (size_t i = 0; i < 2 * live_histogram::counters_per_row; ++i) {
            if (counts[i] == uint64_max) {
                result.set_saturated();
            }
            if (counts[i] != 0) {
                result.add_bucket(first + i, counts[i]);
            }
        }
    }

    std::vector<const live_histogram*> buckets_;
    std::vector<const live_totals*> totals_;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
