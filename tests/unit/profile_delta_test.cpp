// SPDX-License-Identifier: BSL-1.0
// delta: each event falls in exactly one interval, and nothing that does not fit goes unreported.
#include <dwell/profile/delta.hpp>
#include <dwell/profile/merge.hpp>

#include "support/catch.hpp"
#include "support/profile_fixture.hpp"
#include "support/profile_text.hpp"
#include "support/recorded_program.hpp"

#include <random>
#include <string>
#include <utility>
#include <vector>

using test::add_path;
using test::builder_of;
using test::profile_of;
using test::thread_of;

TEST_CASE("delta: merged intervals are the whole, wherever they are cut") {
    for (uint64_t seed = 1; seed <= 60; ++seed) {
        CAPTURE(seed);
        test::recorded_program program(seed);
        std::mt19937_64 random(seed * 977);
        const dwell::profile first = program.snapshot();
        dwell::profile before = first;
        dwell::profile sum;
        const uint64_t intervals = 1 + seed % 7;
        for (uint64_t i = 0; i < intervals; ++i) {
            for (uint64_t steps = random() % 400; steps > 0; --steps) {
                program.step();
            }
            const dwell::profile now = program.snapshot();
            const dwell::profile interval = dwell::delta(now, before);
            CHECK(interval.health().delta_mismatches == 0);
            CHECK_FALSE(interval.exact_extremes());
            CHECK(interval.metadata().start_unix_ns == before.metadata().snapshot_unix_ns);
            CHECK(interval.metadata().snapshot_unix_ns == now.metadata().snapshot_unix_ns);
            sum = dwell::merge(sum, interval);
            before = now;
        }
        const dwell::profile whole = dwell::delta(before, first);
        CHECK(test::counts_text(sum) == test::counts_text(whole));
        CHECK(sum.metadata().duration_ns == whole.metadata().duration_ns);
    }
}

TEST_CASE("delta: from the beginning on, all is new") {
    test::recorded_program program(3);
    dwell::profile_builder nothing;
    nothing.parts() = program.snapshot().parts();
    nothing.parts().threads.clear();
    nothing.parts().distributions.clear();
    const dwell::profile at_start = nothing.build();
    for (int i = 0; i < 1000; ++i) {
        program.step();
    }
    const dwell::profile now = program.snapshot();
    REQUIRE(now.paths().size() > 20);
    CHECK(test::counts_text(dwell::delta(now, at_start)) == test::counts_text(now));
}

TEST_CASE("delta: the intervals of an interval are those of the whole") {
    test::recorded_program program(5);
    const auto run = [&](int steps) {
        while (steps-- > 0) {
            program.step();
        }
        return program.snapshot();
    };
    const dwell::profile a = run(300);
    const dwell::profile b = run(300);
    const dwell::profile c = run(300);
    const dwell::profile nested = dwell::delta(dwell::delta(c, a), dwell::delta(b, a));
    CHECK(test::counts_text(nested) == test::counts_text(dwell::delta(c, b)));
    CHECK(nested.health().delta_mismatches == 0);
}

TEST_CASE("delta: nothing new is an empty interval, with the states of the end") {
    const dwell::profile same = profile_of({{"main", 0, 50, 1}, {"main;done", 3, 30}});
    const dwell::profile interval = dwell::delta(same, same);
    REQUIRE(interval.paths().size() == 1);
    CHECK(interval.path_string(0) == "main");
    CHECK(interval.paths()[0].open_calls == 1);
    CHECK(interval.paths()[0].total_ticks == 0);
    CHECK(interval.names().size() == 1);
    CHECK(interval.health().delta_mismatches == 0);
}

TEST_CASE("delta: a path without news stays where one below it has some") {
    const dwell::profile earlier = profile_of({{"a", 1, 100}, {"a;b", 1, 50}, {"a;b;c", 1, 20}, {"z", 1, 5}});
    const dwell::profile later =
        profile_of({{"a", 1, 100}, {"a;b", 1, 50}, {"a;b;c", 2, 30}, {"a;d", 1, 9}, {"z", 1, 5}});
    const dwell::profile interval = dwell::delta(later, earlier);
    REQUIRE(interval.paths().size() == 4);
    CHECK(interval.path_string(1) == "a;b");
    CHECK(interval.path_string(2) == "a;b;c");
    CHECK(interval.paths()[2].calls == 1);
    CHECK(interval.paths()[2].total_ticks == 10);
    CHECK(interval.paths()[2].durations.count() == 1);
    CHECK(interval.path_string(3) == "a;d");
    CHECK_FALSE(interval.find_path("z").has_value());
}

