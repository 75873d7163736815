// SPDX-License-Identifier: BSL-1.0
// The histogram: counts of values by bucket, exact count, sum, minimum and maximum, and quantiles within 0.79 %.
#ifndef DWELL_STATS_HISTOGRAM_HPP
#define DWELL_STATS_HISTOGRAM_HPP

#include <dwell/core/config.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/bucket_statistics.hpp>
#include <dwell/stats/buckets.hpp>
#include <dwell/stats/coordinated_omission.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/stats/histogram_totals.hpp>
#include <dwell/stats/recordable.hpp>
#include <dwell/stats/rescale.hpp>
#include <dwell/stats/sparse_counters.hpp>
#include <dwell/stats/wide_sum.hpp>

#include <utility>

DWELL_NAMESPACE_BEGIN

/// A histogram of values from 0 to 2^64 - 1 in any unit, as a plain value: copy, move, compare, merge, subtract.
/// Buckets are those of `bucket_layout<SubBucketBits>`; with the default of 7 bits no quantile is off by more than
/// 0.79 %. Memory is 136 bytes for each 16 neighbouring buckets that hold a value, and 4 KB once it is recorded to.
///
/// Not thread-safe: one thread at a time writes, or any number read. Nothing wraps: a count that would pass 2^64 - 1
/// stays there and `saturated()` says so. Only memory exhaustion can throw (and ends the program under
/// -fno-exceptions); the histogram is then as it was. docs/statistics.md derives the errors given here. Quantiles and
/// other numbers that come out of the buckets are in `bucket_statistics`.
template <unsigned SubBucketBits = 7>
class basic_histogram : public bucket_statistics<basic_histogram<SubBucketBits>> {
public:
    using layout = bucket_layout<SubBucketBits>;

    basic_histogram() noexcept = default;
    basic_histogram(const basic_histogram&) = default;
    basic_histogram(basic_histogram&& other) noexcept { swap(other); }
    basic_histogram& operator=(basic_histogram other) noexcept {
        swap(other);
        return *this;
    }
    ~basic_histogram() = default;
    void swap(basic_histogram& other) noexcept {
        counters_.swap(other.counters_);
        std::swap(totals_, other.totals_);
    }
    friend void swap(basic_histogram& a, basic_histogram& b) noexcept { a.swap(b); }

    /// Records `value`, `times` over; about 1 ns. A floating value is truncated toward zero. A negative value and a NaN
    /// are refused: they change `refused()` and nothing else. A value above 2^64 - 1 is recorded as 2^64 - 1, and
    /// counted in `over_range()` too.
    template <recordable Value>
    void record(Value value, uint64_t times = 1) {
        const detail::fitted_value fitted = detail::fit_value(value);
        if (fitted.fit != detail::value_fit::inside) {
            note_misfit(fitted.fit, times);
        }
        if (fitted.fit != detail::value_fit::refused) {
            record_integer(fitted.value, times);
        }
    }

    /// Records `value`, and those that a load generator which sends every `interval` missed while it waited for it:
    /// value - interval, value - 2 * interval, … down to the last that is not below `interval`; each `times` over. Just
    /// `record` where `interval` is below 1, NaN, or more than half of `value`. O(buckets between the two), no value
    /// being gone through one by one, and exact, the sum too. docs/statistics.md says when to use it.
    template <recordable Value, recordable Interval>
    void record_with_expected_interval(Value value, Interval interval, uint64_t times = 1) {
        record(value, times);
        detail::add_missing_values(*this, detail::fit_value(value).value, detail::fit_value(interval).value, times);
    }

    /// The same after the fact: for each value recorded, the upper bound of its bucket standing in for it, the missing
    /// ones are added, as HdrHistogram's copyCorrectedForCoordinatedOmission does. Each of those is off by less than
    /// the bucket's width (0.79 % of the value that hid it), `min()` and the sum too; what was recorded stays exact.
    /// A copy where `interval` is below 1 or NaN. O(buckets squared).
    template <recordable Interval>
    [[nodiscard]] basic_histogram corrected_for_coordinated_omission(Interval interval) const {
        return detail::corrected_for_coordinated_omission(*this, detail::fit_value(interval).value);
    }

    /// How many values were recorded.
    [[nodiscard]] uint64_t count() const noexcept { return totals_.count; }
    [[nodiscard]] bool empty() const noexcept { return totals_.count == 0; }

