// SPDX-License-Identifier: BSL-1.0
// profile: find, find_path and roll_up count each nanosecond once, and nothing is quadratic in the call paths.
#include <dwell/profile/profile.hpp>

#include <dwell/profile/delta.hpp>
#include <dwell/profile/merge.hpp>

#include "support/catch.hpp"
#include "support/profile_fixture.hpp"

#include <string>
#include <utility>

using test::profile_of;

TEST_CASE("profile: a name's total counts recursion once") {
    // f calls itself, and through g.
    const dwell::profile recursive =
        profile_of({{"f", 1, 100}, {"f;f", 2, 60}, {"f;f;g", 1, 40}, {"f;f;g;f", 1, 30}, {"g", 1, 7}});
    const auto f = recursive.find("f");
    REQUIRE(f.has_value());
    CHECK(f->calls() == 4);
    CHECK(f->total_ns() == 100);
    CHECK(f->self_ns() == 40 + 20 + 30);
    CHECK(f->durations().count() == 4);
    const auto g = recursive.find("g");
    REQUIRE(g.has_value());
    CHECK(g->calls() == 2);
    CHECK(g->total_ns() == 47);
    CHECK(g->self_ns() == 17);
    CHECK_FALSE(recursive.find("h").has_value());
    CHECK_FALSE(recursive.find("").has_value());
    CHECK_FALSE(dwell::profile().find("f").has_value());
}

TEST_CASE("profile: a module's total counts a scope inside another of the module once") {
    const dwell::profile modules = profile_of({{"net.read", 1, 100},
                                               {"net.read;json.parse", 1, 80},
                                               {"net.read;json.parse;net.wait", 1, 50},
                                               {"net.write", 2, 20},
                                               {"network", 1, 5}});
    const auto net = modules.roll_up("net.*");
    REQUIRE(net.has_value());
    CHECK(net->name() == "net.*");
    CHECK(net->calls() == 4);
    CHECK(net->total_ns() == 120);
    CHECK(net->self_ns() == 20 + 50 + 20);
    CHECK(modules.roll_up("net.read")->total_ns() == 100);
    CHECK(modules.roll_up("*")->total_ns() == 125);
    CHECK(modules.roll_up("*")->self_ns() == 125);
    CHECK_FALSE(modules.roll_up("disk.*").has_value());
    CHECK_FALSE(modules.roll_up("").has_value());
    CHECK_FALSE(modules.roll_up("net").has_value());
}

TEST_CASE("profile: statistics are in nanoseconds of the profile's scale") {
    dwell::profile_builder builder = test::builder_of({{"a", 0, 0}});
    builder.parts().scale.ns_per_tick = 0.5;
    dwell::call_path& path = builder.at(0);
    for (uint64_t ticks = 1; ticks <= 100; ++ticks) {
        path.durations.record(ticks);
        path.total_ticks += ticks;
        ++path.calls;
    }
    const dwell::profile built = builder.build();
    const dwell::scope_statistics a = built.statistics(0);
    CHECK(a.calls() == 100);
    CHECK(a.total_ns() == 2525);
    CHECK(a.mean_ns() == Approx(25.25));
    CHECK(a.min_ns() == 0.5);
    CHECK(a.max_ns() == 50);
    CHECK(a.percentile_ns(50) == Approx(25));
    CHECK(a.stddev_ns() == Approx(14.43).epsilon(0.01));
    CHECK(a.median_absolute_deviation_ns() == 12.5);
    CHECK(a.trimmed_mean_ns(0.1) == 25.25);
    const dwell::quantile_interval median = a.percentile_interval_ns(50);
    CHECK(median.is_defined());
    CHECK(median.estimate == 25.0);
    CHECK(median.lower == 20.0);
    CHECK(median.upper == 30.5);
    CHECK(a.percentile_interval_ns(99).status == dwell::interval_status::too_few_samples);
}

