// SPDX-License-Identifier: BSL-1.0
// Where, when and how a profile was taken, and what recording could not keep.
#ifndef DWELL_PROFILE_METADATA_HPP
#define DWELL_PROFILE_METADATA_HPP

#include <dwell/core/config.hpp>

#include <string>
#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN

/// What the program, the machine and the build were. Text that is not known is empty, a number 0.
struct profile_metadata {
    std::string program;               ///< file name of the executable
    std::string command;               ///< the command line, its arguments separated by spaces
    uint64_t pid = 0;                  ///< of the process
    std::string host;                  ///< the machine's name
    std::string operating_system;      ///< name, release and architecture
    std::string cpu_model;             ///< as the system names it
    uint64_t cpu_count = 0;            ///< processors that the process may use
    int64_t start_unix_ns = 0;         ///< when recording began, nanoseconds since 1970-01-01 UTC
    int64_t snapshot_unix_ns = 0;      ///< when the snapshot was taken
    uint64_t duration_ns = 0;          ///< from the one to the other
    std::string clock;                 ///< "tsc", "cntvct", "monotonic" or "manual"
    double clock_resolution_ns = 0;    ///< the smallest step the clock was seen to make
    std::string compiler;              ///< name and version
    std::string build_flags;           ///< what the headers can tell: optimised, NDEBUG, sanitizers, …
    std::string git_commit;            ///< of the program, where its build defines DWELL_GIT_COMMIT
    std::string dwell_version;         ///< of the library that recorded
    double scope_cost_ns = 0;          ///< what an empty scope shows as its own time
    double scope_parent_cost_ns = 0;   ///< what a scope adds to its parent's time beyond its own
    double sampled_scope_cost_ns = 0;  ///< the same two for a call of TIMED_SCOPE_SAMPLED that is timed
    double sampled_scope_parent_cost_ns = 0;
    double untimed_scope_cost_ns = 0;  ///< what a call of it that is not timed adds to its parent's time
    bool compensated = false;          ///< whether these costs have been taken away: see `compensated`
    std::vector<std::pair<std::string, std::string>> extra;  ///< anything else, in the order it was added

    friend bool operator==(const profile_metadata&, const profile_metadata&) = default;
};

/// Everything that recording bounded, repaired or could not keep. All 0 in a healthy profile.
struct recording_health {
    uint64_t truncated_calls = 0;        ///< scopes beyond the depth or the number of call paths: under "(truncated)"
    uint64_t other_names = 0;            ///< runtime names beyond their number: recorded as "(other)"
    uint64_t other_series = 0;           ///< label sets beyond their number: recorded as "(other)"
    uint64_t misnested_scopes = 0;       ///< ended out of order
    uint64_t ended_on_other_thread = 0;  ///< began on one thread, ended on another
    uint64_t negative_durations = 0;     ///< the clock went backwards; counted as 0
    uint64_t lost_records = 0;           ///< no memory for them
    uint64_t rebucketed = 0;             ///< histograms whose ticks were rescaled in a merge (at most 1.6 % off)
    uint64_t delta_mismatches = 0;       ///< what a delta found in `earlier` that is no earlier state of `later`

    friend bool operator==(const recording_health&, const recording_health&) = default;
};

namespace detail {

/// Whether two profiles may come from one process: nothing that is known of it differs.
[[nodiscard]] inline bool same_origin(const profile_metadata& a, const profile_metadata& b) noexcept {
    return a.pid == b.pid && a.host == b.host && a.program == b.program && a.clock == b.clock;
}

}  // namespace detail

DWELL_NAMESPACE_END

#endif
