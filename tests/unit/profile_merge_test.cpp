// SPDX-License-Identifier: BSL-1.0
// merge: adds everything once, in any order, and says what it had to re-bucket.
#include <dwell/profile/merge.hpp>

#include "support/catch.hpp"
#include "support/profile_fixture.hpp"
#include "support/profile_text.hpp"
#include "support/recorded_program.hpp"

#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

using test::add_path;
using test::builder_of;
using test::profile_of;
using test::thread_of;

namespace {

// A process of its own: a random program under a pid, whose snapshot was taken at a time of its own.
dwell::profile process(uint64_t seed) {
    test::recorded_program program(seed);
    for (int i = 0; i < 500; ++i) {
        program.step();
    }
    dwell::profile_parts parts = program.snapshot().parts();
    parts.metadata.pid = seed;
    parts.metadata.program = "program " + std::to_string(seed % 3);
    return dwell::profile(parts);
}

dwell::profile with_gauge(uint64_t pid, int64_t snapshot_unix_ns, double value, uint64_t written_at_ticks) {
    dwell::profile_builder builder;
    builder.parts().metadata.pid = pid;
    builder.parts().metadata.snapshot_unix_ns = snapshot_unix_ns;
    builder.parts().gauges = {{{"depth", {}, "", ""}, value, written_at_ticks}};
    return builder.build();
}

dwell::profile with_scale(double ns_per_tick) {
    dwell::profile_builder builder;
    builder.parts().scale.ns_per_tick = ns_per_tick;
    const uint32_t path = add_path(builder, "work");
    builder.at(path).calls = 1;
    builder.at(path).total_ticks = 1'000'000;
    builder.at(path).durations.record(1'000'000);
    builder.thread(thread_of("t", 1, 1, 0, {{path, 1, 1'000'000, 0}}));
    return builder.build();
}

}  // namespace

TEST_CASE("merge: a tree union in which everything is added") {
    const dwell::profile merged = dwell::merge(profile_of({{"a", 1, 100}, {"a;b", 2, 30}}),
                                               profile_of({{"a", 3, 50, 1}, {"a;c", 4, 5}, {"d", 1, 7}}));
    CHECK(test::counts_text(merged) ==
          test::counts_text(profile_of({{"a", 4, 150, 1}, {"a;b", 2, 30}, {"a;c", 4, 5}, {"d", 1, 7}})));
    CHECK(merged.paths()[0].self_ticks == 150 - 30 - 5);
}

TEST_CASE("merge: the order of two profiles does not matter") {
    for (uint64_t seed = 1; seed <= 30; ++seed) {
        CAPTURE(seed);
        const dwell::profile a = process(seed);
        const dwell::profile b = process(seed + 100);
        CHECK(dwell::merge(a, b) == dwell::merge(b, a));
    }
}

TEST_CASE("merge: the grouping of three profiles does not matter, but for gauges") {
    for (uint64_t seed = 1; seed <= 30; ++seed) {
        CAPTURE(seed);
        const auto without_gauges = [](const dwell::profile& from) {
            dwell::profile_parts parts = from.parts();
            parts.gauges.clear();
            return dwell::profile(parts);
        };
        const dwell::profile a = without_gauges(process(seed));
        const dwell::profile b = without_gauges(process(seed + 100));
        const dwell::profile c = without_gauges(process(seed + 200));
        CHECK(dwell::merge(dwell::merge(a, b), c) == dwell::merge(a, dwell::merge(b, c)));
    }
}

TEST_CASE("merge: a default-made profile changes nothing") {
    const dwell::profile some = process(7);
    CHECK(dwell::merge(some, dwell::profile()) == some);
    CHECK(dwell::merge(dwell::profile(), some) == some);
    CHECK(dwell::merge(dwell::profile(), dwell::profile()) == dwell::profile());
}

