// SPDX-License-Identifier: BSL-1.0
// The members of metadata, health and memory's health under the names they have in JSON: one list for writer, reader
// and table.
#ifndef DWELL_EXPORT_METADATA_FIELDS_HPP
#define DWELL_EXPORT_METADATA_FIELDS_HPP

#include <dwell/core/config.hpp>
#include <dwell/profile/memory.hpp>
#include <dwell/profile/metadata.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Calls `visit(key, member)` for each member of a profile_metadata (const or not) but the clock's and `extra`.
template <typename Metadata, typename Visitor>
void visit_metadata(Metadata& metadata, const Visitor& visit) {
    visit("program", metadata.program);
    visit("command", metadata.command);
    visit("pid", metadata.pid);
    visit("host", metadata.host);
    visit("operating_system", metadata.operating_system);
    visit("cpu_model", metadata.cpu_model);
    visit("cpu_count", metadata.cpu_count);
    visit("start_unix_ns", metadata.start_unix_ns);
    visit("snapshot_unix_ns", metadata.snapshot_unix_ns);
    visit("duration_ns", metadata.duration_ns);
    visit("compiler", metadata.compiler);
    visit("build_flags", metadata.build_flags);
    visit("git_commit", metadata.git_commit);
    visit("dwell_version", metadata.dwell_version);
}

/// The same for what describes the clock; `scale` is a tick_scale.
template <typename Metadata, typename Scale, typename Visitor>
void visit_clock(Metadata& metadata, Scale& scale, const Visitor& visit) {
    visit("source", metadata.clock);
    visit("ns_per_tick", scale.ns_per_tick);
    visit("resolution_ns", metadata.clock_resolution_ns);
    visit("scope_cost_ns", metadata.scope_cost_ns);
    visit("scope_parent_cost_ns", metadata.scope_parent_cost_ns);
    visit("sampled_scope_cost_ns", metadata.sampled_scope_cost_ns);
    visit("sampled_scope_parent_cost_ns", metadata.sampled_scope_parent_cost_ns);
    visit("untimed_scope_cost_ns", metadata.untimed_scope_cost_ns);
    visit("compensated", metadata.compensated);
}

/// Calls `visit(key, member, meaning)` for each member of a recording_health; `meaning` says what the number counts.
template <typename Health, typename Visitor>
void visit_health(Health& health, const Visitor& visit) {
    visit("truncated_calls", health.truncated_calls, "calls beyond the depth or the number of call paths");
    visit("other_names", health.other_names, "names beyond their number, recorded as \"(other)\"");
    visit("other_series", health.other_series, "label sets beyond their number, recorded as \"(other)\"");
    visit("misnested_scopes", health.misnested_scopes, "scopes that ended out of order");
    visit("ended_on_other_thread", health.ended_on_other_thread, "scopes that ended on another thread");
    visit("negative_durations", health.negative_durations, "durations below 0, counted as 0");
    visit("lost_records", health.lost_records, "records lost for want of memory");
    visit("rebucketed", health.rebucketed, "histograms rescaled in a merge (at most 1.6 % off)");
    visit("delta_mismatches", health.delta_mismatches, "parts of a delta that were not in its earlier profile");
}

/// The same for what a memory_profile says of its own quality.
template <typename Memory, typename Visitor>
void visit_memory_health(Memory& memory, const Visitor& visit) {
    visit("frees_of_unknown_size", memory.frees_of_unknown_size, "frees of which only the usable size was known");
    visit("failed_allocations", memory.failed_allocations, "allocations for which there was no memory");
    visit("lost_samples", memory.lost_samples, "live blocks that are not followed, for want of memory");
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
