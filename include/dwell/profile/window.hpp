// SPDX-License-Identifier: BSL-1.0
// The last seconds of a program: a ring of snapshots, and what happened between any two of them.
#ifndef DWELL_PROFILE_WINDOW_HPP
#define DWELL_PROFILE_WINDOW_HPP

#include <dwell/core/config.hpp>
#include <dwell/profile/delta.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/stats/snapshot_ring.hpp>

#include <optional>
#include <string_view>
#include <utility>

DWELL_NAMESPACE_BEGIN

/// A bounded ring of snapshots of one process, for a live display or an endpoint. It has no clock and no thread of its
/// own: whoever has them adds a snapshot now and then. Nothing is reset by it, so there can be any number of windows.
///
/// Memory: `capacity()` profiles. One takes 336 bytes a call path, and 136 for each 16 neighbouring buckets that hold
/// something: some 94 KB for the 31 call paths and 3 distributions of examples/indexer. Where a timeline is kept, each
/// also has that, of 40 bytes a scope, and the exemplars. A plain value; not thread-safe.
class profile_window {
public:
    /// Holds the `capacity` newest snapshots, at least 2. To see the last T, added to every t, it takes T / t + 1.
    explicit profile_window(size_t capacity) : ring_(capacity) {}

    /// Adds a snapshot of the same process and start as the others, taken later: `metadata().duration_ns` counts, which
    /// nobody can set back, not the time of day. The clock's scale may differ as it does within a process (see
    /// `delta`).
    window_status add(profile snapshot) {
        const uint64_t time_ns = snapshot.metadata().duration_ns;
        if (ring_.size() != 0) {
            const profile& newest = ring_[ring_.size() - 1];
            if (!detail::same_origin(snapshot.metadata(), newest.metadata()) ||
                snapshot.metadata().start_unix_ns != newest.metadata().start_unix_ns ||
                !detail::same_ticks(snapshot, newest)) {
                return window_status::no_later_state;
            }
        }
        if (!ring_.is_later(time_ns)) {
            return window_status::not_later;
        }
        ring_.push(time_ns, std::move(snapshot));
        return window_status::added;
    }

    [[nodiscard]] size_t size() const noexcept { return ring_.size(); }
    [[nodiscard]] size_t capacity() const noexcept { return ring_.capacity(); }
    /// A snapshot; the oldest is 0, and `index` is below `size()`.
    [[nodiscard]] const profile& operator[](size_t index) const noexcept { return ring_[index]; }
    void clear() noexcept { ring_.clear(); }

    /// What happened in the last `duration_ns`, or the shortest time longer than that which the snapshots can tell;
    /// where they do not reach back so far, since the oldest. `metadata().duration_ns` of the result is how long it
    /// really covers, above 0. Nothing with fewer than two snapshots. Linear in the two profiles, as `delta` is.
    [[nodiscard]] std::optional<profile> last(uint64_t duration_ns) const {
        return size() < 2 ? std::nullopt : between(ring_.begin_of_last(duration_ns), size() - 1);
    }

    /// What happened between two snapshots, the oldest being 0: their `delta`. Nothing unless
    /// `earlier` < `later` < `size()`.
    [[nodiscard]] std::optional<profile> between(size_t earlier, size_t later) const {
        if (earlier >= later || later >= size()) {
            return std::nullopt;
        }
        return delta(ring_[later], ring_[earlier]);
    }

private:
    detail::snapshot_ring<profile> ring_;
};

/// `count` events a second, in an interval's time (`metadata().duration_ns`; that of a whole profile is since recording
/// began). 0 where the interval has none.
[[nodiscard]] inline double rate_per_second(const profile& interval, uint64_t count) noexcept {
    const uint64_t duration_ns = interval.metadata().duration_ns;
    return duration_ns == 0 ? 0.0 : static_cast<double>(count) * 1e9 / static_cast<double>(duration_ns);
}

/// Scopes that ended, a second: of a name, or of all that begin with a prefix (`orchestrator.*`, as in
/// `profile::roll_up`). 0 where none did.
[[nodiscard]] inline double calls_per_second(const profile& interval, std::string_view pattern) {
    const auto scopes = interval.roll_up(pattern);
    return scopes ? rate_per_second(interval, scopes->calls()) : 0.0;
}

/// What a counter went up by, a second, summed over its label sets.
[[nodiscard]] inline double counter_per_second(const profile& interval, std::string_view name) noexcept {
    return rate_per_second(interval, interval.counter_total(name));
}

/// Values that a distribution recorded, a second, summed over its label sets.
[[nodiscard]] inline double values_per_second(const profile& interval, std::string_view name) noexcept {
    uint64_t count = 0;
    for (const distribution_value& distribution : interval.distributions()) {
        count += distribution.identity.name == name ? distribution.values.count() : 0;
    }
    return rate_per_second(interval, count);
}

DWELL_NAMESPACE_END

#endif