TEST_CASE("delta: the time of a long scope falls where it passed, its call where it ended") {
    dwell::profile_builder ended = builder_of({});
    dwell::call_path& path = ended.at(add_path(ended, "long"));
    path.calls = 1;
    path.total_ticks = 1000;
    path.durations.record(1000);
    const dwell::profile at_start = profile_of({});
    const dwell::profile in_the_middle = profile_of({{"long", 0, 600, 1}});
    const dwell::profile at_end = ended.build();

    const dwell::profile first = dwell::delta(in_the_middle, at_start);
    CHECK(first.paths().at(0).total_ticks == 600);
    CHECK(first.paths()[0].calls == 0);
    CHECK(first.paths()[0].open_calls == 1);
    const dwell::profile second = dwell::delta(at_end, in_the_middle);
    CHECK(second.paths().at(0).total_ticks == 400);
    CHECK(second.paths()[0].self_ticks == 400);
    CHECK(second.paths()[0].calls == 1);
    CHECK(second.paths()[0].open_calls == 0);
    CHECK((second.paths()[0].durations.max)() == 1000);
}

TEST_CASE("delta: what went backwards is 0, and counted") {
    const dwell::profile large = profile_of({{"a", 5, 500}, {"b", 2, 20}});
    const dwell::profile swapped = dwell::delta(profile_of({{"a", 3, 600}, {"b", 3, 30}}), large);
    CHECK(swapped.health().delta_mismatches == 1);
    REQUIRE(swapped.paths().size() == 2);
    CHECK(swapped.paths()[0].calls == 0);
    CHECK(swapped.paths()[0].total_ticks == 100);
    CHECK(swapped.paths()[0].durations.count() == 0);
    CHECK(swapped.paths()[1].calls == 1);

    // A call path that is gone, a counter, a distribution, a thread, a health count.
    CHECK(dwell::delta(profile_of({{"b", 2, 20}}), large).health().delta_mismatches == 1);
    dwell::profile_builder with_all;
    with_all.parts().counters = {{{"c", {}, "", ""}, 5}, {{"gone", {}, "", ""}, 1}};
    with_all.parts().distributions = {{{"d", {}, "", ""}, 1, {}}};
    with_all.parts().distributions[0].values.record(3, 2);
    with_all.thread(thread_of("t", 2, 1, 500));
    with_all.parts().health.truncated_calls = 9;
    dwell::profile_builder with_less;
    with_less.parts().counters = {{{"c", {}, "", ""}, 4}};
    with_less.parts().distributions = {{{"d", {}, "", ""}, 1, {}}};
    with_less.parts().distributions[0].values.record(3);
    with_less.thread(thread_of("t", 1, 1, 400));
    with_less.parts().health.truncated_calls = 8;
    const dwell::profile interval = dwell::delta(with_less.build(), with_all.build());
    CHECK(interval.health().delta_mismatches == 5);
    CHECK(interval.counter_total("c") == 0);
    CHECK(interval.distributions().at(0).values.count() == 0);
    CHECK(interval.health().truncated_calls == 0);
}

TEST_CASE("delta: another process, start, clock or scale is counted") {
    const auto with = [](auto change) {
        dwell::profile_builder builder = builder_of({{"a", 1, 100}});
        builder.parts().metadata.pid = 1;
        change(builder.parts());
        return builder.build();
    };
    const dwell::profile base = with([](auto&) {});
    const auto mismatches = [&](auto change) { return dwell::delta(base, with(change)).health().delta_mismatches; };
    CHECK(mismatches([](auto&) {}) == 0);
    CHECK(mismatches([](auto& parts) { parts.metadata.pid = 2; }) == 1);
    CHECK(mismatches([](auto& parts) { parts.metadata.host = "other"; }) == 1);
    CHECK(mismatches([](auto& parts) { parts.metadata.clock = "other"; }) == 1);
    CHECK(mismatches([](auto& parts) { parts.metadata.start_unix_ns = 2; }) == 1);
    // One process has one clock, however well its scale was known early on.
    CHECK(mismatches([](auto& parts) { parts.scale.ns_per_tick = 1.009; }) == 0);
    CHECK(mismatches([](auto& parts) { parts.scale.ns_per_tick = 0.98; }) == 1);
    CHECK(mismatches([](auto& parts) { parts.metadata.snapshot_unix_ns = 7; }) == 0);

    // Of processes that nobody knows, it is all there is to tell.
    const auto of_unknown = [&](double ns_per_tick) {
        return with([ns_per_tick](auto& parts) {
            parts.metadata.pid = 0;
            parts.scale.ns_per_tick = ns_per_tick;
        });
    };
    CHECK(dwell::delta(of_unknown(1.0), of_unknown(1.00009)).health().delta_mismatches == 0);
    CHECK(dwell::delta(of_unknown(1.0), of_unknown(1.0002)).health().delta_mismatches == 1);
}

