// SPDX-License-Identifier: BSL-1.0
// A profile of any size, such as a real program with bounds set high would leave.
#ifndef DWELL_TESTS_SUPPORT_LARGE_PROFILE_HPP
#define DWELL_TESTS_SUPPORT_LARGE_PROFILE_HPP

#include <dwell/profile/builder.hpp>
#include <dwell/profile/profile.hpp>

#include <cstdint>
#include <string>
#include <utility>

namespace sample {

/// So many call paths of 2,000 names, each but the last with ten below it, with durations that spread over two powers
/// of two, on four threads; and memory of each.
inline dwell::profile large_profile(std::uint32_t paths) {
    dwell::profile_builder builder;
    dwell::profile_parts& parts = builder.parts();
    parts.scale.ns_per_tick = 0.4;
    parts.metadata.program = "large";
    parts.metadata.start_unix_ns = 1'790'000'000'000'000'000;
    parts.metadata.snapshot_unix_ns = 1'790'000'060'000'000'000;
    parts.metadata.duration_ns = 60'000'000'000;
    parts.memory.sizes = "requested";
    parts.memory.sample_interval_bytes = 512 * 1024;
    dwell::thread_profile threads[4];
    for (std::uint32_t i = 0; i < paths; ++i) {
        const std::uint32_t name =
            builder.name("module" + std::to_string(i % 40) + "::function" + std::to_string(i % 2000),
                         "src/module" + std::to_string(i % 40) + ".cpp", i % 2000);
        const std::uint32_t above = i < 10 ? dwell::call_path::no_parent : i / 10 - 1;
        const std::uint32_t index = builder.path(above, name);
        const std::uint64_t self = 1000 + i * std::uint64_t{7919} % 100'000;
        dwell::call_path& path = builder.at(index);
        path.calls = 3;
        for (std::uint64_t call = 1; call <= 3; ++call) {
            path.durations.record(self * call / 3);
        }
        path.self_memory = {i % 50, i % 50 * std::uint64_t{320}, i % 40, i % 40 * std::uint64_t{320}};
        path.self_live = {i % 10 * 1.5, i % 10 * 480.25, i % 10 * 1e6, i % 10};
        dwell::thread_profile& thread = threads[i % 4];
        thread.paths.push_back({index, 3, 0, 0});
        for (std::uint32_t at = index; at != dwell::call_path::no_parent; at = builder.at(at).parent) {
            builder.at(at).total_ticks += self;
            thread.paths.push_back({at, 0, self, 0});
        }
    }
    for (unsigned i = 0; i < 4; ++i) {
        threads[i].name = "worker " + std::to_string(i);
        threads[i].started = 1;
        builder.thread(std::move(threads[i]));
    }
    return builder.build();
}

}  // namespace sample

#endif
