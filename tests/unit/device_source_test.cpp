// SPDX-License-Identifier: BSL-1.0
// What a snapshot says of streams beside their call paths: how busy they were, what became of scopes, why there are
// none.
#include <dwell/record/source.hpp>
#include <dwell/snapshot.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "support/catch.hpp"
#include "support/manual_recording.hpp"
#include "support/simulated_device.hpp"

using dwell::detail::all_sources;

namespace {

/// Of the metric with this name, and this value of its label where it has one.
template <typename Values>
auto device_metric(const Values& all, std::string_view name, std::string_view label = {}) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& each) {
        return each.identity.name == name && (label.empty() || each.identity.labels.at(0).second == label);
    });
    REQUIRE(found != all.end());
    return *found;
}

template <typename Recording>
dwell::profile snapshot_with_sources() {
    using recorder = typename Recording::device_recorder;
    REQUIRE(all_sources.add(recorder::key(), recorder::read));
    dwell::profile profile = dwell::detail::take_snapshot(Recording::recorder::all(), true);
    all_sources.remove(recorder::key(), recorder::read);
    return profile;
}

}  // namespace

TEST_CASE("a snapshot has what streams completed before it", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto stream = gpu::device::new_stream();
    gpu::spend("work", stream, 3'000);
    gpu::advance(3'000);
    const dwell::profile profile = snapshot_with_sources<gpu>();
    CHECK(test::path_of(profile, "GPU 0;work").calls == 1);
    CHECK(profile.metadata().extra.empty());
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
