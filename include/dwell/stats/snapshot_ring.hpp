// SPDX-License-Identifier: BSL-1.0
// The last few states of something that only grows, each with its time: what a sliding window is made of.
#ifndef DWELL_STATS_SNAPSHOT_RING_HPP
#define DWELL_STATS_SNAPSHOT_RING_HPP

#include <dwell/core/config.hpp>
#include <dwell/stats/binary_search.hpp>
#include <dwell/stats/bounds.hpp>

#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN

/// What became of a snapshot that was handed to a window. Only what was added changes the window.
enum class [[nodiscard]] window_status{
    added,
    not_later,       ///< its time is not after that of the newest
    no_later_state,  ///< it is no later state of the newest: another process, or a count that went backwards
};

/// The same for a person.
[[nodiscard]] constexpr const char* message(window_status status) noexcept {
    switch (status) {
        case window_status::not_later:
            return "the snapshot is not later than the newest of the window";
        case window_status::no_later_state:
            return "the snapshot is no later state of the newest of the window: another process, or counts went back";
        case window_status::added:
            break;
    }
    return "added";
}

namespace detail {

/// A ring of states in ascending order of time.
template <typename State>
class snapshot_ring {
public:
    /// Holds the `capacity` newest, at least 2: an interval has two ends.
    explicit snapshot_ring(size_t capacity) : capacity_(larger(capacity, size_t{2})) {}

    [[nodiscard]] size_t size() const noexcept { return entries_.size(); }
    [[nodiscard]] size_t capacity() const noexcept { return capacity_; }

    /// The oldest is 0; `index` is below `size()`.
    [[nodiscard]] const State& operator[](size_t index) const noexcept { return entry_at(index).state; }
    [[nodiscard]] uint64_t time_ns(size_t index) const noexcept { return entry_at(index).time_ns; }

    /// Whether a snapshot of this time comes after all others.
    [[nodiscard]] bool is_later(uint64_t time_ns) const noexcept {
        return entries_.empty() || time_ns > this->time_ns(size() - 1);
    }

    /// Adds one that is later than all others, in place of the oldest where the ring is full.
    void push(uint64_t time_ns, State state) {
        if (size() < capacity_) {
            entries_.push_back({time_ns, std::move(state)});
        } else {
            entries_[oldest_] = {time_ns, std::move(state)};
            oldest_ = (oldest_ + 1) % capacity_;
        }
    }

    /// The newest that is at least `duration_ns` older than the newest of all; where there is none, the oldest. The
    /// ring is not empty. O(log size).
    [[nodiscard]] size_t begin_of_last(uint64_t duration_ns) const noexcept {
        const uint64_t now = time_ns(size() - 1);
        const size_t after = partition_point(size(), [&](size_t i) { return now - time_ns(i) >= duration_ns; });
        // Not the newest itself, which is its own beginning where the duration is 0.
        return smaller(after == 0 ? 0 : after - 1, size() < 2 ? 0 : size() - 2);
    }

    void clear() noexcept {
        entries_.clear();
        oldest_ = 0;
    }

private:
    struct entry {
        uint64_t time_ns;
        State state;
    };

    [[nodiscard]] const entry& entry_at(size_t index) const noexcept {
        return entries_[(oldest_ + index) % entries_.size()];
    }

    size_t capacity_;
    size_t oldest_ = 0;  // not 0 only where the ring is full
    std::vector<entry> entries_;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
