// SPDX-License-Identifier: BSL-1.0
// What a snapshot says of streams beside their call paths: how busy they were, what became of scopes, why there are
// none.
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "support/catch.hpp"
#include "support/manual_recording.hpp"
#include "support/simulated_device.hpp"
#include "support/source_metrics.hpp"

using test::device_metric;
using test::snapshot_with_sources;

TEST_CASE("a snapshot has what streams completed before it", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto stream = gpu::device::new_stream();
    gpu::spend("work", stream, 3'000);
    gpu::advance(3'000);
    const dwell::profile profile = snapshot_with_sources<gpu>();
    CHECK(test::path_of(profile, "GPU 0;work").calls == 1);
    REQUIRE(profile.metadata().extra.size() == 1);
    CHECK(profile.metadata().extra[0].first == "gpu.0.verdict");
}

TEST_CASE("busy and idle time of a stream are exact", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto half = gpu::device::new_stream();
    const auto other = gpu::device::new_stream();
    for (int i = 0; i < 10; ++i) {
        gpu::spend("half", half, 4'000);
        gpu::spend("other", other, 1'000);
        gpu::advance(8'000);
    }
    gpu::spend("half", half, 40'000);
    gpu::advance(4'000);
    const dwell::profile profile = snapshot_with_sources<gpu>();
    // Ten scopes, nine gaps between them, and the gap before the one that goes on.
    CHECK(device_metric(profile.counters(), "gpu.stream.busy", "GPU 0 stream 1").value == 40'000);
    CHECK(device_metric(profile.counters(), "gpu.stream.idle", "GPU 0 stream 1").value == 40'000);
    CHECK(device_metric(profile.gauges(), "gpu.stream.utilization", "GPU 0 stream 1").value == 0.5);
    CHECK(device_metric(profile.counters(), "gpu.stream.busy", "GPU 0 stream 2").value == 10'000);
    CHECK(device_metric(profile.counters(), "gpu.stream.idle", "GPU 0 stream 2").value == 9 * 7'000);
    CHECK(device_metric(profile.counters(), "gpu.scope.opened").value == 21);
    CHECK(device_metric(profile.counters(), "gpu.scope.recorded").value == 20);
    CHECK(device_metric(profile.gauges(), "gpu.scope.pending").value == 1);
}

TEST_CASE("what a scope waited for is told apart", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto stream = gpu::device::new_stream();
    gpu::device::run(stream, 700);  // in no scope: the launch takes so long
    gpu::spend("first", stream, 5'000);
    gpu::advance(100);
    gpu::spend("second", stream, 1'000);  // asked for while the first goes on for 5,600 ns
    gpu::advance(1'000'000);
    const dwell::profile profile = snapshot_with_sources<gpu>();
    const auto queueing = device_metric(profile.distributions(), "gpu.scope.queueing", "GPU 0 stream 1").values;
    const auto launch = device_metric(profile.distributions(), "gpu.scope.launch", "GPU 0 stream 1").values;
    CHECK(queueing.count() == 2);
    CHECK(queueing.min() == 0);
    CHECK(queueing.max() == 5'600);
    CHECK(launch.count() == 2);
    CHECK(launch.min() == 0);
    CHECK(launch.max() == 700);
}

TEST_CASE("the metadata say why there is no device", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    gpu::device::devices = 0;
    CHECK(snapshot_with_sources<gpu>().metadata().extra.empty());  // nobody has asked for one
    gpu::spend("work", 0, 1'000);
    gpu::spend("work", 0, 1'000);
    const dwell::profile profile = snapshot_with_sources<gpu>();
    using facts = std::vector<std::pair<std::string, std::string>>;
    CHECK(profile.metadata().extra == facts{{"gpu.scopes", "no device: no simulated device"}});
    CHECK(device_metric(profile.counters(), "gpu.scope.dropped", "no device").value == 2);
    CHECK(device_metric(profile.gauges(), "gpu.scope.pending").value == 0);
}

TEST_CASE("an open device scope has no time that it may not have taken", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto harvested_last = gpu::device::new_stream();
    gpu::spend("other", harvested_last, 100'000);
    const auto stream = gpu::device::new_stream();
    gpu::spend("work", stream, 3'000);
    gpu::advance(1'000);
    // It ends after it was asked for, and before the logs are read.
    static int queries = 0;
    gpu::device::at_query = [] {
        if (++queries == 3) {
            gpu::advance(5'000);
        }
    };
    CHECK(test::path_of(snapshot_with_sources<gpu>(), "GPU 0;work").total_ticks == 1'000);
    CHECK(queries >= 3);
    gpu::device::at_query = nullptr;
    CHECK(test::path_of(snapshot_with_sources<gpu>(), "GPU 0;work").total_ticks == 3'000);
}