TEST_CASE("merge: scales that differ are re-bucketed into that of the first, and counted") {
    const dwell::profile merged = dwell::merge(with_scale(0.5), with_scale(1.0));
    CHECK(merged.scale().ns_per_tick == 0.5);
    CHECK(merged.health().rebucketed == 1);
    const dwell::call_path& path = merged.paths().at(0);
    CHECK(path.calls == 2);
    CHECK(path.total_ticks == 3'000'000);
    CHECK(path.durations.count() == 2);
    CHECK(merged.find("work")->total_ns() == Approx(1.5e6));
    CHECK(merged.find("work")->percentile_ns(100) == Approx(1e6).epsilon(0.016));
    CHECK(merged.find("work")->percentile_ns(0) == Approx(5e5).epsilon(0.016));
    CHECK(merged.threads().at(0).paths.at(0).total_ticks == 3'000'000);

    const dwell::profile close = dwell::merge(with_scale(1.0), with_scale(1.00009));
    CHECK(close.health().rebucketed == 0);
    CHECK(close.paths().at(0).total_ticks == 2'000'000);
    CHECK(dwell::merge(with_scale(1.0), with_scale(1.0002)).health().rebucketed == 1);

    // Those of one process are of one clock: the later snapshot knows its scale best.
    const auto of_process = [](double ns_per_tick, int64_t snapshot_unix_ns) {
        dwell::profile_parts parts = with_scale(ns_per_tick).parts();
        parts.metadata.pid = 5;
        parts.metadata.snapshot_unix_ns = snapshot_unix_ns;
        return dwell::profile(parts);
    };
    const dwell::profile intervals = dwell::merge(of_process(1.0, 1), of_process(1.005, 2));
    CHECK(intervals.health().rebucketed == 0);
    CHECK(intervals.paths().at(0).total_ticks == 2'000'000);
    CHECK(intervals.scale().ns_per_tick == 1.005);
    CHECK(intervals == dwell::merge(of_process(1.005, 2), of_process(1.0, 1)));
    CHECK(dwell::merge(of_process(1.0, 1), of_process(1.5, 2)).health().rebucketed == 1);
    CHECK(dwell::merge(of_process(1.0, 1), of_process(1.5, 2)).scale().ns_per_tick == 1.0);

    // A profile without call paths has no ticks, and no scale to impose.
    dwell::profile_builder only_counters;
    only_counters.parts().counters = {{{"c", {}, "", ""}, 1}};
    const dwell::profile kept = dwell::merge(only_counters.build(), with_scale(0.5));
    CHECK(kept.scale().ns_per_tick == 0.5);
    CHECK(kept.health().rebucketed == 0);
}

TEST_CASE("merge: a gauge is the one written last") {
    SECTION("within one process by the ticks, whatever the time of day says") {
        const dwell::profile old_one = with_gauge(9, 2000, 1, 100);
        const dwell::profile new_one = with_gauge(9, 1000, 2, 200);
        CHECK(dwell::merge(old_one, new_one).gauges().at(0).value == 2);
        CHECK(dwell::merge(new_one, old_one).gauges().at(0).value == 2);
    }
    SECTION("of two processes by the snapshot's time, since their ticks do not compare") {
        const dwell::profile old_one = with_gauge(8, 1000, 1, 500);
        const dwell::profile new_one = with_gauge(9, 2000, 2, 200);
        CHECK(dwell::merge(old_one, new_one).gauges().at(0).value == 2);
        CHECK(dwell::merge(new_one, old_one).gauges().at(0).value == 2);
        CHECK(dwell::merge(new_one, old_one).gauges().size() == 1);
    }
    SECTION("one that only the older profile has stays") {
        dwell::profile_builder builder;
        builder.parts().metadata.pid = 9;
        builder.parts().metadata.snapshot_unix_ns = 2000;
        CHECK(dwell::merge(builder.build(), with_gauge(8, 1000, 1, 500)).gauges().at(0).value == 1);
    }
}

TEST_CASE("merge: states are those of the later snapshot within one process, and add up across processes") {
    const auto make = [](uint64_t pid, int64_t snapshot_unix_ns, uint64_t open_calls) {
        dwell::profile_builder builder = builder_of({{"main", 0, 10, open_calls}});
        builder.parts().metadata.pid = pid;
        builder.parts().metadata.snapshot_unix_ns = snapshot_unix_ns;
        builder.thread(thread_of("main", 1, open_calls, 0));
        return builder.build();
    };
    const dwell::profile intervals = dwell::merge(make(5, 2000, 1), make(5, 1000, 3));
    CHECK(intervals.paths().at(0).open_calls == 1);
    CHECK(intervals.threads().at(0).running == 1);
    CHECK(intervals.paths()[0].total_ticks == 20);
    CHECK(dwell::merge(make(5, 1000, 3), make(5, 2000, 1)) == intervals);
    const dwell::profile processes = dwell::merge(make(5, 2000, 1), make(6, 1000, 3));
    CHECK(processes.paths().at(0).open_calls == 4);
    CHECK(processes.threads().at(0).running == 4);
    CHECK(dwell::merge(make(0, 2000, 1), make(0, 1000, 3)).paths().at(0).open_calls == 4);
}

