// SPDX-License-Identifier: BSL-1.0
// The last seconds of a histogram that goes on growing.
#ifndef DWELL_STATS_HISTOGRAM_WINDOW_HPP
#define DWELL_STATS_HISTOGRAM_WINDOW_HPP

#include <dwell/core/config.hpp>
#include <dwell/stats/histogram.hpp>
#include <dwell/stats/snapshot_ring.hpp>

#include <optional>
#include <utility>

DWELL_NAMESPACE_BEGIN

/// What a histogram recorded between two moments.
struct histogram_interval {
    histogram values;          ///< counts, sum and buckets exact; minimum and maximum are bounds
    uint64_t duration_ns = 0;  ///< how long it really covers; above 0

    /// Values a second.
    [[nodiscard]] double per_second() const noexcept {
        return static_cast<double>(values.count()) * 1e9 / static_cast<double>(duration_ns);
    }
};

/// A ring of states of one histogram, such as `concurrent_histogram::snapshot()` gives. It has no clock and no thread
/// of its own: whoever has them adds a state now and then. Each value falls in exactly one of the intervals between
/// neighbours, as nothing is ever reset. Memory: `capacity()` histograms. A plain value; not thread-safe.
class histogram_window {
public:
    /// Holds the `capacity` newest states, at least 2. To see the last T, added to every t, it takes T / t + 1.
    explicit histogram_window(size_t capacity) : ring_(capacity) {}

    /// Adds a later state; `time_ns` counts from any fixed moment. O(buckets).
    window_status add(histogram state, uint64_t time_ns) {
        if (!ring_.is_later(time_ns)) {
            return window_status::not_later;
        }
        if (ring_.size() != 0 && !histogram(state).subtract(ring_[ring_.size() - 1])) {
            return window_status::no_later_state;
        }
        ring_.push(time_ns, std::move(state));
        return window_status::added;
    }

    [[nodiscard]] size_t size() const noexcept { return ring_.size(); }
    [[nodiscard]] size_t capacity() const noexcept { return ring_.capacity(); }
    void clear() noexcept { ring_.clear(); }

    /// What was recorded in the last `duration_ns`, or the shortest time longer than that which the states can tell;
    /// where they do not reach back so far, since the oldest. Nothing with fewer than two states. O(buckets).
    [[nodiscard]] std::optional<histogram_interval> last(uint64_t duration_ns) const {
        return size() < 2 ? std::nullopt : between(ring_.begin_of_last(duration_ns), size() - 1);
    }

    /// What was recorded between two states, the oldest being 0. Nothing unless `earlier` < `later` < `size()`.
    [[nodiscard]] std::optional<histogram_interval> between(size_t earlier, size_t later) const {
        if (earlier >= later || later >= size()) {
            return std::nullopt;
        }
        histogram_interval interval{ring_[later], ring_.time_ns(later) - ring_.time_ns(earlier)};
        // A later state covers all that came before it: `add` saw to that.
        static_cast<void>(interval.values.subtract(ring_[earlier]));
        return interval;
    }

private:
    detail::snapshot_ring<histogram> ring_;
};

DWELL_NAMESPACE_END

#endif
