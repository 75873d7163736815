// SPDX-License-Identifier: BSL-1.0
// Where a device's scopes stand on the host's clock: within the bracket of an anchor, also when the clocks drift.
#include <dwell/device/device_clock.hpp>

#include <cstdint>

#include "support/catch.hpp"
#include "support/simulated_device.hpp"

namespace {

/// How far off the clock has an event that completes now.
template <typename Device>
double error_of(dwell::detail::device_clock<Device>& clock, typename Device::stream stream) {
    typename Device::event at{};
    REQUIRE(Device::create_event(at));
    REQUIRE(Device::record(at, stream));
    const std::uint64_t now = Device::clock::now();
    std::uint64_t ticks = 0;
    REQUIRE(clock.ticks_of(at, ticks));
    Device::destroy_event(at);
    return static_cast<double>(static_cast<std::int64_t>(ticks - now));
}

}  // namespace

TEST_CASE("an anchor is the middle of its bracket", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto stream = gpu::device::new_stream();
    dwell::detail::device_clock<gpu::device> clock;
    CHECK_FALSE(clock.has_anchor());
    gpu::device::call_takes = 3'000;
    clock.begin(gpu::recorder::all());
    gpu::device::call_takes = 0;
    REQUIRE(clock.has_anchor());
    // Two calls are in a bracket, one before the event and one behind it: the middle is exact, both ends are 3 us off.
    CHECK(error_of(clock, stream) == 0);
}

TEST_CASE("an anchor that does not complete is taken another time", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto stream = gpu::device::new_stream();
    gpu::device::hangs_new_streams = true;
    dwell::detail::device_clock<gpu::device> clock;
    clock.begin(gpu::recorder::all());
    CHECK(clock.is_usable());
    CHECK_FALSE(clock.has_anchor());
    gpu::device::go_on(stream + 1);
    gpu::advance(2'000'000);
    clock.renew(gpu::recorder::all());
    REQUIRE(clock.has_anchor());
    CHECK(error_of(clock, stream) == 0);
}

TEST_CASE("new anchors keep up with a clock that drifts", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto stream = gpu::device::new_stream();
    gpu::device::drift = 50e-6;
    dwell::detail::device_clock<gpu::device> clock;
    clock.begin(gpu::recorder::all());
    gpu::device::event early{};
    REQUIRE(gpu::device::create_event(early));
    for (int minute = 0; minute < 60; ++minute) {
        gpu::advance(30'000'000'000);
        const std::uint64_t then = gpu::clock::now();
        REQUIRE(gpu::device::record(early, stream));
        gpu::advance(30'000'000'000);
        // Alone, the last anchor has 50 us of drift for each second that it is old.
        const double drifted = error_of(clock, stream);
        CHECK(drifted > 2'900'000);
        clock.renew(gpu::recorder::all());
        CHECK(error_of(clock, stream) == 0);
        // What lies between two anchors is interpolated: but for the float's 24 bits, of 30 s.
        std::uint64_t ticks = 0;
        REQUIRE(clock.ticks_of(early, ticks));
        CHECK(static_cast<double>(ticks) == Approx(static_cast<double>(then)).margin(4'000));
    }
}

TEST_CASE("times between two events are those of the device", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto stream = gpu::device::new_stream();
    dwell::detail::device_clock<gpu::device> clock;
    clock.begin(gpu::recorder::all());
    gpu::device::event from{};
    gpu::device::event to{};
    REQUIRE(gpu::device::create_event(from));
    REQUIRE(gpu::device::create_event(to));
    for (const std::uint64_t ns : {1U, 17U, 999U, 123'457U, 4'999'999U}) {
        REQUIRE(gpu::device::record(from, stream));
        gpu::device::run(stream, ns);
        REQUIRE(gpu::device::record(to, stream));
        gpu::advance(ns);
        std::uint64_t ticks = 0;
        REQUIRE(clock.ticks_between(from, to, ticks));
        CHECK(ticks == ns);
        REQUIRE(clock.ticks_between(to, from, ticks));
        CHECK(ticks == 0);
        CHECK(clock.nanoseconds(ns) == ns);
    }
}