TEST_CASE("profile: what a call costs in CPU time and bytes and how sure its mean is") {
    dwell::profile_builder builder = test::builder_of({{"a", 10, 200, 2}, {"a;a", 10, 100, 1}, {"b", 0, 0}});
    builder.parts().scale.ns_per_tick = 0.5;
    builder.parts().memory.sizes = "requested";
    for (const char* names : {"a", "a;a"}) {
        dwell::call_path& path = builder.at(test::add_path(builder, names));
        path.cpu_calls = 4;
        path.cpu_ns = 100;
        path.self_memory = {3, 50, 0, 0};
    }
    const dwell::profile built = builder.build();
    const dwell::scope_statistics a = *built.find("a");
    CHECK(a.open_calls() == 3);
    CHECK(a.cpu_calls() == 8);
    CHECK(a.cpu_ns_per_call() == 25);  // nanoseconds, whatever a tick is
    CHECK(a.bytes_per_call() == 5);    // each byte once, though one scope runs inside the other
    CHECK(a.allocations_per_call() == 0.3);
    const dwell::estimate_interval mean = a.mean_interval_ns(0.9);
    CHECK(mean.is_defined());
    CHECK(mean.confidence == 0.9);
    CHECK(mean.estimate == 5);
    CHECK(mean.lower == Approx(5));
    CHECK(mean.upper == Approx(5));
    const dwell::scope_statistics none = *built.find("b");
    CHECK(none.cpu_ns_per_call() == 0);
    CHECK(none.bytes_per_call() == 0);
    CHECK(none.mean_interval_ns().status == dwell::interval_status::empty);
}

TEST_CASE("profile: find_path takes all names from the root, and nothing less") {
    const dwell::profile tree = profile_of({{"a", 1, 9}, {"a;b", 1, 8}, {"a;b;c", 1, 7}, {"ab", 1, 6}, {"b;c", 1, 5}});
    CHECK(tree.path_string(*tree.find_path("a;b;c")) == "a;b;c");
    CHECK(tree.paths()[*tree.find_path("b;c")].total_ticks == 5);
    CHECK(tree.paths()[*tree.find_path("ab")].total_ticks == 6);
    CHECK(tree.find_path("b").has_value());
    for (const char* missing : {"", "c", "a;c", ";a", "a;", "a;;b", "a;b;c;d", "xa;b"}) {
        CAPTURE(missing);
        CHECK_FALSE(tree.find_path(missing).has_value());
    }
}

TEST_CASE("profile: a hundred thousand call paths, deep or wide") {
    constexpr uint32_t size = 100'000;
    const auto make = [](bool is_deep, uint64_t calls) {
        dwell::profile_builder builder;
        dwell::thread_profile thread = test::thread_of("main", 1, 1, calls);
        uint32_t parent = dwell::call_path::no_parent;
        for (uint32_t i = 0; i < size; ++i) {
            // Scattered, so that sorting has work to do; deep: three names over and over.
            const uint32_t name = builder.name(std::to_string(is_deep ? i % 3 : (i * 7919ULL) % size));
            const uint32_t path = builder.path(parent, name);
            builder.at(path).calls = calls;
            builder.at(path).total_ticks = calls * (is_deep ? size - i : 1);
            thread.paths.push_back({path, calls, builder.at(path).total_ticks, 0});
            parent = is_deep || i == 0 ? path : 0;
        }
        builder.thread(std::move(thread));
        return builder.build();
    };
    for (const bool is_deep : {false, true}) {
        CAPTURE(is_deep);
        const dwell::profile earlier = make(is_deep, 1);
        const dwell::profile later = make(is_deep, 3);
        REQUIRE(later.paths().size() == size);
        const dwell::profile interval = dwell::delta(later, earlier);
        CHECK(interval.health().delta_mismatches == 0);
        CHECK(interval.paths().size() == size);
        CHECK(interval.paths().back().calls == 2);
        const dwell::profile merged = dwell::merge(interval, earlier);
        CHECK(merged.paths().size() == size);
        CHECK(merged.paths().back().calls == 3);
        CHECK(merged.threads().at(0).paths.size() == size);
        CHECK(merged.roll_up("*")->calls() == 3 * size);
        const std::string deepest = merged.path_string(size - 1);
        CHECK(merged.find_path(deepest) == size - 1);
        CHECK_FALSE(merged.find_path(deepest + "x").has_value());
        if (is_deep) {
            CHECK(merged.find("0")->total_ns() == 3.0 * size);
            CHECK(merged.paths().back().depth == size - 1);
        }
    }
}
