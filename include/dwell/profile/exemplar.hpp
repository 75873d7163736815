// SPDX-License-Identifier: BSL-1.0
// Exemplars: the slowest instances of each name, with what happened inside them.
#ifndef DWELL_PROFILE_EXEMPLAR_HPP
#define DWELL_PROFILE_EXEMPLAR_HPP

#include <dwell/core/config.hpp>
#include <dwell/profile/timeline.hpp>

#include <string>
#include <vector>

DWELL_NAMESPACE_BEGIN

/// One of the slowest instances of a name: one call, not an aggregate. Where scopes of the name run inside one another,
/// the outermost is the instance.
struct exemplar {
    timeline_scope instance;
    std::string thread;          ///< name of the thread that it ran on
    uint32_t thread_number = 0;  ///< `timeline_thread::number` of that
    uint64_t allocations = 0;    ///< children included, as far as the timeline still had them
    uint64_t allocated_bytes = 0;
    /// The scopes that ran inside, on that thread: the longest, in the order of `timeline_thread::scopes`. The one that
    /// encloses another is always there.
    std::vector<timeline_scope> inside;
    uint64_t left_out = 0;  ///< how many more ran inside, each less than twice as long as the shortest of `inside`
    /// The timeline had overwritten the beginning, or was off then: `inside`, `left_out` and memory lack that.
    bool is_cut = false;

    friend bool operator==(const exemplar&, const exemplar&) = default;
};

DWELL_NAMESPACE_END

#endif
