// SPDX-License-Identifier: BSL-1.0
#include "budgets.hpp"

namespace camera_pipeline {
namespace {

/// Latencies count from when a frame was due, and no scope begins then: a camera may wake late. So they are measured
/// here, and become a profile of one name, for budgets to be held against.
dwell::profile profile_of_latencies(const ledger& frames) {
    dwell::profile_builder builder;
    const auto path = builder.path(dwell::call_path::no_parent, builder.name("frame"));
    for (const camera_record& camera : frames.cameras()) {
        builder.at(path).calls += camera.latency_ns.count();
        builder.at(path).durations.merge(camera.latency_ns);
    }
    builder.at(path).total_ticks = static_cast<uint64_t>(builder.at(path).durations.sum());
    builder.parts().scale = {1.0};  // a tick is a nanosecond
    return builder.build();
}

}  // namespace

int check_budgets(const options& wanted, const ledger& frames, const dwell::profile& recorded,
                  const dwell::memory_growth& growth, const dwell::growth_check_options& growth_options) {
    dwell::budget_run run("camera pipeline");
    run.add(dwell::check(profile_of_latencies(frames), "frame",
                         {.p99 = dwell::time_limit::from_ns(wanted.deadline_ms * 1e6)}));
    // What was dropped has no latency, and must not make the others look better.
    run.add(dwell::check(recorded, {.counters = {dwell::counter_ratio("frames.missed", "frames.due") <= 0.01}}));
    if (wanted.detect_limit_ms) {
        run.add(dwell::check(recorded, "detect", {.p99 = dwell::time_limit::from_ns(*wanted.detect_limit_ms * 1e6)}));
    }
    if (wanted.growth_mb_per_hour) {
        run.add(dwell::check(growth, {.growth_per_hour = *wanted.growth_mb_per_hour * 1e6}, growth_options));
    }
    return run.finish();
}

}  // namespace camera_pipeline
