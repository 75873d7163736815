// SPDX-License-Identifier: BSL-1.0
// The timeline of a profile: which scope ran when, on which thread, with marks, counters and gauges beside it.
#ifndef DWELL_PROFILE_TIMELINE_HPP
#define DWELL_PROFILE_TIMELINE_HPP

#include <dwell/core/config.hpp>
#include <dwell/profile/metric.hpp>

#include <string>
#include <vector>

DWELL_NAMESPACE_BEGIN

/// One scope that ran. Times are in ticks of the profile's clock; moments count from when recording began:
/// `profile::unix_ns_at` gives the time of day.
struct timeline_scope {
    uint32_t path = 0;     ///< index into profile::paths()
    bool is_open = false;  ///< had not ended when the snapshot was taken: its duration is what it took so far
    uint64_t start_ticks = 0;
    uint64_t duration_ticks = 0;
    uint64_t allocations = 0;      ///< in it and in no child scope; 2^24 - 1 stands for that many or more
    uint64_t allocated_bytes = 0;  ///< of those; 2^40 - 1 stands for that many or more

    [[nodiscard]] uint64_t end_ticks() const noexcept { return start_ticks + duration_ticks; }
    friend bool operator==(const timeline_scope&, const timeline_scope&) = default;
};

/// A moment that the program has marked.
struct timeline_mark {
    std::string name;
    uint64_t at_ticks = 0;

    friend bool operator==(const timeline_mark&, const timeline_mark&) = default;
};

/// What ran on one thread, or on threads of one name, one after the other.
struct timeline_thread {
    std::string name;
    uint32_t number = 0;  ///< from 1, another one for each entry
    /// Ascending by start, an enclosing scope before those inside it. Of any two, one contains the other or they are
    /// apart.
    std::vector<timeline_scope> scopes;
    /// Ascending by start: spans, and scopes that ended out of order or on another thread. They may overlap anything.
    std::vector<timeline_scope> overlapping;
    std::vector<timeline_mark> marks;  ///< ascending by time
    uint64_t overwritten_scopes = 0;   ///< that ended earlier than those above, and had to make room
    uint64_t overwritten_values = 0;   ///< marks and values of counters and gauges that had to make room

    friend bool operator==(const timeline_thread&, const timeline_thread&) = default;
};

/// A counter's total, or a gauge's value, from this moment on.
struct timeline_value {
    uint64_t at_ticks = 0;
    double value = 0;

    friend bool operator==(const timeline_value&, const timeline_value&) = default;
};

/// How a counter (the total of all threads) or a gauge changed.
struct timeline_series {
    metric_identity identity;
    std::vector<timeline_value> values;  ///< ascending by time

    friend bool operator==(const timeline_series&, const timeline_series&) = default;
};

/// The last moments before a snapshot, as long as they reach: see `set_timeline`.
struct timeline {
    uint64_t end_ticks = 0;                ///< when the snapshot was taken
    std::vector<timeline_thread> threads;  ///< ascending by number
    std::vector<timeline_series> counters;
    std::vector<timeline_series> gauges;

    [[nodiscard]] bool empty() const noexcept { return threads.empty() && counters.empty() && gauges.empty(); }
    friend bool operator==(const timeline&, const timeline&) = default;
};

DWELL_NAMESPACE_END

#endif
