// SPDX-License-Identifier: BSL-1.0
// A histogram that any number of threads record to at once.
#ifndef DWELL_RECORD_CONCURRENT_HISTOGRAM_HPP
#define DWELL_RECORD_CONCURRENT_HISTOGRAM_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>
#include <dwell/record/histogram_parts.hpp>
#include <dwell/record/histogram_writer.hpp>
#include <dwell/record/live_histogram.hpp>
#include <dwell/record/live_totals.hpp>
#include <dwell/record/live_values_reader.hpp>
#include <dwell/record/shared_histogram.hpp>
#include <dwell/stats/coordinated_omission.hpp>
#include <dwell/stats/histogram.hpp>
#include <dwell/stats/recordable.hpp>
#include <dwell/stats/wide_sum.hpp>

DWELL_NAMESPACE_BEGIN

/// A histogram with the buckets of `histogram`, for any number of writers and readers at once. A member, a static, an
/// element of an array; constant-initialised, neither copied nor moved. It is destroyed when nobody uses it any more;
/// the threads that did may live on. Not a part of any profile, and not switched off by DWELL_PROFILING or
/// DWELL_ENABLED.
///
/// A thread that has recorded 64 values gets buckets of its own; from then on `record` is wait-free, without a locked
/// instruction, and writes no cache line that another thread writes, but where a value is the thread's first in its
/// power of two, whose buckets it then allocates. Before that, it counts in buckets that all such threads share, with
/// one locked instruction. What a thread has of its own passes to the next thread that starts, so that many short
/// threads need the memory of the most that lived at once. One lock for all histograms is taken by a histogram's first
/// value, by `merge`, and for each value that a thread records in the destructors of its thread_local objects and in
/// static destructors, or to a histogram of a plugin that was not linked to share symbols with the thread's code.
/// The child of a fork goes on from what its parent had recorded.
///
/// Memory: 560 bytes, and 1 KB for each power of two in the shared buckets (2 KB for the values below 256). For each
/// thread that recorded here 0.1 KB and, if often, the same as the histogram again; and for each thread 8 KB, and 4 KB
/// for each 256 histograms that it recorded to. 64 threads that each record to 10,000 histograms take 70 MiB for 20
/// values each, and 145 MiB for 200. Threads' own buckets are bounded for all histograms together, by
/// `recording_limits::concurrent_histogram_bytes` (64 MiB): beyond, threads go on in the shared ones. At most 262,144
/// histograms have something of each thread's own at any one time; further ones take the lock for each value.
class concurrent_histogram {
public:
    constexpr concurrent_histogram() noexcept = default;
    concurrent_histogram(const concurrent_histogram&) = delete;
    concurrent_histogram& operator=(const concurrent_histogram&) = delete;

    ~concurrent_histogram() {
        if (const uint32_t number = number_.load_acquire(); number != no_number) {
            home_->give_number_back(number);
        }
        shared_.release();
    }

    /// Records `value`, `times` over, as `histogram::record` does: what is negative or not a number is refused, what is
    /// too large goes into the top bucket, and both are counted. Any thread.
    template <recordable Value>
    DWELL_ALWAYS_INLINE void record(Value value, uint64_t times = 1) noexcept {
        const detail::fitted_value fitted = detail::fit_value(value);
        detail::own_part* own;
        if (!detail::own_writer::find_recent(identity_.load(), own) || times != 1 ||
            fitted.fit != detail::value_fit::inside) [[unlikely]] {
            record_slowly(fitted, times);
            return;
        }
        detail::live_histogram::counter* const counter = own->buckets.counter_of(fitted.value);
        if (counter == nullptr) [[unlikely]] {
            record_slowly(fitted, times);
            return;
        }
        own->totals.add(fitted.value);
        detail::live_histogram::count_one(*counter);
    }

