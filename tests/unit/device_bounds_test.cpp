// SPDX-License-Identifier: BSL-1.0
// What a device may do wrong: nothing waits for it, and each scope is recorded or counted as dropped.
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "support/catch.hpp"
#include "support/manual_recording.hpp"
#include "support/simulated_device.hpp"

using dwell::detail::drop_reason;
using test::path_of;

TEST_CASE("a stream that never completes holds nobody up", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    constexpr std::uint64_t most = dwell::detail::event_pool<gpu::device>::capacity / 2;
    const auto stuck = gpu::device::new_stream();
    gpu::spend("work", stuck, 100);
    gpu::advance(100);
    gpu::device::hang(stuck);
    for (std::uint64_t i = 0; i < most + 1'000; ++i) {
        gpu::spend("work", stuck, 100);
    }
    CHECK(gpu::counts().opened() == most + 1'001);
    CHECK(gpu::counts().recorded() == 1);
    CHECK(gpu::counts().dropped(drop_reason::no_event) == 1'000);
    CHECK(gpu::device::live_events() <= 2 * most + 4);
    CHECK(path_of(gpu::snapshot(), "GPU 0;work").calls == 1);

    gpu::device::go_on(stuck);
    CHECK(path_of(gpu::snapshot(), "GPU 0;work").calls == most + 1);
    CHECK(gpu::all_are_counted());
    // And all is well from there on.
    gpu::spend("work", stuck, 700);
    gpu::advance(700);
    CHECK(path_of(gpu::snapshot(), "GPU 0;work").durations.max() == 700);
    CHECK(gpu::all_are_counted());
}

TEST_CASE("a pool that another stream has used up is looked after", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    constexpr std::uint64_t most = dwell::detail::event_pool<gpu::device>::capacity / 2;
    const auto first = gpu::device::new_stream();
    const auto second = gpu::device::new_stream();
    for (std::uint64_t i = 0; i < most; ++i) {
        gpu::spend("first", first, 10);
    }
    gpu::advance(10 * most);
    gpu::spend("second", second, 10);
    gpu::advance(10);
    CHECK(path_of(gpu::snapshot(), "GPU 0;second").calls == 1);
    CHECK(gpu::counts().dropped() == 0);
    CHECK(gpu::all_are_counted());
}

TEST_CASE("a million scopes are recorded with few events", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    constexpr std::uint64_t scopes = 1'000'000;
    const auto stream = gpu::device::new_stream();
    for (std::uint64_t i = 0; i < scopes / 2; ++i) {
        const gpu::scope outer("outer", stream);
        gpu::spend("inner", stream, 1'000);
        gpu::advance(1'000);
    }
    const dwell::profile profile = gpu::snapshot();
    CHECK(gpu::counts().recorded() == scopes);
    CHECK(gpu::counts().opened() == scopes);
    CHECK(path_of(profile, "GPU 0;outer").total_ticks == scopes / 2 * 1'000);
    CHECK(path_of(profile, "GPU 0;outer;inner").calls == scopes / 2);
    CHECK(gpu::device::live_events() < 300);
}

TEST_CASE("what a stream captures is left alone", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto captured = gpu::device::new_stream();
    const auto other = gpu::device::new_stream();
    gpu::spend("other", other, 1'000);
    std::optional<gpu::scope> around;
    around.emplace("around", captured);
    gpu::device::set_capturing(captured, true);
    gpu::spend("graph", captured, 1'000);
    // Another stream goes on meanwhile, and what it did is read.
    gpu::spend("other", other, 1'000);
    gpu::advance(2'000);
    CHECK(path_of(gpu::snapshot(), "GPU 0;other").calls == 2);
    around.reset();  // there is no moment for its end
    gpu::device::set_capturing(captured, false);
    gpu::spend("launch", captured, 9'000);
    gpu::advance(9'000);
    const dwell::profile profile = gpu::snapshot();
    CHECK(gpu::counts().dropped(drop_reason::capturing) == 2);
    CHECK(gpu::counts().dropped() == 2);
    CHECK(path_of(profile, "GPU 0;launch").total_ticks == 9'000);
    CHECK(path_of(profile, "GPU 0;around").calls == 0);
    CHECK(gpu::all_are_counted());
    CHECK_FALSE(gpu::device::has_broken_capture());
}

TEST_CASE("calls of the runtime that fail drop their scope alone", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto stream = gpu::device::new_stream();
    gpu::spend("good", stream, 1'000);
    gpu::advance(1'000);
    gpu::snapshot();
    const auto which =
        GENERATE(gpu::device::create, gpu::device::record_event, gpu::device::query_event, gpu::device::measure);
    for (std::uint32_t times = 1; times < 12; ++times) {
        gpu::device::fail_next(which, times);
        std::vector<std::unique_ptr<gpu::scope>> more_than_before;
        for (std::uint32_t i = 0; i < 10 * times; ++i) {
            more_than_before.push_back(std::make_unique<gpu::scope>("many", stream));
        }
        for (int i = 0; i < 20; ++i) {
            gpu::spend("some", stream, 100);
            gpu::advance(100);
        }
        gpu::snapshot();
        gpu::device::fail_next(which, 0);
        more_than_before.clear();
        const std::uint64_t dropped = gpu::counts().dropped();
        gpu::spend("good", stream, 1'000);
        gpu::advance(1'000);
        gpu::snapshot();
        CHECK(gpu::counts().dropped() == dropped);
        CHECK(gpu::all_are_counted());
    }
    CHECK(gpu::counts().dropped() > 0);
    CHECK(path_of(gpu::snapshot(), "GPU 0;good").durations.max() == 1'000);
    CHECK(gpu::device::live_events() < 300);
}

TEST_CASE("after a reset of the device recording goes on", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    auto stream = gpu::device::new_stream();
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < 100; ++i) {
            gpu::spend("before", stream, 1'000);
        }
        gpu::advance(50'000);
        gpu::device::reset();
        stream = gpu::device::new_stream();
        gpu::snapshot();
        gpu::spend("after", stream, 2'500);
        gpu::advance(2'500);
        gpu::snapshot();
    }
    const dwell::profile profile = gpu::snapshot();
    CHECK(path_of(profile, "GPU 0;after").calls == 3);
    CHECK(path_of(profile, "GPU 0;after").durations.max() == 2'500);
    CHECK(gpu::counts().dropped(drop_reason::failed) == 3 * 100);
    CHECK(gpu::all_are_counted());
    CHECK(gpu::device::live_events() < 300);
}

TEST_CASE("an error that the user has not asked for stays", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto stream = gpu::device::new_stream();
    gpu::spend("work", stream, 1'000);
    gpu::advance(1'000);
    gpu::device::users_error = true;
    gpu::device::fail_next(gpu::device::query_event, 1'000);
    gpu::snapshot();
    CHECK(gpu::counts().recorded() == 0);
    gpu::device::fail_next(gpu::device::query_event, 0);
    gpu::device::users_error = false;
    gpu::snapshot();
    CHECK(gpu::counts().recorded() == 1);
}

TEST_CASE("without a device scopes are counted and nothing else", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    gpu::device::devices = 0;
    for (int i = 0; i < 10; ++i) {
        gpu::spend("work", 0, 1'000);
    }
    CHECK(gpu::snapshot().threads().empty());
    CHECK(gpu::counts().dropped(drop_reason::no_device) == 10);
    CHECK(gpu::all_are_counted());
    CHECK(gpu::device::live_events() == 0);
}

TEST_CASE("beyond the bound of streams scopes are counted", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    constexpr std::uint64_t most = gpu::device_recorder::most_streams;
    for (std::uint64_t i = 0; i < most + 7; ++i) {
        gpu::spend("work", gpu::device::new_stream(), 10);
    }
    gpu::advance(10);
    CHECK(path_of(gpu::snapshot(), "GPU 0;work").calls == most);
    CHECK(gpu::counts().dropped(drop_reason::no_stream) == 7);
    CHECK(gpu::all_are_counted());
}

TEST_CASE("once shut nothing is recorded and nothing is lost", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto stream = gpu::device::new_stream();
    gpu::spend("done", stream, 1'000);
    gpu::advance(1'000);
    std::optional<gpu::scope> open;
    open.emplace("open", stream);
    gpu::spend("late", stream, 1'000);
    gpu::spend("queued", stream, 1'000);
    gpu::device_recorder::shut();
    gpu::device::fail_next(gpu::device::query_event, 1);  // which nobody makes
    gpu::spend("later", stream, 1'000);
    open.reset();
    const dwell::profile profile = gpu::snapshot();
    CHECK(path_of(profile, "GPU 0;done").calls == 1);
    CHECK(path_of(profile, "GPU 0").total_ticks == 1'000);
    CHECK(gpu::counts().dropped(drop_reason::unfinished) == 3);
    CHECK(gpu::counts().dropped(drop_reason::no_device) == 1);
    CHECK(gpu::all_are_counted());
}