    /// The smallest and the largest value recorded; 0 when empty. Exact where `bounds_are_exact()`, and otherwise a
    /// lower and an upper bound, off by less than a bucket's width (0.79 % for 7 bits).
    [[nodiscard]] uint64_t(min)() const noexcept { return empty() ? 0 : totals_.min; }
    [[nodiscard]] uint64_t(max)() const noexcept { return empty() ? 0 : totals_.max; }
    [[nodiscard]] bool bounds_are_exact() const noexcept { return totals_.bounds_are_exact; }

    /// The sum of all values, exact up to 2^64 - 1, where it stays. `sum_low()` and `sum_high()` are the two words of
    /// the exact sum of 128 bits.
    [[nodiscard]] uint64_t sum() const noexcept { return sum_high() == 0 ? sum_low() : uint64_max; }
    [[nodiscard]] uint64_t sum_low() const noexcept { return totals_.sum.low; }
    [[nodiscard]] uint64_t sum_high() const noexcept { return totals_.sum.high; }

    /// The arithmetic mean, from the exact sum; 0 when empty.
    [[nodiscard]] double mean() const noexcept {
        return empty() ? 0.0
                       : detail::clamped(totals_.sum.to_double() / static_cast<double>(totals_.count),
                                         static_cast<double>(totals_.min), static_cast<double>(totals_.max));
    }

    /// Values that were refused: negative or NaN.
    [[nodiscard]] uint64_t refused() const noexcept { return totals_.refused; }
    /// Values above 2^64 - 1, which count as 2^64 - 1.
    [[nodiscard]] uint64_t over_range() const noexcept { return totals_.over_range; }
    /// Whether a count or the sum would have overflowed: every number is then a lower bound.
    [[nodiscard]] bool saturated() const noexcept { return totals_.saturated; }

    /// Adds all that `other` recorded, as if it had been recorded here: commutative and associative, exactly, until
    /// something saturates. Histograms of different precision do not merge: a compile error. O(buckets).
    void merge(const basic_histogram& other) {
        if (other.totals_.count <= uint64_max - totals_.count) {
            counters_.merge(other.counters_);
            totals_.count += other.totals_.count;
            refuse_increments_if_high();
        } else {
            basic_histogram result(*this);
            other.counters_.for_each([&](size_t index, uint64_t n) { result.append(index, n); });
            swap(result);
        }
        totals_.merge_all_but_count(other.totals_);
    }

    /// Takes away what an earlier state of this histogram had recorded: what is left is what came since. `min()` and
    /// `max()` become bounds (unless `earlier` is empty). False, with nothing changed, where `earlier` is no earlier
    /// state: a count would go below 0.
    [[nodiscard]] bool subtract(const basic_histogram& earlier) noexcept {
        if (!counters_.covers(earlier.counters_) || !totals_.covers(earlier.totals_)) {
            return false;
        }
        counters_.subtract(earlier.counters_);
        totals_.subtract(earlier.totals_);
        if (!earlier.empty()) {
            loosen_bounds();
        }
        return true;
    }

    /// Calls `f(index, lower, upper, count)` for each bucket that holds a value, in ascending order; `lower` and
    /// `upper` are its smallest and largest integer.
    template <typename Function>
    void for_each_bucket(Function&& f) const {
        counters_.for_each([&](size_t index, uint64_t n) { f(index, layout::lower(index), layout::upper(index), n); });
    }

    /// A bucket, and how many values are below it.
    struct ranked_bucket {
        uint64_t lower;   ///< its smallest integer
        uint64_t upper;   ///< its largest integer
        uint64_t before;  ///< values in the buckets below it
        uint64_t count;   ///< values in it
    };

    /// The bucket of the value of rank `rank`, which is at least 1 (the smallest) and at most `count()`. O(buckets).
    [[nodiscard]] ranked_bucket bucket_at_rank(uint64_t rank) const noexcept {
        const auto found = counters_.at_rank(rank, totals_.count);
        return {layout::lower(found.index), layout::upper(found.index), found.before, found.count};
    }

    // To build a histogram out of buckets that were counted elsewhere: add_bucket for each, in ascending order for
    // O(1) each; then set_extremes and add_to_sum.

    /// Adds `n` values to a bucket; `min()` and `max()` become bounds. False, and nothing done, for no such bucket.
    bool add_bucket(size_t index, uint64_t n) {
        if (index >= layout::count) {
            return false;
        }
        if (append(index, n) != 0) {
            totals_.min = detail::smaller(totals_.min, layout::lower(index));
            totals_.max = detail::larger(totals_.max, layout::upper(index));
            totals_.bounds_are_exact = false;
        }
        return true;
    }