TEST_CASE("delta: threads of one name are matched by place while none of them begins or ends") {
    const auto make = [](std::vector<std::pair<uint64_t, uint64_t>> started_running, std::vector<uint64_t> calls) {
        dwell::profile_builder builder;
        const uint32_t path = add_path(builder, "work");
        for (size_t i = 0; i < calls.size(); ++i) {
            builder.at(path).calls += calls[i];
            builder.at(path).total_ticks += calls[i] * 10;
            builder.thread(thread_of("worker", started_running[i].first, started_running[i].second, calls[i] * 7,
                                     {{path, calls[i], calls[i] * 10, 0}}));
        }
        return builder.build();
    };
    const dwell::profile two = make({{1, 1}, {1, 1}}, {5, 8});

    const dwell::profile steady = dwell::delta(make({{1, 1}, {1, 1}}, {6, 18}), two);
    REQUIRE(steady.threads().size() == 2);
    CHECK(steady.threads()[0].paths.at(0).calls == 1);
    CHECK(steady.threads()[0].started == 0);
    CHECK(steady.threads()[0].running == 1);
    CHECK(steady.threads()[1].paths.at(0).calls == 10);
    CHECK(steady.threads()[1].paths[0].self_ticks == 100);
    CHECK(steady.threads()[1].cpu_ns == 70);

    // The first thread ended: the one that runs is now the first of those that run.
    const dwell::profile ended = dwell::delta(make({{1, 1}, {1, 0}}, {9, 6}), two);
    REQUIRE(ended.threads().size() == 1);
    CHECK(ended.threads()[0].paths.at(0).calls == 2);
    CHECK(ended.threads()[0].running == 1);
    CHECK(ended.threads()[0].started == 0);

    const dwell::profile joined = dwell::delta(make({{1, 1}, {1, 1}, {1, 1}}, {3, 5, 8}), two);
    REQUIRE(joined.threads().size() == 1);
    CHECK(joined.threads()[0].paths.at(0).calls == 3);
    CHECK(joined.threads()[0].started == 1);
    CHECK(joined.threads()[0].running == 3);
    CHECK(joined.health().delta_mismatches == 0);

    dwell::profile_builder renamed;
    const uint32_t path = add_path(renamed, "work");
    renamed.at(path).calls = 14;
    renamed.at(path).total_ticks = 140;
    renamed.thread(thread_of("reader", 2, 2, 100, {{path, 14, 140, 0}}));
    // Two entries of the old name are gone.
    CHECK(dwell::delta(renamed.build(), two).health().delta_mismatches == 2);
}

TEST_CASE("delta: counters stay at 0, gauges are the later ones, help and unit stay") {
    dwell::profile_builder earlier;
    earlier.parts().counters = {{{"files", {{"kind", "h"}}, "Files.", "files"}, 5}};
    earlier.parts().gauges = {{{"depth", {}, "", ""}, 3.5, 10}};
    dwell::profile_builder later;
    later.parts().counters = {{{"files", {{"kind", "h"}}, "Files.", "files"}, 5}, {{"new", {}, "", ""}, 2}};
    later.parts().gauges = {{{"depth", {}, "", ""}, 1.5, 20}};
    const dwell::profile interval = dwell::delta(later.build(), earlier.build());
    REQUIRE(interval.counters().size() == 2);
    CHECK(interval.counters()[0].value == 0);
    CHECK(interval.counters()[0].identity.help == "Files.");
    CHECK(interval.counters()[1].value == 2);
    REQUIRE(interval.gauges().size() == 1);
    CHECK(interval.gauges()[0].value == 1.5);
    CHECK(interval.health().delta_mismatches == 0);
}