    /// The same with the values that a load generator missed, which sends every `interval`: see
    /// `histogram::record_with_expected_interval`. Where there are some, it allocates, and takes a lock. Any thread.
    template <recordable Value, recordable Interval>
    void record_with_expected_interval(Value value, Interval interval, uint64_t times = 1) {
        using missing = detail::missing_values<uint64_t>;
        if (missing(detail::fit_value(value).value, detail::fit_value(interval).value).count() == 0) {
            record(value, times);
            return;
        }
        histogram all;
        all.record_with_expected_interval(value, interval, times);
        merge(all);
    }

    /// All that was recorded so far, while the writers go on: each later one holds at least what an earlier one did, so
    /// that `subtract` gives what came in between. Waits for nobody. O(threads + buckets).
    [[nodiscard]] histogram snapshot() const {
        detail::live_values_reader reader;
        reader.add(shared_);
        reader.add(totals_);
        if (const uint32_t number = number_.load_acquire(); number != no_number) {
            for (const detail::histogram_writer* writer = home_->first(); writer != nullptr; writer = writer->next) {
                read_parts(writer->find(number), reader);
            }
        }
        histogram result = reader.read();
        if (merged_saturated_.load_acquire() != 0) {
            result.set_saturated();
        }
        if (merged_bounds_.load_acquire() != 0) {
            result.set_extremes((result.min)(), (result.max)(), false);
        }
        return result;
    }

    /// Adds all that a histogram recorded. Any thread; a lock keeps two of them apart. O(buckets).
    void merge(const histogram& other) noexcept {
        merge_totals(other);
        other.for_each_bucket([this](size_t, uint64_t lower, uint64_t, uint64_t n) {
            if (shared_.reserve(lower)) {
                shared_.add_shared(lower, n);
            } else {
                lost_.fetch_add(n);
            }
        });
    }

    /// Values that were not counted, because memory ran out. Any thread.
    [[nodiscard]] uint64_t lost() const noexcept { return lost_.load(); }

private:
    static constexpr uint32_t calls_as_guest = 64;
    static constexpr uint32_t no_number = detail::histogram_writer::capacity;

    void merge_totals(const histogram& other) noexcept {
        const detail::spin_guard guard(home_->values_lock());
        count_up(totals_.refused, other.refused());
        count_up(totals_.over_range, other.over_range());
        if (other.saturated()) {
            merged_saturated_.store_release(1);
        }
        if (!other.empty()) {
            if (!other.bounds_are_exact()) {
                merged_bounds_.store_release(1);
            }
            totals_.add(detail::wide_sum{other.sum_low(), other.sum_high()}, (other.min)(), (other.max)());
        }
    }

    DWELL_NOINLINE void record_slowly(detail::fitted_value fitted, uint64_t times) noexcept {
        if (times == 0) {
            return;
        }
        if (detail::histogram_parts* const parts = own_parts()) {
            if (detail::own_part* const own = own_part_of(*parts)) {
                detail::own_writer::remember(identity_.load(), *own);
                record_own(*own, fitted, times);
                return;
            }
            if (detail::guest_part* const guest = guest_part_of(*parts)) {
                ++guest->calls;
                record_shared(guest->totals, fitted, times);
                return;
            }
        }
        const detail::spin_guard guard(home_->values_lock());
        record_shared(totals_, fitted, times);
    }

    /// What the calling thread has of this histogram. Null where there is no memory, at the thread's very end, and on
    /// a thread of another registry.
    detail::histogram_parts* own_parts() noexcept {
        detail::histogram_writer* const writer = detail::own_writer::get();
        if (writer == nullptr || home_ != &detail::all_histogram_writers || !is_registered()) {
            return nullptr;
        }
        return writer->find_or_add(number_.load());
    }

    /// Sees to it that the histogram has a number and an identity. False where there is no number left.
    bool is_registered() noexcept {
        if (number_.load_acquire() != no_number) {
            return true;
        }
        const detail::spin_guard guard(home_->values_lock());
        if (number_.load() == no_number) {
            const uint32_t number = home_->take_number();
            if (number == no_number) {
                return false;
            }
            identity_.store(home_->take_identity());
            number_.store_release(number);
        }
        return true;
    }