    /// Says what the smallest and the largest value were, once all buckets are there. One that does not lie in the
    /// first or the last bucket is not believed: the bucket's bound stays, and the result is false. `are_exact` is
    /// false where they are known to be bounds.
    bool set_extremes(uint64_t smallest, uint64_t largest, bool are_exact = true) noexcept {
        if (empty() || smallest > largest) {
            return false;
        }
        const bool smallest_fits = layout::index(smallest) == counters_.first_index();
        const bool largest_fits = layout::index(largest) == counters_.last_index();
        totals_.min = smallest_fits ? smallest : totals_.min;
        totals_.max = largest_fits ? largest : totals_.max;
        totals_.bounds_are_exact = are_exact && smallest_fits && largest_fits;
        return smallest_fits && largest_fits;
    }

    /// Adds `high * 2^64 + low` to the sum.
    void add_to_sum(uint64_t low, uint64_t high = 0) noexcept { totals_.saturated |= !totals_.sum.add({low, high}); }

    /// Adds to the values that were refused, and to those among the recorded ones that were above 2^64 - 1.
    void add_misfits(uint64_t refused, uint64_t over_range) noexcept {
        totals_.count_up(totals_.refused, refused);
        totals_.count_up(totals_.over_range, over_range);
    }

    /// Says that some number would have overflowed where the values were counted.
    void set_saturated() noexcept { totals_.saturated = true; }

    /// The histogram of the same values, each multiplied by `factor` and rounded. Re-bucketed: a quantile of the result
    /// is within 1.6 % of that of the values multiplied (7 bits; two buckets' widths), or half a unit where that is
    /// more; minimum, maximum, sum and mean are multiplied as they are. All values are refused where `factor` is
    /// negative, infinite or NaN.
    [[nodiscard]] basic_histogram scaled(double factor) const {
        return factor == 1.0 ? *this : detail::rescaled(*this, factor);
    }

    [[nodiscard]] bool operator==(const basic_histogram&) const noexcept = default;

private:
    DWELL_ALWAYS_INLINE void record_integer(uint64_t value, uint64_t times) {
        if (times != 1 || !counters_.increment_by_table(layout::index(value))) {
            record_slowly(value, times);
            return;
        }
        ++totals_.count;
        if (!totals_.sum.add(value)) [[unlikely]] {
            totals_.saturated = true;
        }
        if (value < totals_.min) [[unlikely]] {
            totals_.min = value;
        }
        if (value > totals_.max) [[unlikely]] {
            totals_.max = value;
        }
    }

    DWELL_COLD void record_slowly(uint64_t value, uint64_t times) {
        if (!count_is_high()) {
            counters_.make_table();
        }
        const uint64_t admitted = append(layout::index(value), times);
        if (admitted != 0) {
            const bool sum_fits = totals_.sum.add_product(value, admitted);
            totals_.saturated |= !sum_fits;
            totals_.min = detail::smaller(totals_.min, value);
            totals_.max = detail::larger(totals_.max, value);
        }
    }

    DWELL_COLD void note_misfit(detail::value_fit fit, uint64_t times) noexcept {
        totals_.count_up(fit == detail::value_fit::refused ? totals_.refused : totals_.over_range, times);
    }

    /// Adds to a bucket what the count still has room for, and returns it.
    uint64_t append(size_t index, uint64_t n) {
        const uint64_t admitted = detail::smaller(n, uint64_max - totals_.count);
        if (admitted != 0) {
            counters_.add(index, admitted);
            totals_.count += admitted;
            refuse_increments_if_high();
        }
        totals_.saturated |= admitted != n;
        return admitted;
    }

    // Increments by the table do not look for overflow: from a count that is not high they need centuries to get there.
    [[nodiscard]] bool count_is_high() const noexcept { return (totals_.count >> 63) != 0; }
    void refuse_increments_if_high() noexcept {
        if (count_is_high()) {
            counters_.drop_table();
        }
    }

    void loosen_bounds() noexcept {
        if (empty()) {
            totals_.forget_bounds();
            return;
        }
        totals_.min = detail::larger(totals_.min, layout::lower(counters_.first_index()));
        totals_.max = detail::smaller(totals_.max, layout::upper(counters_.last_index()));
        totals_.bounds_are_exact = false;
    }

    detail::sparse_counters<layout::count> counters_;
    detail::histogram_totals totals_;
};

/// The histogram that dwell uses: 7 bits of sub-buckets, quantiles within 0.79 %.
using histogram = basic_histogram<>;

DWELL_NAMESPACE_END

#endif
