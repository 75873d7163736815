// SPDX-License-Identifier: BSL-1.0
// Compensation: what dwell's own cost is taken from, exactly, and what is never done to a profile.
#include <dwell/export/json.hpp>
#include <dwell/export/read_json.hpp>
#include <dwell/profile/compensate.hpp>
#include <dwell/profile/delta.hpp>
#include <dwell/profile/merge.hpp>
#include <dwell/scope.hpp>

#include "support/catch.hpp"
#include "support/manual_recording.hpp"
#include "support/profile_fixture.hpp"
#include "support/sample_profile.hpp"

#include <chrono>
#include <cmath>
#include <initializer_list>
#include <limits>
#include <random>
#include <string>
#include <utility>
#include <vector>

using dwell::compensated;
using test::path_of;

namespace {

/// In ticks of half a nanosecond: a scope costs 10 itself and 4 its parent, a sampled one 8 and 12, one not timed 2.
void set_costs(dwell::profile_parts& parts) {
    parts.scale.ns_per_tick = 0.5;
    parts.metadata.scope_cost_ns = 5;
    parts.metadata.scope_parent_cost_ns = 2;
    parts.metadata.sampled_scope_cost_ns = 4;
    parts.metadata.sampled_scope_parent_cost_ns = 6;
    parts.metadata.untimed_scope_cost_ns = 1;
}

struct entry {
    const char* names;
    uint64_t calls;
    uint64_t ticks_a_call;
};

dwell::profile_builder costly(std::initializer_list<entry> entries) {
    dwell::profile_builder builder;
    set_costs(builder.parts());
    for (const entry& one : entries) {
        dwell::call_path& path = builder.at(test::add_path(builder, one.names));
        path.calls = one.calls;
        path.total_ticks = one.calls * one.ticks_a_call;
        path.durations.record(one.ticks_a_call, one.calls);
    }
    return builder;
}

struct simulated;

}  // namespace

