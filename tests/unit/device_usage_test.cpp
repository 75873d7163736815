// SPDX-License-Identifier: BSL-1.0
// How busy a device was, of all its streams together: exact, in whatever order they are harvested.
#include <dwell/device/device_usage.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "support/catch.hpp"
#include "support/manual_recording.hpp"
#include "support/simulated_device.hpp"
#include "support/source_metrics.hpp"

using test::device_metric;
using test::snapshot_with_sources;

namespace {

struct expected_usage {
    std::uint64_t busy = 0;
    std::uint64_t idle = 0;
    std::uint64_t compute = 0;
    std::uint64_t starved = 0;
};

void check_usage(const dwell::profile& profile, const expected_usage& expected, const char* device = "0") {
    CHECK(device_metric(profile.counters(), "gpu.device.busy", device).value == expected.busy);
    CHECK(device_metric(profile.counters(), "gpu.device.idle", device).value == expected.idle);
    CHECK(device_metric(profile.counters(), "gpu.device.compute", device).value == expected.compute);
    CHECK(device_metric(profile.counters(), "gpu.device.starved", device).value == expected.starved);
}

/// A device on which something else happens while an event is recorded.
template <typename Tag>
struct interrupted_device : test::simulated_device<Tag> {
    static inline void (*interruption)() = nullptr;

    static bool record(std::uint32_t what, std::uint32_t on) noexcept {
        const bool is_recorded = test::simulated_device<Tag>::record(what, on);
        if (const auto happens = std::exchange(interruption, nullptr); happens != nullptr) {
            happens();
        }
        return is_recorded;
    }
};

bool has_late_time(const dwell::profile& profile) {
    for (const dwell::counter_value& each : profile.counters()) {
        if (each.identity.name == "gpu.device.late") {
            return true;
        }
    }
    return false;
}

}  // namespace

