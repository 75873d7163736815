// SPDX-License-Identifier: BSL-1.0
// The parts of a profile less what they were in an earlier one: what `delta` does to each of them.
#ifndef DWELL_PROFILE_SUBTRACTION_HPP
#define DWELL_PROFILE_SUBTRACTION_HPP

#include <dwell/core/config.hpp>
#include <dwell/profile/call_path.hpp>
#include <dwell/profile/memory.hpp>
#include <dwell/profile/metadata.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/histogram.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

// Every subtraction goes through these: what went backwards becomes 0, and is noted. States stay as they are.

inline void subtract(uint64_t& from, uint64_t amount, bool& went_backwards) noexcept {
    went_backwards = went_backwards || amount > from;
    from -= smaller(from, amount);
}

inline void subtract(histogram& from, const histogram& amount, bool& went_backwards) {
    if (!from.subtract(amount)) {
        went_backwards = true;
        from = histogram();
    }
}

inline void subtract(memory_counts& from, const memory_counts& amount, bool& went_backwards) noexcept {
    subtract(from.allocations, amount.allocations, went_backwards);
    subtract(from.allocated_bytes, amount.allocated_bytes, went_backwards);
    subtract(from.frees, amount.frees, went_backwards);
    subtract(from.freed_bytes, amount.freed_bytes, went_backwards);
}

/// What `profile_builder::build` derives is left alone.
inline void subtract(call_path& from, const call_path& amount, bool& went_backwards) {
    subtract(from.calls, amount.calls, went_backwards);
    subtract(from.total_ticks, amount.total_ticks, went_backwards);
    subtract(from.span_ticks, amount.span_ticks, went_backwards);
    subtract(from.cpu_calls, amount.cpu_calls, went_backwards);
    subtract(from.cpu_ns, amount.cpu_ns, went_backwards);
    subtract(from.sampled.calls, amount.sampled.calls, went_backwards);
    subtract(from.sampled.timed, amount.sampled.timed, went_backwards);
    subtract(from.sampled.squared_runs, amount.sampled.squared_runs, went_backwards);
    subtract(from.self_memory, amount.self_memory, went_backwards);
    subtract(from.durations, amount.durations, went_backwards);
}

/// Bytes of another kind cannot be subtracted: that is noted, too.
inline void subtract(memory_profile& from, const memory_profile& amount, bool& went_backwards) noexcept {
    went_backwards = went_backwards || (!amount.sizes.empty() && amount.sizes != from.sizes);
    subtract(from.frees_of_unknown_size, amount.frees_of_unknown_size, went_backwards);
    subtract(from.failed_allocations, amount.failed_allocations, went_backwards);
    subtract(from.outside, amount.outside, went_backwards);
    subtract(from.own, amount.own, went_backwards);
    subtract(from.lost_samples, amount.lost_samples, went_backwards);
}

/// `rebucketed` and `delta_mismatches` stay: they are a property of the later profile's numbers, which are still there.
inline void subtract(recording_health& from, const recording_health& amount, bool& went_backwards) noexcept {
    subtract(from.truncated_calls, amount.truncated_calls, went_backwards);
    subtract(from.other_names, amount.other_names, went_backwards);
    subtract(from.other_series, amount.other_series, went_backwards);
    subtract(from.misnested_scopes, amount.misnested_scopes, went_backwards);
    subtract(from.ended_on_other_thread, amount.ended_on_other_thread, went_backwards);
    subtract(from.negative_durations, amount.negative_durations, went_backwards);
    subtract(from.lost_records, amount.lost_records, went_backwards);
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
