// SPDX-License-Identifier: BSL-1.0
// Copies between host and device: bytes, time and throughput by direction, and the time in which nothing computes.
#include <dwell/device/copied_bytes.hpp>

#include <cstdint>
#include <optional>

#include "support/catch.hpp"
#include "support/manual_recording.hpp"
#include "support/simulated_device.hpp"
#include "support/source_metrics.hpp"

using dwell::detail::copy_direction;
using test::device_metric;
using test::snapshot_with_sources;

TEST_CASE("copies have bytes and time and throughput by direction", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto up = gpu::device::new_stream();
    const auto down = gpu::device::new_stream();
    for (int i = 0; i < 4; ++i) {
        gpu::copy("upload", up, 1'000, 8'000, copy_direction::to_device);
        gpu::copy("download", down, 2'000, 1'000, copy_direction::to_host);
        gpu::advance(5'000);
    }
    const dwell::profile profile = snapshot_with_sources<gpu>();
    const auto counter = [&](const char* name, const char* direction) {
        return device_metric(profile.counters(), name, "0", direction).value;
    };
    CHECK(counter("gpu.copy.bytes", "to device") == 32'000);
    CHECK(counter("gpu.copy.busy", "to device") == 4'000);
    CHECK(counter("gpu.copy.bytes", "to host") == 4'000);
    CHECK(counter("gpu.copy.busy", "to host") == 8'000);
    CHECK(device_metric(profile.gauges(), "gpu.copy.throughput", "0", "to device").value == 8e9);
    CHECK(device_metric(profile.gauges(), "gpu.copy.throughput", "0", "to host").value == 0.5e9);
    CHECK(device_metric(profile.counters(), "gpu.device.busy", "0").value == 8'000);
    CHECK(device_metric(profile.counters(), "gpu.device.compute", "0").value == 0);
    CHECK(test::path_of(profile, "GPU 0;upload").calls == 4);
}

TEST_CASE("copies of two streams at the same time count once", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    gpu::copy("upload", gpu::device::new_stream(), 3'000, 100, copy_direction::to_device);
    gpu::advance(1'000);
    gpu::copy("upload", gpu::device::new_stream(), 3'000, 200, copy_direction::to_device);
    gpu::advance(9'000);
    const dwell::profile profile = snapshot_with_sources<gpu>();
    CHECK(device_metric(profile.counters(), "gpu.copy.busy", "0", "to device").value == 4'000);
    CHECK(device_metric(profile.counters(), "gpu.copy.bytes", "0", "to device").value == 300);
}

TEST_CASE("a device computes while any stream does", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto stream = gpu::device::new_stream();
    const auto other = gpu::device::new_stream();
    {
        const gpu::scope batch("batch", stream);
        gpu::copy("upload", stream, 4'000, 100, copy_direction::to_device);  // 0 to 4,000
        gpu::spend("kernel", stream, 2'000);                                 // 4,000 to 6,000
        gpu::copy("shuffle", stream, 500, 100, copy_direction::on_device);   // computes, too
        {
            const gpu::scope download("download", stream, 50, copy_direction::other);
            gpu::spend("part", stream, 1'500);  // 6,500 to 8,000: of the copy that it is in
        }
    }
    gpu::advance(3'000);
    gpu::spend("kernel", other, 3'200);  // 3,000 to 6,200
    gpu::advance(7'000);
    const dwell::profile profile = snapshot_with_sources<gpu>();
    CHECK(device_metric(profile.counters(), "gpu.device.busy", "0").value == 8'000);
    CHECK(device_metric(profile.counters(), "gpu.device.compute", "0").value == 3'500);  // 3,000 to 6,500
    CHECK(device_metric(profile.counters(), "gpu.copy.busy", "0", "to device").value == 4'000);
    CHECK(device_metric(profile.counters(), "gpu.copy.busy", "0", "on device").value == 500);
    CHECK(device_metric(profile.counters(), "gpu.copy.busy", "0", "other").value == 1'500);
}

TEST_CASE("the bytes of a copy count when it has ended", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto stream = gpu::device::new_stream();
    gpu::copy("upload", stream, 4'000, 100, copy_direction::to_device);
    gpu::advance(1'000);
    const dwell::profile early = snapshot_with_sources<gpu>();
    CHECK(device_metric(early.counters(), "gpu.copy.bytes", "0", "to device").value == 0);
    CHECK(device_metric(early.counters(), "gpu.copy.busy", "0", "to device").value == 1'000);
    gpu::advance(3'000);
    const dwell::profile profile = snapshot_with_sources<gpu>();
    CHECK(device_metric(profile.counters(), "gpu.copy.bytes", "0", "to device").value == 100);
    // One whose end fails has none.
    {
        const gpu::scope failing("upload", stream, 700, copy_direction::to_device);
        gpu::device::fail_next(gpu::device::record_event, 0);
        gpu::snapshot();
        gpu::device::fail_next(gpu::device::record_event, 1);
    }
    gpu::advance(1'000);
    CHECK(device_metric(snapshot_with_sources<gpu>().counters(), "gpu.copy.bytes", "0", "to device").value == 100);
    CHECK(gpu::all_are_counted());
}

TEST_CASE("the bandwidth of a link is what the runtime says or the user", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    gpu::spend("work", gpu::device::new_stream(), 1'000);
    gpu::advance(1'000);
    dwell::profile profile = snapshot_with_sources<gpu>();
    CHECK(device_metric(profile.gauges(), "gpu.link.bandwidth", "0").value == 16e9);
    CHECK(device_metric(profile.gauges(), "gpu.memory.bandwidth", "0").value == 3e12);
    gpu::device_recorder::set_link_bandwidth(0, 12'500'000'000);
    gpu::device_recorder::set_link_bandwidth(-1, 1);
    gpu::device_recorder::set_link_bandwidth(64, 1);
    profile = snapshot_with_sources<gpu>();
    CHECK(device_metric(profile.gauges(), "gpu.link.bandwidth", "0").value == 12.5e9);
    CHECK(device_metric(profile.gauges(), "gpu.memory.bandwidth", "0").value == 3e12);
}