    /// The calling thread's own part, made once it has recorded often. Null before that.
    detail::own_part* own_part_of(detail::histogram_parts& parts) noexcept {
        detail::own_part* own = parts.own.load();
        if (own == nullptr) {
            const detail::guest_part* const guest = parts.guest.load();
            if (guest != nullptr && guest->calls != 0 && guest->calls % calls_as_guest == 0) {
                own = detail::all_histogram_writers.make_own_part();
                parts.own.store_release(own);
            }
        }
        return own;
    }

    static detail::guest_part* guest_part_of(detail::histogram_parts& parts) noexcept {
        if (parts.guest.load() == nullptr) {
            void* const memory = detail::allocate_zeroed(sizeof(detail::guest_part));
            parts.guest.store_release(memory != nullptr ? new (memory) detail::guest_part : nullptr);
        }
        return parts.guest.load();
    }

    void record_own(detail::own_part& own, detail::fitted_value fitted, uint64_t times) noexcept {
        if (fitted.fit == detail::value_fit::refused) {
            count_up(own.totals.refused, times);
        } else if ((own.buckets.counter_of(fitted.value) == nullptr &&
                    !detail::all_histogram_writers.make_row(own, fitted.value)) ||
                   !own.buckets.has_room(fitted.value, times)) {
            record_shared(own.totals, fitted, times);
        } else {
            add_totals(own.totals, fitted, times);
            own.buckets.add(fitted.value, times);
        }
    }

    /// Counts in the shared buckets. The caller is the only writer of `totals`.
    void record_shared(detail::live_totals& totals, detail::fitted_value fitted, uint64_t times) noexcept {
        if (fitted.fit != detail::value_fit::refused && !shared_.reserve(fitted.value)) {
            lost_.fetch_add(times);
        } else if (add_totals(totals, fitted, times)) {
            shared_.add_shared(fitted.value, times);
        }
    }

    /// The single writer's: false for a value that is refused.
    static bool add_totals(detail::live_totals& totals, detail::fitted_value fitted, uint64_t times) noexcept {
        if (fitted.fit == detail::value_fit::refused) {
            count_up(totals.refused, times);
            return false;
        }
        if (fitted.fit == detail::value_fit::over_range) {
            count_up(totals.over_range, times);
        }
        detail::wide_sum sum;
        sum.add_product(fitted.value, times);
        totals.add(sum, fitted.value, fitted.value);
        return true;
    }

    /// The single writer's addition. What would pass 2^64 - 1 stays there.
    static void count_up(detail::atomic_cell<uint64_t>& number, uint64_t times) noexcept {
        const uint64_t before = number.load();
        number.store_release(times > uint64_max - before ? uint64_max : before + times);
    }

    static void read_parts(const detail::histogram_parts* parts, detail::live_values_reader& reader) {
        if (parts == nullptr) {
            return;
        }
        if (const detail::own_part* const own = parts->own.load_acquire()) {
            reader.add(own->buckets);
            reader.add(own->totals);
        }
        if (const detail::guest_part* const guest = parts->guest.load_acquire()) {
            reader.add(guest->totals);
        }
    }

    detail::atomic_cell<uint64_t> identity_{};  ///< by which a thread finds its own part; 0 without one
    /// Where it has its number: with the shared object that made it, which is not closed before it is gone.
    detail::histogram_writers* home_ = &detail::all_histogram_writers;
    detail::atomic_cell<uint32_t> number_{no_number};  ///< by which readers find every thread's part
    detail::atomic_cell<unsigned char> merged_saturated_{};
    detail::atomic_cell<unsigned char> merged_bounds_{};  ///< 1 where a histogram came in whose extremes are bounds
    detail::atomic_cell<uint64_t> lost_{};
    detail::live_totals totals_;  ///< under the home's lock
    detail::shared_histogram shared_;
};

DWELL_NAMESPACE_END

#endif
