// SPDX-License-Identifier: BSL-1.0
// Stages inside a graph: each launch's times are its own, or counted as dropped.
#include <dwell/record/timeline_switch.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "support/catch.hpp"
#include "support/manual_recording.hpp"
#include "support/simulated_device.hpp"

using dwell::detail::drop_reason;
using test::has_path;
using test::path_of;

namespace {

// "detect" with "layer" twice, then "track"; 1,000 in no stage at each end. 20,000 ns in all.
template <typename Gpu>
typename Gpu::device::graph capture_frame(const typename Gpu::timers& timers, typename Gpu::stream stream) {
    const auto graph = Gpu::device::begin_capture(stream);
    Gpu::device::run(stream, 1'000);
    {
        const typename Gpu::stage detect("detect", timers, stream);
        Gpu::device::run(stream, 500);
        for (int layer = 0; layer < 2; ++layer) {
            const typename Gpu::stage here("layer", timers, stream);
            Gpu::device::run(stream, layer == 0 ? 4'500 : 5'000);
        }
    }
    {
        const typename Gpu::stage track("track", timers, stream);
        Gpu::device::run(stream, 8'000);
    }
    Gpu::device::run(stream, 1'000);
    Gpu::device::end_capture(stream);
    return graph;
}

template <typename Gpu>
void launch_frame(typename Gpu::device::graph graph, const typename Gpu::timers& timers, typename Gpu::stream stream,
                  std::uint64_t slower = 1) {
    const typename Gpu::launch_scope frame("frame", timers, stream);
    Gpu::device::launch(graph, stream, slower);
}

}  // namespace

TEST_CASE("the stages of a graph are under the scope of its launch", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto stream = gpu::device::new_stream();
    const gpu::timers timers;
    gpu::advance(7'000);
    const auto graph = capture_frame<gpu>(timers, stream);
    CHECK(gpu::counts().opened() == 0);  // they are, once for each launch
    for (std::uint64_t slower = 1; slower <= 3; ++slower) {
        launch_frame<gpu>(graph, timers, stream, slower);
        gpu::advance(20'000 * slower);
    }
    const dwell::profile profile = gpu::snapshot();
    CHECK(path_of(profile, "GPU 0;frame").total_ticks == 6 * 20'000);
    CHECK(path_of(profile, "GPU 0;frame").self_ticks == 6 * 2'000);
    CHECK(path_of(profile, "GPU 0;frame;detect").calls == 3);
    CHECK(path_of(profile, "GPU 0;frame;detect").self_ticks == 6 * 500);
    const dwell::call_path& layer = path_of(profile, "GPU 0;frame;detect;layer");
    CHECK(layer.calls == 6);
    CHECK(layer.total_ticks == 6 * 9'500);
    CHECK(layer.durations.min() == 4'500);
    CHECK(layer.durations.max() == 15'000);
    CHECK(path_of(profile, "GPU 0;frame;track").total_ticks == 6 * 8'000);
    CHECK(test::all_self_ticks(profile) == 6 * 20'000);
    CHECK(test::is_clean(profile));
    CHECK(gpu::counts().recorded() == 3 * 5);
    CHECK(gpu::all_are_counted());
    CHECK_FALSE(gpu::device::has_broken_capture());
}

TEST_CASE("a launch whose stages the next one overwrote has none", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto stream = gpu::device::new_stream();
    const gpu::timers timers;
    const auto graph = capture_frame<gpu>(timers, stream);
    launch_frame<gpu>(graph, timers, stream, 7);
    gpu::advance(20'000);
    launch_frame<gpu>(graph, timers, stream, 2);  // while the first one runs
    gpu::advance(9 * 20'000);
    launch_frame<gpu>(graph, timers, stream, 5);  // the second one is read before
    gpu::advance(5 * 20'000);
    const dwell::profile profile = gpu::snapshot();
    CHECK(path_of(profile, "GPU 0;frame").total_ticks == 14 * 20'000);
    CHECK(path_of(profile, "GPU 0;frame;track").calls == 2);
    CHECK(path_of(profile, "GPU 0;frame;track").total_ticks == 7 * 8'000);
    CHECK(gpu::counts().dropped(drop_reason::overwritten) == 4);
    CHECK(gpu::counts().dropped() == 4);
    CHECK(gpu::all_are_counted());
}

TEST_CASE("a launch that nothing records overwrites the one before it", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto stream = gpu::device::new_stream();
    const gpu::timers timers;
    const auto graph = capture_frame<gpu>(timers, stream);
    launch_frame<gpu>(graph, timers, stream);
    dwell::set_recording(false);
    launch_frame<gpu>(graph, timers, stream, 9);
    dwell::set_recording(true);
    gpu::advance(10 * 20'000);
    CHECK_FALSE(has_path(gpu::snapshot(), "GPU 0;frame;track"));
    CHECK(gpu::counts().dropped(drop_reason::overwritten) == 4);
    CHECK(gpu::all_are_counted());
}

TEST_CASE("launches of one capture on two streams at a time have no stages", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto first = gpu::device::new_stream();
    const auto second = gpu::device::new_stream();
    const gpu::timers timers;
    const auto graph = capture_frame<gpu>(timers, first);
    launch_frame<gpu>(graph, timers, first, 3);
    launch_frame<gpu>(graph, timers, second);
    gpu::advance(20'000);
    gpu::snapshot();
    CHECK(gpu::counts().recorded() == 1);
    CHECK(gpu::counts().dropped(drop_reason::overwritten) == 4);
    gpu::advance(40'000);
    gpu::snapshot();
    CHECK(gpu::counts().dropped(drop_reason::overwritten) == 8);
    // One after the other, all is well again.
    launch_frame<gpu>(graph, timers, second);
    gpu::advance(20'000);
    CHECK(path_of(gpu::snapshot(), "GPU 0;frame;track").total_ticks == 8'000);
    CHECK(gpu::all_are_counted());
}

TEST_CASE("a stage that a launch did not come to is not recorded", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto stream = gpu::device::new_stream();
    const gpu::timers timers;
    const auto graph = capture_frame<gpu>(timers, stream);
    { const gpu::launch_scope frame("frame", timers, stream); }
    gpu::advance(1'000);
    gpu::snapshot();
    CHECK(gpu::counts().dropped(drop_reason::not_run) == 4);
    launch_frame<gpu>(graph, timers, stream);
    gpu::advance(20'000);
    gpu::snapshot();
    // The events are of the launch before.
    { const gpu::launch_scope frame("frame", timers, stream); }
    gpu::advance(1'000);
    CHECK(path_of(gpu::snapshot(), "GPU 0;frame;track").calls == 1);
    CHECK(gpu::counts().dropped(drop_reason::not_run) == 8);
    // And of one that nobody was told of, and that ended after the scope did.
    { const gpu::launch_scope frame("frame", timers, stream); }
    gpu::device::launch(graph, stream);
    gpu::advance(20'000);
    CHECK(path_of(gpu::snapshot(), "GPU 0;frame;track").calls == 1);
    CHECK(gpu::counts().dropped(drop_reason::not_run) == 12);
    CHECK(gpu::all_are_counted());
}

TEST_CASE("branches of a graph overlap and take nothing from anybody's own time", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto stream = gpu::device::new_stream();
    const auto branch = gpu::device::new_stream();
    const gpu::timers timers;
    const auto graph = gpu::device::begin_capture(stream);
    {
        const gpu::stage whole("whole", timers, stream);
        gpu::device::fork_capture(stream, branch);
        {
            const gpu::stage left("left", timers, stream);
            gpu::device::run(stream, 10'000);
        }
        {
            const gpu::stage right("right", timers, branch);
            const gpu::stage inner("inner", timers, branch);
            gpu::device::run(branch, 30'000);
        }
        gpu::device::join_capture(stream, branch);
        const gpu::stage last("last", timers, stream);
        gpu::device::run(stream, 1'000);
    }
    gpu::device::end_capture(stream);
    dwell::detail::switch_timeline(gpu::recorder::all(), {});
    launch_frame<gpu>(graph, timers, stream);
    gpu::advance(31'000);
    const dwell::profile profile = gpu::snapshot();
    CHECK(path_of(profile, "GPU 0;frame;whole").total_ticks == 31'000);
    CHECK(path_of(profile, "GPU 0;frame;whole").self_ticks == 20'000);
    CHECK(path_of(profile, "GPU 0;frame;whole;left").total_ticks == 10'000);
    CHECK(path_of(profile, "GPU 0;frame;whole;right").span_ticks == 30'000);
    CHECK(path_of(profile, "GPU 0;frame;whole;right;inner").total_ticks == 30'000);
    CHECK(path_of(profile, "GPU 0;frame;whole;right").self_ticks == 0);
    CHECK(path_of(profile, "GPU 0;frame;whole;last").total_ticks == 1'000);
    CHECK(gpu::all_are_counted());
    REQUIRE(profile.timeline().threads.size() == 1);
    CHECK(profile.timeline().threads[0].scopes.size() == 4);
    CHECK(profile.timeline().threads[0].overlapping.size() == 2);
    CHECK(test::is_clean(profile));
}

TEST_CASE("a stage outside a capture is a scope", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto stream = gpu::device::new_stream();
    const gpu::timers timers;
    {
        const gpu::stage warm_up("layer", timers, stream);
        gpu::device::run(stream, 3'000);
    }
    gpu::advance(3'000);
    CHECK(path_of(gpu::snapshot(), "GPU 0;layer").total_ticks == 3'000);
    CHECK(gpu::device::live_events() == 2 + 4);
}

TEST_CASE("a capture that begins or ends inside a stage or a scope is counted", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto stream = gpu::device::new_stream();
    const gpu::timers timers;
    // Begins inside a scope and ends there.
    {
        const gpu::scope around("around", stream);
        gpu::device::run(stream, 2'000);
        gpu::device::begin_capture(stream);
        { const gpu::scope inside("inside", stream); }
        gpu::device::end_capture(stream);
        gpu::device::run(stream, 3'000);
    }
    CHECK(gpu::counts().dropped(drop_reason::capturing) == 1);
    // Begins before a scope and ends inside it; begins inside and goes on behind it.
    gpu::device::begin_capture(stream);
    {
        const gpu::scope half("half", stream);
        gpu::device::end_capture(stream);
        gpu::spend("good", stream, 5'000);
    }
    {
        const gpu::scope half("half", stream);
        gpu::device::begin_capture(stream);
    }
    CHECK(gpu::counts().dropped(drop_reason::capturing) == 2);
    {
        const gpu::stage unended("unended", timers, stream);
        gpu::device::end_capture(stream);
    }
    CHECK(gpu::counts().dropped(drop_reason::failed) == 1);
    {
        const gpu::stage uncaptured("uncaptured", timers, stream);
        gpu::device::begin_capture(stream);
    }
    gpu::device::end_capture(stream);
    gpu::advance(10'000);
    const dwell::profile profile = gpu::snapshot();
    CHECK(path_of(profile, "GPU 0;around").total_ticks == 5'000);
    CHECK(path_of(profile, "GPU 0;good").total_ticks == 5'000);
    CHECK(gpu::counts().dropped(drop_reason::capturing) == 4);
    CHECK(gpu::counts().dropped() == 5);
    CHECK(gpu::all_are_counted());
}

TEST_CASE("timers are used again for another capture", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto stream = gpu::device::new_stream();
    gpu::timers timers;
    launch_frame<gpu>(capture_frame<gpu>(timers, stream), timers, stream);
    gpu::advance(20'000);
    gpu::snapshot();
    const auto events = gpu::device::live_events();
    for (int again = 0; again < 5; ++again) {
        timers.clear();
        launch_frame<gpu>(capture_frame<gpu>(timers, stream), timers, stream);
        gpu::advance(20'000);
    }
    CHECK(path_of(gpu::snapshot(), "GPU 0;frame;track").calls == 6);
    CHECK(gpu::device::live_events() == events);
    // Nor is a stage ended that was cleared inside.
    const auto graph = gpu::device::begin_capture(stream);
    {
        const gpu::stage gone("gone", timers, stream);
        timers.clear();
        const gpu::stage fresh("fresh", timers, stream);
    }
    gpu::device::end_capture(stream);
    launch_frame<gpu>(graph, timers, stream);
    CHECK(path_of(gpu::snapshot(), "GPU 0;frame;fresh").calls == 1);
    CHECK_FALSE(has_path(gpu::snapshot(), "GPU 0;frame;gone"));
    CHECK(gpu::all_are_counted());
}

TEST_CASE("timers that end before their launch give everything back", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto stream = gpu::device::new_stream();
    gpu::spend("scope", stream, 10);
    gpu::advance(10);
    gpu::snapshot();
    const auto events = gpu::device::live_events();
    {
        gpu::timers timers;
        const auto graph = capture_frame<gpu>(timers, stream);
        launch_frame<gpu>(graph, timers, stream);
        gpu::advance(20'000);
        // Read as they end, without a snapshot.
        gpu::timers moved = std::move(timers);
    }
    CHECK(path_of(gpu::snapshot(), "GPU 0;frame;track").calls == 1);
    CHECK(gpu::device::live_events() == events);
    {
        const gpu::timers timers;
        launch_frame<gpu>(capture_frame<gpu>(timers, stream), timers, stream);
    }
    CHECK(gpu::device::live_events() == events);
    gpu::advance(20'000);
    CHECK(path_of(gpu::snapshot(), "GPU 0;frame").calls == 2);
    CHECK(path_of(gpu::snapshot(), "GPU 0;frame;track").calls == 1);
    CHECK(gpu::counts().dropped(drop_reason::overwritten) == 4);
    CHECK(gpu::all_are_counted());
}

TEST_CASE("stages beyond the bound and without events are counted", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    constexpr std::uint64_t most = dwell::detail::graph_stages<gpu::device>::capacity;
    const auto stream = gpu::device::new_stream();
    const gpu::timers timers;
    const auto graph = gpu::device::begin_capture(stream);
    gpu::device::fail_next(gpu::device::create, 1);
    for (std::uint64_t i = 0; i < most + 11; ++i) {
        const gpu::stage layer("layer", timers, stream);
        gpu::device::run(stream, 10);
    }
    gpu::device::end_capture(stream);
    CHECK(gpu::counts().dropped(drop_reason::no_event) == 11);
    launch_frame<gpu>(graph, timers, stream);
    gpu::advance(10 * (most + 11));
    CHECK(path_of(gpu::snapshot(), "GPU 0;frame;layer").calls == most);
    CHECK(gpu::all_are_counted());
}

TEST_CASE("without a device stages are counted and nothing else", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    gpu::device::devices = 0;
    gpu::timers timers;
    { const gpu::stage stage("stage", timers, 0); }
    { const gpu::launch_scope launch("launch", timers, 0); }
    timers.clear();
    CHECK(gpu::counts().dropped(drop_reason::no_device) == 2);
    CHECK(gpu::all_are_counted());
    CHECK(gpu::device::live_events() == 0);
}

TEST_CASE("errors and resets leave every stage recorded or counted", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    std::uint64_t random = 1;
    const auto one_in = [&](std::uint64_t many) {
        random = random * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
        return (random >> 33U) % many == 0;
    };
    auto stream = gpu::device::new_stream();
    auto timers = std::make_unique<gpu::timers>();
    auto graph = capture_frame<gpu>(*timers, stream);
    for (unsigned round = 0; round < 3'000; ++round) {
        if (one_in(10)) {
            gpu::device::fail_next(static_cast<gpu::device::call>(round % gpu::device::calls_that_may_fail),
                                   1 + round % 7);
        }
        if (one_in(100)) {
            gpu::device::reset();
        }
        if (one_in(20)) {
            timers = std::make_unique<gpu::timers>();
            graph = capture_frame<gpu>(*timers, stream);
        }
        launch_frame<gpu>(graph, *timers, stream, 1 + static_cast<std::uint64_t>(round) % 5);
        if (!one_in(3)) {
            gpu::advance(one_in(2) ? 250'000 : 15'000);
        }
        if (one_in(10)) {
            gpu::snapshot();
        }
    }
    timers.reset();
    for (std::uint32_t call = 0; call < gpu::device::calls_that_may_fail; ++call) {
        gpu::device::fail_next(static_cast<gpu::device::call>(call), 0);
    }
    gpu::spend("last", stream, 1'000);
    gpu::advance(1'000'000'000);
    const dwell::profile profile = gpu::snapshot();
    CHECK(gpu::all_are_counted());
    CHECK(path_of(profile, "GPU 0;frame;track").calls > 100);
    CHECK(path_of(profile, "GPU 0;frame;track").durations.max() <= 5 * 8'000);
    // Each time is one of a launch: 1 to 5 times what was captured.
    CHECK(path_of(profile, "GPU 0;frame;track").total_ticks % 8'000 == 0);
    CHECK(path_of(profile, "GPU 0;frame;detect").total_ticks % 10'000 == 0);
    CHECK_FALSE(gpu::device::has_broken_capture());
}

TEST_CASE("stages of a device that was reset are dropped and nothing of theirs is touched", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    gpu::device::tells_contexts = true;
    auto stream = gpu::device::new_stream();
    gpu::timers timers;
    const gpu::timers unused;
    launch_frame<gpu>(capture_frame<gpu>(timers, stream), timers, stream);
    gpu::advance(20'000);
    gpu::snapshot();
    for (int round = 0; round < 3; ++round) {
        const auto graph = capture_frame<gpu>(timers, stream);
        {
            const gpu::launch_scope frame("frame", timers, stream);
            gpu::device::launch(graph, stream);
            gpu::device::reset();
        }
        gpu::advance(20'000);
        stream = gpu::device::new_stream();
        launch_frame<gpu>(capture_frame<gpu>(unused, stream), round == 1 ? timers : unused, stream);
        gpu::advance(20'000);
        timers.clear();
    }
    gpu::timers last = std::move(timers);
    capture_frame<gpu>(last, stream);
    gpu::device::reset();
    gpu::snapshot();
    CHECK(path_of(gpu::snapshot(), "GPU 0;frame").calls == 4);
    CHECK(path_of(gpu::snapshot(), "GPU 0;frame;track").calls == 3);
    CHECK(gpu::all_are_counted());
    CHECK_FALSE(gpu::device::has_touched_what_is_gone());
    CHECK_FALSE(gpu::device::has_touched_from_elsewhere());
}

TEST_CASE("a graph that runs at exit leaves its stages unfinished", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto stream = gpu::device::new_stream();
    gpu::timers timers;
    const auto graph = capture_frame<gpu>(timers, stream);
    launch_frame<gpu>(graph, timers, stream);
    gpu::advance(10'000);
    gpu::device_recorder::shut();
    CHECK(gpu::counts().dropped(drop_reason::unfinished) == 5);
    launch_frame<gpu>(graph, timers, stream);
    timers.clear();
    CHECK(gpu::counts().dropped(drop_reason::no_device) == 1);
    CHECK(gpu::all_are_counted());
}

TEST_CASE("launches on many threads have times of their own only", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    constexpr int threads = 16;
    std::atomic<int> left{threads};
    std::vector<std::thread> workers;
    for (int number = 0; number < threads; ++number) {
        workers.emplace_back([&] {
            const auto stream = gpu::device::new_stream();
            const gpu::timers timers;
            const auto graph = capture_frame<gpu>(timers, stream);
            for (std::uint64_t round = 0; round < 200; ++round) {
                launch_frame<gpu>(graph, timers, stream, 1 + round % 3);
                gpu::advance(7'000);
            }
            --left;
        });
    }
    while (left > 0) {
        gpu::snapshot();
    }
    for (std::thread& each : workers) {
        each.join();
    }
    gpu::advance(1'000'000'000);
    const dwell::profile profile = gpu::snapshot();
    CHECK(gpu::all_are_counted());
    CHECK(gpu::counts().opened() == threads * 200 * 5);
    CHECK(gpu::counts().dropped() == gpu::counts().dropped(drop_reason::overwritten));
    CHECK(path_of(profile, "GPU 0;frame").calls == threads * 200);
    // Each time is one of a launch: 1 to 3 times what was captured.
    const dwell::call_path& track = path_of(profile, "GPU 0;frame;track");
    CHECK(track.calls * 4 + gpu::counts().dropped() == threads * 200 * 4);
    CHECK(track.durations.max() <= 3 * 8'000);
    CHECK(track.total_ticks % 8'000 == 0);
    CHECK(test::is_clean(profile));
}
