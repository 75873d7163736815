// SPDX-License-Identifier: BSL-1.0
// The one bridge from recording to the profile: reads every thread log while the threads go on.
#ifndef DWELL_SNAPSHOT_HPP
#define DWELL_SNAPSHOT_HPP

#include <dwell/core/clock.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/machine.hpp>
#include <dwell/core/own_work.hpp>
#include <dwell/profile/builder.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/record/recorder.hpp>
#include <dwell/record/registry.hpp>
#include <dwell/record/tick_length.hpp>
#include <dwell/snapshot/clock_fit.hpp>
#include <dwell/snapshot/fork.hpp>
#include <dwell/snapshot/log_reader.hpp>
#include <dwell/snapshot/metric_reader.hpp>
#include <dwell/snapshot/process_facts.hpp>
#include <dwell/snapshot/source_reader.hpp>

#include <utility>

DWELL_NAMESPACE_BEGIN

struct snapshot_options {
    /// Whether the timeline is copied, where one is kept: 4 ms for each MiB of it. Exemplars always are.
    bool timeline = true;
};

namespace detail {

/// A snapshot of one registry. Metrics record with the default clock, so only its registry has them, and the sources'.
inline profile take_snapshot(registry& source, bool with_metrics, const snapshot_options& options = {}) {
    source.note_start();
    // What may take milliseconds the first time comes first, so that the times below are those of the counts.
    const process_facts& facts = process_facts::get();
    const double ns_per_tick = nanoseconds_per_tick(source);
    const double resolution_ns = clock_step(source) * ns_per_tick;
    profile_builder builder;
    profile_metadata& metadata = builder.parts().metadata;
    metadata = facts.metadata;
    if (with_metrics) {
        // Before the logs: a source may record what it has, which is to be in this snapshot.
        source_reader(builder.parts(), source.now()).read();
    }
    log_reader(source, builder, options.timeline).read();
    if (with_metrics) {
        metric_reader(source).read_into(builder.parts());
    }
    builder.parts().scale.ns_per_tick = ns_per_tick;
    metadata.pid = process_id();
    metadata.clock = source.clock_name();
    metadata.clock_resolution_ns = resolution_ns;
    metadata.scope_cost_ns = facts.cost.scope.inside * ns_per_tick;
    metadata.scope_parent_cost_ns = facts.cost.scope.around * ns_per_tick;
    metadata.sampled_scope_cost_ns = facts.cost.sampled.inside * ns_per_tick;
    metadata.sampled_scope_parent_cost_ns = facts.cost.sampled.around * ns_per_tick;
    metadata.untimed_scope_cost_ns = facts.cost.untimed * ns_per_tick;
    metadata.start_unix_ns = static_cast<int64_t>(source.start().unix_ns);
    metadata.snapshot_unix_ns = static_cast<int64_t>(unix_time_ns());
    metadata.duration_ns = monotonic_clock::now() - source.start().monotonic_ns;
    return builder.build();
}

}  // namespace detail

/// What has been recorded so far, by all threads, which go on meanwhile and never wait. Monotone: no count, bucket or
/// total is ever less than in an earlier snapshot, and each event falls into exactly one interval between two of them
/// (see `delta`). Any thread; snapshots at the same time take turns. From 0.3 us a call path and thread, where
/// durations are alike, to 3 us where they spread.
inline profile snapshot(const snapshot_options& options = {}) {
    const detail::own_work not_the_users;
    detail::fork_handlers<detail::default_recorder>::install();
    return detail::take_snapshot(detail::default_recorder::all(), true, options);
}

DWELL_NAMESPACE_END

#endif
