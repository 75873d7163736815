// SPDX-License-Identifier: BSL-1.0
// Scopes on streams: their times in the profile are exactly the device's, nested as they began on the stream.
#include <dwell/record/timeline_switch.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/manual_recording.hpp"
#include "support/simulated_device.hpp"

using test::has_path;
using test::path_of;

TEST_CASE("a scope on a stream has the time that the device took", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto stream = gpu::device::new_stream();
    gpu::advance(5'000);
    gpu::spend("kernel", stream, 40'000);
    gpu::advance(39'999);
    CHECK_FALSE(has_path(gpu::snapshot(), "GPU 0;kernel;more"));
    CHECK(path_of(gpu::snapshot(), "GPU 0;kernel").calls == 0);
    gpu::advance(1);
    const dwell::profile profile = gpu::snapshot();
    const dwell::call_path& kernel = path_of(profile, "GPU 0;kernel");
    CHECK(kernel.calls == 1);
    CHECK(kernel.total_ticks == 40'000);
    CHECK(kernel.self_ticks == 40'000);
    CHECK(kernel.durations.max() == 40'000);
    const dwell::call_path& device = path_of(profile, "GPU 0");
    CHECK(device.calls == 1);
    CHECK(device.total_ticks == 40'000);
    CHECK(device.self_ticks == 0);
    CHECK(test::is_clean(profile));
    CHECK(gpu::all_are_counted());
}

TEST_CASE("scopes on a stream nest as they began on it", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto stream = gpu::device::new_stream();
    for (int frame = 0; frame < 3; ++frame) {
        const gpu::scope whole("frame", stream);
        gpu::spend("copy", stream, 2'000);
        {
            const gpu::scope inner("detect", stream);
            gpu::device::run(stream, 500);
            gpu::spend("layer", stream, 7'000);
            gpu::spend("layer", stream, 9'000);
        }
        gpu::device::run(stream, 100);
    }
    gpu::advance(1'000'000);
    const dwell::profile profile = gpu::snapshot();
    CHECK(path_of(profile, "GPU 0;frame").total_ticks == 3 * 18'600);
    CHECK(path_of(profile, "GPU 0;frame").self_ticks == 3 * 100);
    CHECK(path_of(profile, "GPU 0;frame;copy").total_ticks == 3 * 2'000);
    CHECK(path_of(profile, "GPU 0;frame;detect").self_ticks == 3 * 500);
    const dwell::call_path& layer = path_of(profile, "GPU 0;frame;detect;layer");
    CHECK(layer.calls == 6);
    CHECK(layer.total_ticks == 3 * 16'000);
    CHECK(layer.durations.min() == 7'000);
    CHECK(layer.durations.max() == 9'000);
    CHECK(test::all_self_ticks(profile) == 3 * 18'600);
    CHECK(gpu::counts().recorded() == 15);
}

TEST_CASE("each stream is a thread of the profile", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto slow = gpu::device::new_stream();
    const auto fast = gpu::device::new_stream();
    gpu::device_recorder::set_stream_name(fast, "copies");
    // The one that began first ends last.
    gpu::spend("work", slow, 90'000);
    gpu::spend("work", fast, 1'000);
    gpu::advance(1'000);
    const dwell::profile early = gpu::snapshot();
    CHECK(path_of(early, "GPU 0;work").calls == 1);
    gpu::advance(89'000);
    gpu::device::current = 1;
    gpu::spend("work", gpu::device::new_stream(), 3'000);
    gpu::advance(3'000);
    const dwell::profile profile = gpu::snapshot();
    std::vector<std::string> shares;
    for (const dwell::thread_profile& thread : profile.threads()) {
        for (const dwell::thread_path& path : thread.paths) {
            shares.push_back(thread.name + ": " + profile.path_string(path.path) + " " +
                             std::to_string(path.total_ticks));
        }
        CHECK(thread.running == 1);
        CHECK(thread.cpu_ns == 0);
    }
    std::sort(shares.begin(), shares.end());
    CHECK(shares == std::vector<std::string>{"GPU 0 stream 2: GPU 0 90000", "GPU 0 stream 2: GPU 0;work 90000",
                                             "GPU 1 stream 1: GPU 1 3000", "GPU 1 stream 1: GPU 1;work 3000",
                                             "copies: GPU 0 1000", "copies: GPU 0;work 1000"});
    CHECK(path_of(profile, "GPU 0;work").total_ticks == 91'000);
}

TEST_CASE("a scope that the device has begun is open", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto stream = gpu::device::new_stream();
    {
        const gpu::scope whole("epoch", stream);
        gpu::spend("step", stream, 10'000);
        gpu::device::run(stream, 5'000);
        gpu::spend("last", stream, 45'000);
    }
    gpu::advance(30'000);
    const dwell::profile profile = gpu::snapshot();
    CHECK(path_of(profile, "GPU 0;epoch").open_calls == 1);
    CHECK(path_of(profile, "GPU 0;epoch").total_ticks == 30'000);
    CHECK(path_of(profile, "GPU 0;epoch").self_ticks == 5'000);
    CHECK(path_of(profile, "GPU 0;epoch;last").open_calls == 1);
    CHECK(path_of(profile, "GPU 0;epoch;last").total_ticks == 15'000);
    CHECK(path_of(profile, "GPU 0;epoch;step").calls == 1);
    gpu::advance(30'000);
    CHECK(path_of(gpu::snapshot(), "GPU 0;epoch").total_ticks == 60'000);
}

TEST_CASE("scopes on a stream that overlap are timed and counted", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto stream = gpu::device::new_stream();
    std::optional<gpu::scope> first;
    std::optional<gpu::scope> second;
    first.emplace("first", stream);
    gpu::device::run(stream, 1'000);
    second.emplace("second", stream);
    gpu::device::run(stream, 2'000);
    first.reset();
    gpu::device::run(stream, 4'000);
    second.reset();
    gpu::advance(7'000);
    const dwell::profile profile = gpu::snapshot();
    CHECK(path_of(profile, "GPU 0;first").total_ticks == 3'000);
    CHECK(path_of(profile, "GPU 0;first;second").total_ticks == 6'000);
    CHECK(path_of(profile, "GPU 0").total_ticks == 7'000);
    CHECK(profile.health().misnested_scopes == 1);
    CHECK(gpu::all_are_counted());
}

TEST_CASE("the timeline has the scopes of a stream at the host's time", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    dwell::detail::switch_timeline(gpu::recorder::all(), {});
    const auto stream = gpu::device::new_stream();
    gpu::spend("first", stream, 10'000);
    gpu::advance(25'000);
    gpu::spend("second", stream, 3'000);
    gpu::advance(100'000);
    const dwell::profile profile = gpu::snapshot();
    REQUIRE(profile.timeline().threads.size() == 1);
    const dwell::timeline_thread& thread = profile.timeline().threads[0];
    CHECK(thread.name == "GPU 0 stream 1");
    REQUIRE(thread.scopes.size() == 2);
    CHECK(thread.scopes[0].duration_ticks == 10'000);
    CHECK(thread.scopes[1].start_ticks - thread.scopes[0].start_ticks == 25'000);
    CHECK(thread.scopes[1].duration_ticks == 3'000);
    CHECK(profile.timeline().end_ticks - thread.scopes[1].end_ticks() == 97'000);
}