TEST_CASE("a device that is busy half of the time is exactly half busy", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto stream = gpu::device::new_stream();
    gpu::advance(7'000);
    for (int i = 0; i < 10; ++i) {
        gpu::spend("work", stream, 4'000);
        gpu::advance(8'000);
    }
    const dwell::profile profile = snapshot_with_sources<gpu>();
    check_usage(profile, {40'000, 40'000, 40'000, 40'000});
    CHECK(device_metric(profile.gauges(), "gpu.device.utilization", "0").value == 0.5);
    CHECK_FALSE(has_late_time(profile));
    // Idle since then.
    gpu::advance(20'000);
    check_usage(snapshot_with_sources<gpu>(), {40'000, 60'000, 40'000, 60'000});
}

TEST_CASE("streams that are busy at the same time count once", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto first = gpu::device::new_stream();
    const auto second = gpu::device::new_stream();
    for (int i = 0; i < 10; ++i) {
        gpu::spend("work", first, 4'000);  // from 0 to 4,000
        gpu::advance(3'000);
        gpu::spend("work", second, 3'000);  // from 3,000 to 6,000
        gpu::advance(9'000);
    }
    const dwell::profile profile = snapshot_with_sources<gpu>();
    check_usage(profile, {60'000, 60'000, 60'000, 60'000});
    CHECK(device_metric(profile.counters(), "gpu.stream.busy", "GPU 0 stream 1").value == 40'000);
    CHECK(device_metric(profile.counters(), "gpu.stream.busy", "GPU 0 stream 2").value == 30'000);
}

TEST_CASE("devices are busy each for itself", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    gpu::device::devices = 2;
    gpu::spend("work", gpu::device::new_stream(), 4'000);
    gpu::device::current = 1;
    gpu::spend("work", gpu::device::new_stream(), 9'000);
    gpu::advance(10'000);
    const dwell::profile profile = snapshot_with_sources<gpu>();
    check_usage(profile, {4'000, 6'000, 4'000, 6'000}, "0");
    check_usage(profile, {9'000, 1'000, 9'000, 1'000}, "1");
}

TEST_CASE("a scope that goes on is busy until now", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto stream = gpu::device::new_stream();
    std::optional<gpu::scope> open;
    open.emplace("open", stream);
    gpu::device::run(stream, 5'000);
    gpu::advance(2'000);
    check_usage(snapshot_with_sources<gpu>(), {2'000, 0, 2'000, 0});
    gpu::advance(8'000);  // nothing runs on it, and it is open
    check_usage(snapshot_with_sources<gpu>(), {10'000, 0, 10'000, 0});
    open.reset();
    gpu::advance(30'000);
    check_usage(snapshot_with_sources<gpu>(), {10'000, 30'000, 10'000, 30'000});
}

TEST_CASE("a device that idles though it was asked is not starved", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto stream = gpu::device::new_stream();
    gpu::spend("first", stream, 1'000);
    gpu::device::run(stream, 4'000);      // in no scope
    gpu::advance(2'000);                  // of which 1,000 are before the next is asked for
    gpu::spend("second", stream, 3'000);  // from 5,000 on, asked for at 2,000
    gpu::advance(2'500);
    check_usage(snapshot_with_sources<gpu>(), {1'000, 3'500, 1'000, 1'000});  // seen while it waits
    gpu::advance(5'500);
    check_usage(snapshot_with_sources<gpu>(), {4'000, 6'000, 4'000, 3'000});
}

TEST_CASE("what was asked of a device and failed does not keep it from being starved", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto stream = gpu::device::new_stream();
    gpu::spend("first", stream, 1'000);
    gpu::device::run(stream, 4'000);
    gpu::advance(2'000);
    gpu::spend("second", stream, 3'000);
    gpu::advance(2'500);
    check_usage(snapshot_with_sources<gpu>(), {1'000, 3'500, 1'000, 1'000});
    gpu::device::fail_next(gpu::device::query_event, 1);
    gpu::advance(5'500);
    (void)snapshot_with_sources<gpu>();
    const std::uint64_t before =
        device_metric(snapshot_with_sources<gpu>().counters(), "gpu.device.starved", "0").value;
    gpu::advance(1'000'000);
    CHECK(device_metric(snapshot_with_sources<gpu>().counters(), "gpu.device.starved", "0").value ==
          before + 1'000'000);
}

TEST_CASE("a stream that stands still does not hold up what is known of others", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto stuck = gpu::device::new_stream();
    const auto other = gpu::device::new_stream();
    gpu::spend("work", other, 1'000);
    gpu::advance(2'000);
    gpu::device::hang(stuck);
    gpu::spend("stuck", stuck, 1'000);
    for (int i = 0; i < 100; ++i) {
        gpu::spend("work", other, 1'000);
        gpu::advance(2'000);
    }
    check_usage(snapshot_with_sources<gpu>(), {101'000, 101'000, 101'000, 1'000});
    gpu::device::go_on(stuck);
    gpu::advance(500);
    check_usage(snapshot_with_sources<gpu>(), {101'000, 101'500, 101'000, 1'500});
}

TEST_CASE("usage is exact though only some streams are harvested on the way", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto often = gpu::device::new_stream();
    const auto seldom = gpu::device::new_stream();
    constexpr std::uint64_t rounds = 40'000;
    for (std::uint64_t i = 0; i < rounds; ++i) {
        gpu::spend("often", often, 100);
        if (i % 50 == 0) {
            gpu::spend("seldom", seldom, 250);  // 200 of which nothing else runs
        }
        gpu::advance(300);
    }
    const dwell::profile profile = snapshot_with_sources<gpu>();
    CHECK(gpu::counts().dropped() == 0);
    const std::uint64_t all = rounds * 100 + rounds / 50 * 150;
    check_usage(profile, {all, rounds * 300 - all, all, rounds * 300 - all});
    CHECK_FALSE(has_late_time(profile));
}

TEST_CASE("usage of many streams agrees with one bit for each moment", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    std::mt19937 random(11);
    std::vector<gpu::stream> streams(7);
    std::vector<std::uint64_t> free_at(streams.size(), 0);
    for (gpu::stream& each : streams) {
        each = gpu::device::new_stream();
    }
    std::vector<bool> is_busy(400'000, false);
    std::vector<bool> is_asked(400'000, false);
    const std::uint64_t began = gpu::clock::now();
    std::uint64_t now = 0;
    gpu::spend("work", streams[0], 1);
    is_busy[0] = is_asked[0] = true;
    free_at[0] = 1;
    std::uint64_t before = 0;
    while (now < 200'000) {
        const std::size_t number = random() % streams.size();
        const std::uint64_t length = 1 + random() % 400;
        const std::uint64_t in_no_scope = random() % 4 == 0 ? random() % 300 : 0;
        gpu::device::run(streams[number], in_no_scope);
        gpu::spend("work", streams[number], length);
        const std::uint64_t from = (std::max)(free_at[number], now) + in_no_scope;
        free_at[number] = from + length;
        for (std::uint64_t at = now; at < from + length; ++at) {
            is_asked[at] = true;
            is_busy[at] = is_busy[at] || at >= from;
        }
        const std::uint64_t passes = random() % 3 == 0 ? random() % 600 : random() % 40;
        gpu::advance(passes);
        now += passes;
        if (random() % 16 == 0) {
            const dwell::profile profile = snapshot_with_sources<gpu>();
            const auto count = [&](const std::vector<bool>& of) {
                return static_cast<std::uint64_t>(
                    std::count(of.begin(), of.begin() + static_cast<std::ptrdiff_t>(now), true));
            };
            check_usage(profile, {count(is_busy), now - count(is_busy), count(is_busy), now - count(is_asked)});
            CHECK(count(is_busy) >= before);
            before = count(is_busy);
        }
    }
    CHECK(gpu::clock::now() - began == now);
    CHECK_FALSE(has_late_time(snapshot_with_sources<gpu>()));
}

TEST_CASE("a device that was reset goes on where it was", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    gpu::device::tells_contexts = true;
    gpu::spend("before", gpu::device::new_stream(), 1'000);
    gpu::advance(2'000);
    check_usage(snapshot_with_sources<gpu>(), {1'000, 1'000, 1'000, 1'000});
    gpu::device::reset();
    gpu::spend("after", gpu::device::new_stream(), 3'000);
    gpu::advance(4'000);
    const dwell::profile profile = snapshot_with_sources<gpu>();
    check_usage(profile, {4'000, 2'000, 4'000, 2'000});
    CHECK(std::count_if(profile.counters().begin(), profile.counters().end(),
                        [](const dwell::counter_value& each) { return each.identity.name == "gpu.device.busy"; }) == 1);
}

TEST_CASE("what is just being put on a stream is not taken for nothing", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    using interrupted = interrupted_device<tag>;
    struct recording : gpu {
        using device_recorder = dwell::detail::device_recorder<interrupted, gpu::recorder>;
    };
    const auto stream = gpu::device::new_stream();
    {
        const dwell::detail::basic_device_scope<recording::device_recorder> scope(dwell::text_view("work"), stream);
        gpu::device::run(stream, 1'000);
        // Another thread looks when the end is on the stream, and not in the queue.
        interrupted::interruption = [] {
            gpu::advance(5'000);
            recording::device_recorder::harvest();
        };
    }
    gpu::advance(1'000);
    check_usage(snapshot_with_sources<recording>(), {1'000, 5'000, 1'000, 5'000});
}

TEST_CASE("what arrives after its time was settled is counted as late", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    using dwell::detail::activity_busy;
    using dwell::detail::interval_union;
    dwell::detail::device_clock<gpu::device> clock;
    clock.begin(gpu::recorder::all());
    const auto usage = std::make_unique<dwell::detail::device_usage>();
    dwell::detail::stream_share followed;
    dwell::detail::stream_share forgotten;
    usage->add(followed, 0);
    usage->add(forgotten, 0);
    CHECK_FALSE(usage->is_crowded());
    for (std::uint64_t i = 0; i < interval_union::capacity + 1; ++i) {
        usage->note(activity_busy, 100 * i + 10, 100 * i + 20);
    }
    CHECK(usage->is_crowded());
    constexpr std::uint64_t settled = 100 * (interval_union::capacity / 2) + 20;
    usage->note(activity_busy, settled - 70, settled + 30);
    const std::uint64_t end = 100 * (interval_union::capacity + 1);
    usage->note_known(followed, end);
    usage->note_known(forgotten, end);
    usage->settle(clock);

    struct times final : dwell::detail::source_sink {
        void counter(const dwell::detail::source_metric& metric, std::uint64_t value) override {
            values[metric.name] = value;
        }
        void gauge(const dwell::detail::source_metric&, double) override {}
        std::map<std::string, std::uint64_t> values;
    } sink;
    usage->read_into(sink, "0");
    CHECK(sink.values.at("gpu.device.busy") == (interval_union::capacity + 1) * 10 + 30);
    CHECK(sink.values.at("gpu.device.late") == 70);
    CHECK(sink.values.at("gpu.device.busy") + sink.values.at("gpu.device.idle") == end - 10);
}

TEST_CASE("usage is never more than the time that has passed while threads harvest", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    std::vector<gpu::stream> streams(4);
    for (gpu::stream& each : streams) {
        each = gpu::device::new_stream();
    }
    const std::uint64_t began = gpu::clock::now();
    std::vector<std::thread> workers;
    for (std::size_t number = 0; number < 8; ++number) {
        workers.emplace_back([&, number] {
            for (int round = 0; round < 500; ++round) {
                gpu::spend("work", streams[number % streams.size()], 400);
                gpu::advance(100);
                if (round % 50 == 0) {
                    gpu::device_recorder::harvest();
                }
            }
        });
    }
    for (std::thread& each : workers) {
        each.join();
    }
    gpu::advance(std::uint64_t{8} * 500 * 400);
    const dwell::profile profile = snapshot_with_sources<gpu>();
    const std::uint64_t busy = device_metric(profile.counters(), "gpu.device.busy", "0").value;
    const std::uint64_t idle = device_metric(profile.counters(), "gpu.device.idle", "0").value;
    CHECK(busy + idle <= gpu::clock::now() - began);
    CHECK(busy >= std::uint64_t{8} * 500 * 400 / 4);
    CHECK(gpu::all_are_counted());
}