TEST_CASE("merge: threads of a name that both have are one entry, others stay as they are") {
    dwell::profile_builder first;
    first.thread(thread_of("main", 1, 1, 10));
    first.thread(thread_of("reader", 1, 1, 1));
    first.thread(thread_of("reader", 1, 1, 2));
    dwell::profile_builder second;
    second.thread(thread_of("main", 1, 0, 20));
    const dwell::profile merged = dwell::merge(first.build(), second.build());
    REQUIRE(merged.threads().size() == 3);
    CHECK(merged.threads()[0].name == "main");
    CHECK(merged.threads()[0].started == 2);
    CHECK(merged.threads()[0].running == 1);
    CHECK(merged.threads()[0].cpu_ns == 30);
    CHECK(merged.threads()[1].cpu_ns == 1);
    CHECK(merged.threads()[2].cpu_ns == 2);
}

TEST_CASE("merge: metrics are matched by name and labels") {
    dwell::profile_builder first;
    first.parts().counters = {{{"files", {{"kind", "h"}}, "", ""}, 5}, {{"files", {{"kind", "c"}}, "", ""}, 1}};
    first.parts().distributions = {{{"size", {}, "", "bytes"}, 1, {}}};
    first.parts().distributions[0].values.record(100, 3);
    dwell::profile_builder second;
    second.parts().counters = {{{"files", {{"kind", "h"}}, "Files read.", "files"}, 2}, {{"files", {}, "", ""}, 9}};
    second.parts().distributions = {{{"size", {}, "", "bytes"}, 1000, {}}};
    second.parts().distributions[0].values.record(7000, 2);
    const dwell::profile merged = dwell::merge(first.build(), second.build());
    REQUIRE(merged.counters().size() == 3);
    CHECK(merged.counters()[0].value == 9);
    CHECK(merged.counters()[1].value == 1);
    CHECK(merged.counters()[2].value == 7);
    CHECK(merged.counters()[2].identity.help == "Files read.");
    CHECK(merged.counter_total("files") == 17);
    const dwell::distribution_value& size = merged.distributions().at(0);
    CHECK(size.steps_per_unit == 1000);
    CHECK(size.values.count() == 5);
    CHECK(size.values.mean() / 1000 == Approx((300.0 + 14) / 5).epsilon(0.016));
    CHECK(merged.health().rebucketed == 1);
}

TEST_CASE("merge: metadata covers both") {
    dwell::profile_builder first;
    first.parts().metadata.program = "b";
    first.parts().metadata.host = "same";
    first.parts().metadata.pid = 1;
    first.parts().metadata.start_unix_ns = 1000;
    first.parts().metadata.snapshot_unix_ns = 3000;
    first.parts().metadata.duration_ns = 2000;
    first.parts().metadata.extra = {{"job", "1"}, {"stage", "x"}};
    first.parts().health.misnested_scopes = 2;
    dwell::profile_builder second;
    second.parts().metadata.program = "a";
    second.parts().metadata.host = "same";
    second.parts().metadata.pid = 2;
    second.parts().metadata.start_unix_ns = 2000;
    second.parts().metadata.snapshot_unix_ns = 5000;
    second.parts().metadata.duration_ns = 3000;
    second.parts().metadata.extra = {{"job", "2"}, {"stage", "x"}};
    second.parts().health.misnested_scopes = 3;
    second.parts().exact_extremes = false;
    const dwell::profile merged = dwell::merge(first.build(), second.build());
    CHECK(merged.metadata().program == "a | b");
    CHECK(merged.metadata().host == "same");
    CHECK(merged.metadata().pid == 0);
    CHECK(merged.metadata().start_unix_ns == 1000);
    CHECK(merged.metadata().snapshot_unix_ns == 5000);
    CHECK(merged.metadata().duration_ns == 4000);
    CHECK(merged.metadata().extra.size() == 3);
    CHECK(merged.health().misnested_scopes == 5);
    CHECK_FALSE(merged.exact_extremes());

    dwell::profile_builder third;
    third.parts().metadata.program = "b";
    third.parts().metadata.git_commit = "abc";
    const dwell::profile again = dwell::merge(merged, third.build());
    CHECK(again.metadata().program == "a | b");
    CHECK(again.metadata().git_commit == "abc");
    CHECK(again.metadata().start_unix_ns == 1000);  // the third one's is not known
}

TEST_CASE("merge: any two times of day have a duration between them") {
    dwell::profile_builder first;
    first.parts().metadata.start_unix_ns = INT64_MIN;
    dwell::profile_builder second;
    second.parts().metadata.start_unix_ns = 1;
    second.parts().metadata.snapshot_unix_ns = INT64_MAX;
    const dwell::profile one = first.build();
    const dwell::profile other = second.build();
    CHECK(dwell::merge(one, other).metadata().duration_ns == UINT64_MAX);
    CHECK(dwell::merge(other, one).metadata().duration_ns == UINT64_MAX);
    second.parts().metadata.snapshot_unix_ns = INT64_MIN;
    CHECK(dwell::merge(one, second.build()).metadata().duration_ns == 0);
}
