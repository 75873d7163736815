// SPDX-License-Identifier: BSL-1.0
// Scopes on streams under the call path of the thread that opened them: nobody's own time changes.
#include <dwell/export/folded.hpp>
#include <dwell/export/json.hpp>
#include <dwell/export/sink.hpp>
#include <dwell/record/limits.hpp>

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "support/catch.hpp"
#include "support/limits_guard.hpp"
#include "support/manual_recording.hpp"
#include "support/simulated_device.hpp"

using test::has_path;
using test::path_of;

namespace {

// A step of the host that takes 10,000, with 3,000 of that inside, and work on the device that takes longer.
template <typename Tag>
void take_step(typename test::device_recording<Tag>::stream stream) {
    using gpu = test::device_recording<Tag>;
    using host = test::manual_recording<Tag>;
    const typename host::scope step{dwell::text_view("step")};
    {
        const typename gpu::scope compute("compute", stream);
        gpu::spend("layer", stream, 20'000);
        gpu::spend("layer", stream, 30'000);
        host::spend("submit", 3'000);
    }
    host::advance(7'000);
}

std::string folded_text(const dwell::profile& profile) {
    dwell::string_sink out;
    REQUIRE(dwell::write_folded(out, profile));
    return out.text();
}

}  // namespace

TEST_CASE("device scopes are under the call path of the host if that is asked for", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    gpu::device_recorder::set_host_paths(true);
    const auto stream = gpu::device::new_stream();
    take_step<tag>(stream);
    gpu::advance(100'000);
    const dwell::profile profile = gpu::snapshot();
    CHECK(path_of(profile, "step").calls == 1);
    CHECK(path_of(profile, "step").total_ticks == 10'000);
    CHECK(path_of(profile, "step").self_ticks == 7'000);
    CHECK(path_of(profile, "step;submit").total_ticks == 3'000);
    CHECK(path_of(profile, "step;GPU 0").total_ticks == 50'000);
    CHECK(path_of(profile, "step;GPU 0").span_ticks == 50'000);
    CHECK(path_of(profile, "step;GPU 0").self_ticks == 0);
    CHECK(path_of(profile, "step;GPU 0;compute").self_ticks == 0);
    CHECK(path_of(profile, "step;GPU 0;compute;layer").calls == 2);
    CHECK(path_of(profile, "step;GPU 0;compute;layer").self_ticks == 50'000);
    CHECK(test::all_self_ticks(profile) == 60'000);
    CHECK_FALSE(has_path(profile, "GPU 0"));
    CHECK(test::is_clean(profile));
    // Each thread has its own part.
    for (const dwell::thread_profile& thread : profile.threads()) {
        std::uint64_t own = 0;
        for (const dwell::thread_path& path : thread.paths) {
            own += path.self_ticks;
        }
        CHECK(own == (thread.name == "GPU 0 stream 1" ? 50'000 : 10'000));
    }
}

TEST_CASE("device scopes go back to a call path of their own", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto stream = gpu::device::new_stream();
    take_step<tag>(stream);
    gpu::advance(100'000);
    CHECK(path_of(gpu::snapshot(), "GPU 0;compute").calls == 1);
    gpu::device_recorder::set_host_paths(true);
    take_step<tag>(stream);
    gpu::spend("alone", stream, 1'000);  // the thread has nothing open
    gpu::advance(100'000);
    CHECK(path_of(gpu::snapshot(), "step;GPU 0;compute").calls == 1);
    CHECK(path_of(gpu::snapshot(), "GPU 0;alone").self_ticks == 1'000);
    gpu::device_recorder::set_host_paths(false);
    take_step<tag>(stream);
    gpu::advance(100'000);
    const dwell::profile profile = gpu::snapshot();
    CHECK(path_of(profile, "step;GPU 0;compute").calls == 1);
    CHECK(path_of(profile, "GPU 0;compute").calls == 2);
    CHECK(path_of(profile, "GPU 0").self_ticks == 0);
    CHECK(test::all_self_ticks(profile) == 3 * 60'000 + 1'000);
    CHECK(test::is_clean(profile));
}

TEST_CASE("a device scope nests on its stream whatever its thread has open", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    using host = test::manual_recording<tag>;
    gpu::device_recorder::set_host_paths(true);
    const auto stream = gpu::device::new_stream();
    auto step = std::make_unique<host::scope>(dwell::text_view("step"));
    std::optional<gpu::scope> batch;
    batch.emplace("batch", stream);
    gpu::device::run(stream, 1'000);
    step.reset();
    std::thread([&] {
        const host::scope other{dwell::text_view("other")};
        gpu::spend("layer", stream, 2'000);
    }).join();
    gpu::advance(2'500);
    // Open on the device, under a scope of the host that has ended.
    const dwell::profile early = gpu::snapshot();
    CHECK(path_of(early, "step;GPU 0;batch").open_calls == 1);
    CHECK(path_of(early, "step;GPU 0").span_ticks == 2'500);
    CHECK(path_of(early, "step").self_ticks == 0);
    batch.reset();
    gpu::advance(2'500);
    const dwell::profile profile = gpu::snapshot();
    CHECK(path_of(profile, "step;GPU 0;batch;layer").total_ticks == 2'000);
    CHECK(path_of(profile, "step;GPU 0;batch").total_ticks == 3'000);
    CHECK_FALSE(has_path(profile, "other;GPU 0"));
    CHECK(test::is_clean(profile));
}

TEST_CASE("host call paths beyond a bound are truncated in the log of a stream", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    using host = test::manual_recording<tag>;
    gpu::device_recorder::set_host_paths(true);
    const test::limits_guard guard(test::limits_with(&dwell::recording_limits::depth, 4));
    const auto stream = gpu::device::new_stream();
    {
        const host::scope one{dwell::text_view("one")};
        const host::scope two{dwell::text_view("two")};
        const host::scope three{dwell::text_view("three")};
        gpu::spend("fits not", stream, 1'000);
        const host::scope four{dwell::text_view("four")};
        gpu::spend("nor this", stream, 1'000);
        const host::scope five{dwell::text_view("five")};
        gpu::spend("nor that", stream, 1'000);
    }
    gpu::advance(3'000);
    const dwell::profile profile = gpu::snapshot();
    CHECK(path_of(profile, "one;two;three;GPU 0").total_ticks == 1'000);
    CHECK(path_of(profile, "one;two;three;GPU 0").self_ticks == 0);
    CHECK(path_of(profile, "one;two;three;GPU 0;(truncated)").calls == 1);
    CHECK(profile.health().truncated_calls >= 5);
    CHECK(gpu::all_are_counted());
}

TEST_CASE("a host call path that the log of a stream has no room for is truncated", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    using host = test::manual_recording<tag>;
    gpu::device_recorder::set_host_paths(true);
    const host::scope one{dwell::text_view("one")};
    const host::scope two{dwell::text_view("two")};
    const test::limits_guard guard(test::limits_with(&dwell::recording_limits::call_paths_per_thread, 1));
    gpu::spend("work", gpu::device::new_stream(), 1'000);
    gpu::advance(1'000);
    const dwell::profile profile = gpu::snapshot();
    CHECK_FALSE(has_path(profile, "GPU 0"));
    CHECK(profile.health().truncated_calls != 0);
    CHECK(gpu::counts().recorded() == 1);
}

#if !defined(_WIN32)
TEST_CASE("host call paths are wanted by the environment or by the program", "[device]") {
    struct tag;
    struct other_tag;
    setenv("DWELL_GPU_HOST_PATHS", "1", 1);
    using gpu = test::device_recording<tag>;
    take_step<tag>(gpu::device::new_stream());
    gpu::advance(100'000);
    CHECK(has_path(gpu::snapshot(), "step;GPU 0;compute"));
    // The program has said so before the first scope.
    using other = test::device_recording<other_tag>;
    other::device_recorder::set_host_paths(false);
    take_step<other_tag>(other::device::new_stream());
    other::advance(100'000);
    CHECK(has_path(other::snapshot(), "GPU 0;compute"));
    unsetenv("DWELL_GPU_HOST_PATHS");
}
#endif

TEST_CASE("folded stacks and JSON have device scopes under their host", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    gpu::device_recorder::set_host_paths(true);
    take_step<tag>(gpu::device::new_stream());
    gpu::advance(100'000);
    const dwell::profile profile = gpu::snapshot();
    CHECK(folded_text(profile) == "step 7\nstep;GPU_0;compute;layer 50\nstep;submit 3\n");
    dwell::string_sink json;
    REQUIRE(dwell::write_json(json, profile));
    CHECK(json.text().find("\"span_ticks\":50000") != std::string::npos);
}

TEST_CASE("threads with host call paths lose no time and take none", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    using host = test::manual_recording<tag>;
    gpu::device_recorder::set_host_paths(true);
    constexpr std::uint64_t threads = 16;
    constexpr std::uint64_t rounds = 200;
    std::atomic<std::uint64_t> left{threads};
    std::vector<std::thread> workers;
    for (std::uint64_t number = 0; number < threads; ++number) {
        workers.emplace_back([&, number] {
            const auto stream = gpu::device::new_stream();
            const std::string name = "thread " + std::to_string(number % 5);
            for (std::uint64_t round = 0; round < rounds; ++round) {
                const host::scope outer{dwell::text_view(name)};
                const std::string inner = "inner " + std::to_string((number + round) % 3);
                const host::scope nested{dwell::text_view(inner)};
                const gpu::scope batch("batch", stream);
                gpu::spend("layer", stream, 1'000);
                gpu::spend("layer", stream, 4'000);
                gpu::advance(6'000);
            }
            --left;
        });
    }
    while (left > 0) {
        const dwell::profile profile = gpu::snapshot();
        for (const dwell::call_path& path : profile.paths()) {
            CHECK(path.self_ticks <= path.total_ticks);
            CHECK(path.span_ticks <= path.total_ticks);
        }
    }
    for (std::thread& each : workers) {
        each.join();
    }
    gpu::advance(1'000'000'000);
    const dwell::profile profile = gpu::snapshot();
    CHECK(gpu::counts().recorded() == threads * rounds * 3);
    CHECK(gpu::all_are_counted());
    CHECK(test::is_clean(profile));
    std::uint64_t layers = 0;
    std::uint64_t layer_calls = 0;
    std::uint64_t devices = 0;
    std::uint64_t spans = 0;
    std::uint64_t hosts = 0;
    std::uint64_t roots = 0;
    for (std::uint32_t i = 0; i < profile.paths().size(); ++i) {
        const dwell::call_path& path = profile.paths()[i];
        const std::string names = profile.path_string(i);
        spans += path.span_ticks;
        roots += path.parent == dwell::call_path::no_parent ? path.total_ticks : 0;
        if (names.find("GPU 0") == std::string::npos) {
            hosts += path.self_ticks;
            continue;
        }
        CHECK(names.find(";inner ") < names.find(";GPU 0"));
        devices += path.self_ticks;
        const bool is_layer = names.substr(names.size() - 5) == "layer";
        layers += is_layer ? path.self_ticks : 0;
        layer_calls += is_layer ? path.calls : 0;
    }
    CHECK(layer_calls == threads * rounds * 2);
    CHECK(layers >= threads * rounds * 5'000);  // others move the time between the begin of a scope and its work
    CHECK(devices == spans);
    CHECK(hosts == roots);
    CHECK(profile.threads().size() == 17);  // the threads share the log of those without a name
}
