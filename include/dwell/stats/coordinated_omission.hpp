// SPDX-License-Identifier: BSL-1.0
// The values that a load generator did not record while it waited for a slow answer. Light: no standard header.
#ifndef DWELL_STATS_COORDINATED_OMISSION_HPP
#define DWELL_STATS_COORDINATED_OMISSION_HPP

#include <dwell/core/config.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/wide_sum.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// What HdrHistogram's recordValueWithExpectedInterval adds to a value (G. Tene, https://hdrhistogram.org): the
/// arithmetic progression value - interval, value - 2 * interval, … down to the last that is not below the interval.
/// It can have 2^64 - 2 members, so nothing here goes through them one by one. A template, so that the light headers
/// may use it without this one: `Value` is uint64_t.
template <typename Value>
class missing_values {
public:
    /// None where `interval` is 0 or `value` is below twice the interval.
    constexpr missing_values(Value value, Value interval) noexcept : interval_(interval) {
        if (interval != 0 && value >= interval && value - interval >= interval) {
            count_ = value / interval - 1;
            smallest_ = interval + value % interval;
            largest_ = value - interval;
        }
    }

    [[nodiscard]] constexpr Value count() const noexcept { return count_; }
    /// These two where there is one.
    [[nodiscard]] constexpr Value smallest() const noexcept { return smallest_; }
    [[nodiscard]] constexpr Value largest() const noexcept { return largest_; }

    /// The member after the `n` largest; there is one.
    [[nodiscard]] constexpr Value after_largest(Value n) const noexcept { return largest_ - n * interval_; }

    /// Forgets all but the `n` largest; 0 < n <= count().
    constexpr void keep_largest(Value n) noexcept {
        smallest_ = after_largest(n - 1);
        count_ = n;
    }

    /// The exact sum of all members, each taken `times` over; count() * times is below 2^64.
    [[nodiscard]] constexpr wide_sum sum(Value times) const noexcept {
        // Members pair up, smallest with largest, to twice the mean; where their count is odd, the mean is a member.
        const Value half = count_ / 2;
        wide_sum result;
        if (count_ % 2 == 0) {
            result.add_product(smallest_, half * times);
            result.add_product(largest_, half * times);
        } else {
            result.add_product(smallest_ + half * interval_, count_ * times);
        }
        return result;
    }

    /// Calls `f(index, n)` for each bucket of `Layout` that holds n > 0 members, in ascending order. O(those buckets).
    template <typename Layout, typename Function>
    constexpr void for_each_bucket(Function&& f) const {
        Value left = count_;
        for (Value first = smallest_; left != 0;) {
            const size_t index = Layout::index(first);
            const Value n = smaller(left, (Layout::upper(index) - first) / interval_ + 1);
            f(index, n);
            left -= n;
            first += left == 0 ? 0 : n * interval_;
        }
    }

    /// Records every member in a distribution that others read meanwhile. False, and nothing recorded, where there is
    /// no memory. `Distribution` has `values` with `layout`, `reserve(value)` and `add(value, times)`, and `totals`.
    template <typename Distribution>
    bool add_to(Distribution& live) const noexcept {
        using layout = typename decltype(live.values)::layout;
        bool has_room = true;
        for_each_bucket<layout>(
            [&](size_t index, Value) { has_room = has_room && live.values.reserve(layout::lower(index)); });
        if (has_room && count_ != 0) {
            live.totals.add(sum(1), smallest_, largest_);
            for_each_bucket<layout>([&](size_t index, Value n) { live.values.add(layout::lower(index), n); });
        }
        return has_room;
    }

private:
    Value interval_;
    Value count_ = 0;
    Value smallest_ = 0;
    Value largest_ = 0;
};

/// Adds the values that are missing before `value`, each `times` over, exactly as if each had been recorded, the
/// largest first: where the count reaches 2^64 - 1, it is the smallest ones that find no room.
template <typename Histogram>
void add_missing_values(Histogram& into, uint64_t value, uint64_t interval, uint64_t times) {
    missing_values<uint64_t> missing(value, interval);
    if (missing.count() == 0 || times == 0) {
        return;
    }
    const uint64_t room = uint64_max - into.count();
    const uint64_t whole = smaller(missing.count(), room / times);
    const bool all_fit = whole == missing.count();
    const uint64_t next = all_fit ? 0 : missing.after_largest(whole);
    if (whole != 0) {
        missing.keep_largest(whole);
        Histogram added;
        missing.template for_each_bucket<typename Histogram::layout>(
            [&](size_t index, uint64_t n) { added.add_bucket(index, n * times); });
        added.set_extremes(missing.smallest(), missing.largest());
        const wide_sum sum = missing.sum(times);
        added.add_to_sum(sum.low, sum.high);
        into.merge(added);
    }
    if (!all_fit) {
        into.record(next, room % times);
        into.set_saturated();
    }
}

/// See `basic_histogram::corrected_for_coordinated_omission`.
template <typename Histogram>
[[nodiscard]] Histogram corrected_for_coordinated_omission(const Histogram& recorded, uint64_t interval) {
    Histogram result(recorded);
    recorded.for_each_bucket(
        [&](size_t, uint64_t, uint64_t upper, uint64_t count) { add_missing_values(result, upper, interval, count); });
    if (result.count() != recorded.count()) {
        // A missing value is below the one that hid it, so the largest stays what it was, exactly. Which is the
        // smallest depends on where in their buckets the values were.
        result.set_extremes((result.min)(), (recorded.max)(), false);
    }
    return result;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