TEST_CASE("a path loses what its scopes show, and what those below it cost") {
    const dwell::profile before = costly({{"root", 1, 100'000}, {"root;a", 100, 500}, {"root;a;b", 1'000, 30}}).build();
    const dwell::profile after = compensated(before);
    CHECK(path_of(after, "root;a;b").total_ticks == 20'000);
    CHECK(path_of(after, "root;a;b").self_ticks == 20'000);
    CHECK(path_of(after, "root;a").total_ticks == 50'000 - 100 * 10 - 1'000 * 14);
    CHECK(path_of(after, "root;a").self_ticks == 20'000 - 100 * 10 - 1'000 * 4);
    CHECK(path_of(after, "root").total_ticks == 100'000 - 10 - 1'100 * 14);
    CHECK(path_of(after, "root").self_ticks == 50'000 - 10 - 100 * 4);

    const dwell::histogram& inner = path_of(after, "root;a;b").durations;
    CHECK(inner.count() == 1'000);
    CHECK(inner.sum() == 20'000);
    CHECK((inner.min)() == 20);
    CHECK((inner.max)() == 20);
    CHECK(inner.bounds_are_exact());
    // One call of "a" contains ten of "b".
    const dwell::histogram& outer = path_of(after, "root;a").durations;
    CHECK((outer.min)() == 500 - 10 - 10 * 14);
    CHECK(outer.sum() == path_of(after, "root;a").total_ticks);
    CHECK(path_of(after, "root").durations.percentile(50) == 84'590.0);
}

TEST_CASE("nothing goes below 0, and what a child cannot give its parent does") {
    const dwell::profile before = costly({{"root", 1, 50'000}, {"root;short", 1'000, 3}}).build();
    const dwell::profile after = compensated(before);
    CHECK(path_of(after, "root;short").total_ticks == 0);
    CHECK(path_of(after, "root;short").self_ticks == 0);
    CHECK(path_of(after, "root;short").durations.sum() == 0);
    CHECK((path_of(after, "root;short").durations.max)() == 0);
    CHECK(path_of(after, "root").total_ticks == 50'000 - 10 - 1'000 * 14);
    CHECK(path_of(after, "root").self_ticks == path_of(after, "root").total_ticks);

    const dwell::profile overdrawn = compensated(costly({{"root", 1, 5'000}, {"root;child", 1'000, 5}}).build());
    CHECK(path_of(overdrawn, "root").total_ticks == 0);
    const dwell::profile kept = compensated(costly({{"root", 1, 50'000}, {"root;child", 1'000, 49}}).build());
    CHECK(path_of(kept, "root;child").total_ticks == 39'000);
    CHECK(path_of(kept, "root").total_ticks == 39'000);
    CHECK(path_of(kept, "root").self_ticks == 0);
}

TEST_CASE("of a sampled path, the estimate loses its part and the parent what it paid") {
    dwell::profile_builder builder = costly({{"root", 1, 1'000'000}, {"root;inner", 9'990, 50}});
    dwell::call_path& inner = builder.at(test::add_path(builder, "root;inner"));
    inner.calls = 10'000;
    inner.sampled = {10'000, 160, 630'000};
    const dwell::profile before = builder.build();
    REQUIRE(path_of(before, "root").self_ticks == 500'500);
    const dwell::profile after = compensated(before);
    CHECK(path_of(after, "root;inner").total_ticks == 9'990 * (50 - 8));
    CHECK(path_of(after, "root;inner").sampled == path_of(before, "root;inner").sampled);
    CHECK(path_of(after, "root;inner").durations.percentile(50) == Approx(42).margin(0.6));
    const uint64_t paid = 160 * (8 + 12) + 9'840 * 2;
    CHECK(path_of(after, "root").total_ticks == 1'000'000 - 10 - paid);
    // More than it was: the estimate had taken 8 ticks a call that were never spent.
    CHECK(path_of(after, "root").self_ticks == 500'500 + 9'990 * 8 - 10 - paid);
}

TEST_CASE("calls of one path that are sampled only at some sites pay each its own") {
    dwell::profile_builder builder = costly({{"root", 1, 100'000}, {"root;mixed", 300, 100}});
    builder.at(test::add_path(builder, "root;mixed")).sampled = {200, 50, 800};
    const dwell::profile after = compensated(builder.build());
    CHECK(path_of(after, "root;mixed").total_ticks == 30'000 - 100 * 10 - 200 * 8);
    CHECK(path_of(after, "root").total_ticks == 100'000 - 10 - 100 * 14 - 50 * 20 - 150 * 2);
}

TEST_CASE("spans keep their time, and a path the time of its spans") {
    dwell::profile_builder builder = costly({{"root", 1, 1'000}, {"root;span", 20, 700}, {"root;span;scope", 10, 40}});
    builder.at(test::add_path(builder, "root;span")).span_ticks = 14'000;
    const dwell::profile after = compensated(builder.build());
    CHECK(path_of(after, "root;span").total_ticks == 14'000);
    CHECK(path_of(after, "root;span").span_ticks == 14'000);
    CHECK(path_of(after, "root;span;scope").total_ticks == 300);
    CHECK(path_of(after, "root").total_ticks == 1'000 - 10 - 140);
}

TEST_CASE("each thread loses what its own calls cost") {
    dwell::profile_builder builder = costly({{"root", 3, 10'000}, {"root;a", 30, 100}});
    const uint32_t root = test::add_path(builder, "root");
    const uint32_t a = test::add_path(builder, "root;a");
    builder.thread(test::thread_of("one", 1, 1, 0, {{root, 1, 20'000, 0}, {a, 10, 1'000, 0}}));
    builder.thread(test::thread_of("two", 1, 1, 0, {{a, 20, 2'000, 0}}));
    const dwell::profile after = compensated(builder.build());
    REQUIRE(after.threads().size() == 2);
    const std::vector<dwell::thread_path>& one = after.threads()[0].paths;
    CHECK(one[0].total_ticks == 20'000 - 10 - 140);
    CHECK(one[0].self_ticks == 19'000 - 10 - 40);
    CHECK(one[1].total_ticks == 900);
    const std::vector<dwell::thread_path>& two = after.threads()[1].paths;
    REQUIRE(two.size() == 1);
    CHECK(two[0].total_ticks == 1'800);
    CHECK(two[0].self_ticks == 1'800);
}

TEST_CASE("a program whose scopes cost what they are said to is as if it had none") {
    using recording = test::manual_recording<simulated>;
    constexpr uint64_t inside = 10;
    constexpr uint64_t around = 4;
    {
        const recording::scope outer{dwell::text_view("outer")};
        for (int i = 0; i < 100; ++i) {
            {
                const recording::scope middle{dwell::text_view("middle")};
                recording::spend("leaf", 7 + inside);
                recording::advance(around + 30 + inside);
            }
            recording::advance(around + 5);
        }
        recording::advance(inside);
    }
    dwell::profile_parts parts = recording::snapshot().parts();
    parts.scale.ns_per_tick = 1;
    parts.metadata.scope_cost_ns = inside;
    parts.metadata.scope_parent_cost_ns = around;
    const dwell::profile after = compensated(dwell::profile(parts));
    CHECK(path_of(after, "outer;middle;leaf").total_ticks == 700);
    CHECK(path_of(after, "outer;middle").total_ticks == 3'700);
    CHECK(path_of(after, "outer;middle").self_ticks == 3'000);
    CHECK(path_of(after, "outer").total_ticks == 4'200);
    CHECK(path_of(after, "outer").self_ticks == 500);
    CHECK((path_of(after, "outer;middle").durations.min)() == 37);
    CHECK((path_of(after, "outer;middle").durations.max)() == 37);
    REQUIRE(after.threads().size() == 1);
    CHECK(after.threads()[0].paths[0].total_ticks == 4'200);
    CHECK(after.threads()[0].paths[0].self_ticks == 500);
}

TEST_CASE("compensating says so, is done once, and survives JSON") {
    const dwell::profile before = sample::full_profile();
    CHECK_FALSE(before.metadata().compensated);
    const dwell::profile after = compensated(before);
    CHECK(after.metadata().compensated);
    CHECK(after.metadata().scope_cost_ns == before.metadata().scope_cost_ns);
    CHECK_FALSE((after == before));
    CHECK((compensated(after) == after));
    dwell::string_sink out;
    REQUIRE(dwell::write_json(out, after));
    dwell::profile again;
    REQUIRE(dwell::read_json(out.text(), again));
    CHECK((again == after));

    CHECK(merge(before, after).metadata().compensated);
    CHECK(merge(after, after).metadata().compensated);
    CHECK_FALSE(merge(before, before).metadata().compensated);
    CHECK(delta(before, after).health().delta_mismatches != before.health().delta_mismatches);
    CHECK(compensated(dwell::profile()).paths().empty());
}

TEST_CASE("where nothing is known to cost anything, nothing changes but the mark") {
    dwell::profile_builder builder = costly({{"root", 1, 100'000}, {"root;a", 100, 500}});
    dwell::profile_metadata& metadata = builder.parts().metadata;
    metadata = {};
    const dwell::profile before = builder.build();
    dwell::profile_parts expected = before.parts();
    expected.metadata.compensated = true;
    CHECK((compensated(before).parts() == expected));
}

TEST_CASE("costs that make no sense do no harm") {
    dwell::profile_builder builder = costly({{"root", 1, 100'000}, {"root;a", 100, 500}});
    builder.thread(test::thread_of("t", 1, 1, 0, {{0, 0, 100'000, 0}, {1, 100, 50'000, 0}}));
    builder.at(test::add_path(builder, "root;a")).sampled = {50, 5, 500};
    const dwell::profile before = builder.build();
    constexpr double infinity = std::numeric_limits<double>::infinity();
    for (const double cost : {-5.0, infinity, -infinity, std::nan(""), 1e308, 5e-324}) {
        INFO(cost);
        dwell::profile_parts parts = before.parts();
        parts.metadata.scope_cost_ns = cost;
        parts.metadata.untimed_scope_cost_ns = cost;
        const dwell::profile after = compensated(dwell::profile(std::move(parts)));
        const bool takes_all = cost > 1;
        CHECK(path_of(after, "root").total_ticks <= 100'000);
        CHECK(path_of(after, "root;a").total_ticks <= 50'000);
        CHECK((path_of(after, "root").total_ticks == 0 || !takes_all));
        CHECK(path_of(after, "root;a").durations.count() == 100);
        CHECK(after.threads()[0].paths[0].total_ticks <= 100'000);
    }
}

TEST_CASE("of any profile, no time grows, no count changes, and self times add up to the roots") {
    std::mt19937_64 random(20'261'121);
    for (int round = 0; round < 300; ++round) {
        dwell::profile_builder builder;
        set_costs(builder.parts());
        // The parent's time is its own and that of its children, whatever the costs.
        std::vector<uint32_t> open;
        const int steps = 1 + static_cast<int>(random() % 60);
        dwell::thread_profile thread = test::thread_of("t", 1, 1, 0);
        for (int step = 0; step < steps; ++step) {
            while (!open.empty() && random() % 2 == 0) {
                open.pop_back();
            }
            const std::string name(1, static_cast<char>('a' + random() % 4));
            open.push_back(builder.path(open.empty() ? dwell::call_path::no_parent : open.back(), builder.name(name)));
            const uint64_t calls = 1 + random() % 1'000;
            const uint64_t each = random() % (random() % 2 == 0 ? 20 : 2'000);
            builder.at(open.back()).calls += calls;
            builder.at(open.back()).durations.record(each, calls);
            thread.paths.push_back({open.back(), calls, 0, 0});
            for (const uint32_t path : open) {
                builder.at(path).total_ticks += calls * each;
                thread.paths.push_back({path, 0, calls * each, 0});
            }
        }
        builder.thread(std::move(thread));
        const dwell::profile before = builder.build();
        const dwell::profile after = compensated(before);
        REQUIRE(after.paths().size() == before.paths().size());
        uint64_t roots = 0;
        uint64_t selves = 0;
        for (size_t i = 0; i < after.paths().size(); ++i) {
            const dwell::call_path& was = before.paths()[i];
            const dwell::call_path& is = after.paths()[i];
            INFO(round << ": " << before.path_string(i));
            CHECK(is.total_ticks <= was.total_ticks);
            CHECK(is.self_ticks <= was.self_ticks);
            CHECK(is.calls == was.calls);
            CHECK(is.durations.count() == was.durations.count());
            CHECK(is.durations.sum() <= was.durations.sum());
            CHECK((is.durations.max)() <= (was.durations.max)());
            CHECK(after.threads()[0].paths[i].total_ticks == is.total_ticks);
            CHECK(after.threads()[0].paths[i].self_ticks == is.self_ticks);
            roots += is.parent == dwell::call_path::no_parent ? is.total_ticks : 0;
            selves += is.self_ticks;
        }
        CHECK(selves == roots);
        CHECK((compensated(after) == after));
    }
}

TEST_CASE("a million small scopes come closer to the time without them") {
    constexpr int calls = 1'000'000;
    volatile int sink = 0;
    const auto began = std::chrono::steady_clock::now();
    for (int i = 0; i < calls; ++i) {
        sink = i;
    }
    const std::chrono::duration<double, std::nano> bare = std::chrono::steady_clock::now() - began;
    {
        DWELL_TIMED_SCOPE("compensate.plain");
        for (int i = 0; i < calls; ++i) {
            DWELL_TIMED_SCOPE("compensate.plain.step");
            sink = i;
        }
    }
    {
        DWELL_TIMED_SCOPE("compensate.sampled");
        for (int i = 0; i < calls; ++i) {
            DWELL_TIMED_SCOPE_SAMPLED("compensate.sampled.step", 64);
            sink = i;
        }
    }
    CHECK(sink == calls - 1);
    const dwell::profile measured = dwell::snapshot();
    const dwell::profile after = compensated(measured);
    const auto distance = [&](const dwell::profile& profile, const char* name) {
        return std::abs(profile.find(name)->total_ns() - bare.count());
    };
    for (const char* name : {"compensate.plain", "compensate.sampled"}) {
        INFO(name << ": " << bare.count() << " ns without, " << measured.find(name)->total_ns() << " measured, "
                  << after.find(name)->total_ns() << " compensated");
        CHECK(after.find(name)->total_ns() < measured.find(name)->total_ns());
    }
    // A scope costs many times what it is around here: no pause of the machine makes up for that.
    CHECK(distance(after, "compensate.plain") < distance(measured, "compensate.plain"));
}
