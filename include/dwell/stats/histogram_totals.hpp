// SPDX-License-Identifier: BSL-1.0
// What a histogram knows exactly, beside its buckets.
#ifndef DWELL_STATS_HISTOGRAM_TOTALS_HPP
#define DWELL_STATS_HISTOGRAM_TOTALS_HPP

#include <dwell/core/config.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/wide_sum.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Without values, `min` and `max` are what any value replaces, and count as exact.
struct histogram_totals {
    uint64_t count = 0;
    uint64_t min = uint64_max;
    uint64_t max = 0;
    wide_sum sum;
    uint64_t refused = 0;
    uint64_t over_range = 0;
    bool saturated = false;
    bool bounds_are_exact = true;

    [[nodiscard]] bool operator==(const histogram_totals&) const noexcept = default;

    /// Adds `amount` to one of the counts, which stops at 2^64 - 1.
    void count_up(uint64_t& to, uint64_t amount) noexcept {
        const uint64_t admitted = smaller(amount, uint64_max - to);
        saturated |= admitted != amount;
        to += admitted;
    }

    void merge_all_but_count(const histogram_totals& other) noexcept {
        min = smaller(min, other.min);
        max = larger(max, other.max);
        bounds_are_exact &= other.bounds_are_exact;
        const bool sum_fits = sum.add(other.sum);
        saturated |= other.saturated || !sum_fits;
        count_up(refused, other.refused);
        count_up(over_range, other.over_range);
    }

    /// Whether `earlier` can be an earlier state of this.
    [[nodiscard]] bool covers(const histogram_totals& earlier) const noexcept {
        return sum.covers(earlier.sum) && refused >= earlier.refused && over_range >= earlier.over_range;
    }

    /// Subtracts an earlier state; the bounds are the caller's to see to.
    void subtract(const histogram_totals& earlier) noexcept {
        count -= earlier.count;
        sum.subtract(earlier.sum);
        refused -= earlier.refused;
        over_range -= earlier.over_range;
    }

    void forget_bounds() noexcept {
        const histogram_totals fresh;
        min = fresh.min;
        max = fresh.max;
        bounds_are_exact = fresh.bounds_are_exact;
    }
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
