// SPDX-License-Identifier: BSL-1.0
// The parts of a profile that describe time: names, call paths, and each thread's share of them.
#ifndef DWELL_PROFILE_CALL_PATH_HPP
#define DWELL_PROFILE_CALL_PATH_HPP

#include <dwell/core/config.hpp>
#include <dwell/profile/memory.hpp>
#include <dwell/stats/histogram.hpp>

#include <string>
#include <vector>

DWELL_NAMESPACE_BEGIN

/// A scope's name and where it stands in the source: the first of its call sites to run.
struct scope_name {
    std::string text;
    std::string file;   ///< empty for a runtime name
    uint32_t line = 0;  ///< 0 for a runtime name

    friend bool operator==(const scope_name&, const scope_name&) = default;
};

/// Of a call path's calls, those of TIMED_SCOPE_SAMPLED, which times a few and lets each stand for a run of calls.
struct sampled_calls {
    uint64_t calls = 0;         ///< that ended, timed or not
    uint64_t timed = 0;         ///< that were timed
    uint64_t squared_runs = 0;  ///< the sum of the squares of how many calls each timed one stands for

    void add(const sampled_calls& other) noexcept {
        calls += other.calls;
        timed += other.timed;
        // At one call timed in 65536, 2^48 calls get there: a few days of 64 threads. Too large is on the safe side.
        squared_runs = other.squared_runs > uint64_max - squared_runs ? uint64_max : squared_runs + other.squared_runs;
    }
    friend bool operator==(const sampled_calls&, const sampled_calls&) = default;
};

/// One call path: a scope's name under the names that were open around it. Times are in ticks of the profile's
/// clock; `profile::scale()` converts them.
struct call_path {
    static constexpr uint32_t no_parent = uint32_max;

    uint32_t name = 0;            ///< index into profile::names()
    uint32_t parent = no_parent;  ///< index into profile::paths(), less than this path's own
    uint32_t depth = 0;           ///< 0 for a root
    uint64_t calls = 0;           ///< scopes that ended
    uint64_t open_calls = 0;      ///< scopes still open when the snapshot was taken
    uint64_t total_ticks = 0;     ///< time inside, children included, open scopes up to the snapshot included
    uint64_t self_ticks = 0;      ///< total less the children's totals (but for their span_ticks); never below 0
    uint64_t span_ticks = 0;      ///< of the total, what spans took: they overlap, so it is in no other path's total
    uint64_t cpu_calls = 0;       ///< calls that also measured the thread's CPU time (TIMED_SCOPE_CPU)
    uint64_t cpu_ns = 0;          ///< CPU time of those, in nanoseconds
    sampled_calls sampled;        ///< where some were sampled: total, self and durations are estimates then
    memory_counts memory;         ///< allocated and freed inside, children included
    memory_counts self_memory;    ///< the same without the children's
    live_memory live;             ///< of what was allocated inside, children included, what is held still
    live_memory self_live;        ///< the same without the children's
    histogram durations;          ///< one entry a scope that ended, in ticks; a sampled one as often as it stands for

    friend bool operator==(const call_path&, const call_path&) = default;
};

/// What one thread (or the threads of one name that ended) spent on one call path.
struct thread_path {
    uint32_t path = 0;  ///< index into profile::paths()
    uint64_t calls = 0;
    uint64_t total_ticks = 0;
    uint64_t self_ticks = 0;
    uint64_t span_ticks = 0;

    friend bool operator==(const thread_path&, const thread_path&) = default;
};

/// A thread's own view. Threads that ended and shared a log, one after the other, are one entry under their name.
struct thread_profile {
    std::string name;
    uint64_t started = 0;            ///< threads counted here
    uint64_t running = 0;            ///< of those, how many had not ended
    uint64_t cpu_ns = 0;             ///< CPU time of these threads since each one's first scope
    std::vector<thread_path> paths;  ///< ascending by `path`

    friend bool operator==(const thread_profile&, const thread_profile&) = default;
};

DWELL_NAMESPACE_END

#endif
