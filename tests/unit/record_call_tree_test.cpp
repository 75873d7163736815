// SPDX-License-Identifier: BSL-1.0
// The call tree: its shape, and the counts and times in it.
#include "support/catch.hpp"
#include "support/manual_recording.hpp"

#include <dwell/scope.hpp>

#include <algorithm>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

namespace {

using test::has_path;
using test::is_clean;
using test::path_of;

template <typename Tag>
using recording = test::manual_recording<Tag>;

TEST_CASE("record: a scope is counted and timed under the scopes around it") {
    using here = recording<struct shape_tag>;
    {
        const here::scope outer{dwell::text_view("outer")};
        here::advance(10);
        here::spend("first", 5);
        here::spend("second", 7);
        here::spend("first", 30);
        here::advance(3);
    }
    here::spend("first", 2);

    const dwell::profile profile = here::snapshot();
    REQUIRE(profile.paths().size() == 4);
    const dwell::call_path& outer = path_of(profile, "outer");
    CHECK(outer.calls == 1);
    CHECK(outer.open_calls == 0);
    CHECK(outer.total_ticks == 55);
    CHECK(outer.self_ticks == 13);
    const dwell::call_path& first = path_of(profile, "outer;first");
    CHECK(first.calls == 2);
    CHECK(first.total_ticks == 35);
    CHECK(first.self_ticks == 35);
    CHECK((first.durations.min)() == 5);
    CHECK((first.durations.max)() == 30);
    CHECK(first.durations.sum() == 35);
    CHECK(first.durations.count() == 2);
    CHECK(path_of(profile, "outer;second").total_ticks == 7);
    CHECK(path_of(profile, "first").total_ticks == 2);
    CHECK(profile.find("first")->calls() == 3);
    CHECK(is_clean(profile));
    CHECK(profile.metadata().clock == "manual");
}

TEST_CASE("record: durations of a manual clock are nanoseconds") {
    using here = recording<struct scale_tag>;
    here::spend("a", 1'500'000);
    const dwell::profile profile = here::snapshot();
    CHECK(profile.scale().ns_per_tick == 1.0);
    CHECK(profile.find("a")->total_ns() == 1'500'000.0);
}

TEST_CASE("record: every duration is in the histogram, the last one too") {
    using here = recording<struct histogram_tag>;
    uint64_t sum = 0;
    for (uint64_t i = 0; i < 1000; ++i) {
        here::spend("a", i * i);
        sum += i * i;
        if (i % 100 == 0) {
            const dwell::profile profile = here::snapshot();
            CHECK(path_of(profile, "a").calls == i + 1);
            CHECK(path_of(profile, "a").durations.sum() == sum);
            CHECK((path_of(profile, "a").durations.max)() == i * i);
        }
    }
    const dwell::profile profile = here::snapshot();
    dwell::histogram expected;
    for (uint64_t i = 0; i < 1000; ++i) {
        expected.record(i * i);
    }
    CHECK(path_of(profile, "a").durations == expected);
    CHECK(path_of(profile, "a").total_ticks == sum);
}

TEST_CASE("record: the same site under different parents is one path for each") {
    using here = recording<struct parents_tag>;
    for (int round = 0; round < 50; ++round) {
        for (const char* parent : {"p0", "p1", "p2"}) {
            const here::scope outer{dwell::text_view(parent)};
            here::spend("leaf", 1);
            {
                const here::scope middle{dwell::text_view("middle")};
                here::spend("leaf", 2);
            }
            here::spend("leaf", 4);
        }
    }
    const dwell::profile profile = here::snapshot();
    CHECK(profile.paths().size() == 3 * 4);
    for (const char* parent : {"p0", "p1", "p2"}) {
        const std::string names(parent);
        CHECK(path_of(profile, names).total_ticks == 50 * 7);
        CHECK(path_of(profile, names).self_ticks == 0);
        CHECK(path_of(profile, names + ";leaf").calls == 100);
        CHECK(path_of(profile, names + ";leaf").total_ticks == 50 * 5);
        CHECK(path_of(profile, names + ";middle;leaf").calls == 50);
        CHECK(path_of(profile, names + ";middle;leaf").total_ticks == 50 * 2);
    }
}

TEST_CASE("record: recursion is a path for each depth, and its time is counted once by name") {
    using here = recording<struct recursion_tag>;
    struct recursive {
        static void run(int left) {
            const here::scope scope{dwell::text_view("f")};
            here::advance(1);
            if (left > 1) {
                run(left - 1);
            }
        }
    };
    recursive::run(5);
    recursive::run(2);
    const dwell::profile profile = here::snapshot();
    REQUIRE(profile.paths().size() == 5);
    CHECK(path_of(profile, "f").calls == 2);
    CHECK(path_of(profile, "f").total_ticks == 7);
    CHECK(path_of(profile, "f;f").total_ticks == 5);
    CHECK(path_of(profile, "f;f;f;f;f").calls == 1);
    CHECK(profile.find("f")->calls() == 7);
    CHECK(profile.find("f")->total_ns() == 7);
    CHECK(profile.find("f")->self_ns() == 7);
}

TEST_CASE("record: thousands of children of one node are told apart") {
    using here = recording<struct children_tag>;
    constexpr size_t count = 64 * 47;  // more than the 64 recent names, and several sizes of the table of children
    std::vector<dwell::interned_name> names;
    for (size_t i = 0; i < count; ++i) {
        names.push_back(dwell::intern("child " + std::to_string(i)));
    }
    {
        const here::scope parent{dwell::text_view("parent")};
        for (size_t round = 0; round < 3; ++round) {
            for (size_t i = 0; i < count; ++i) {
                // A stride that brings names with the same low bits one after another.
                const here::scope child(names[i % 47 * 64 + i / 47]);
                here::advance(i % 7);
            }
        }
    }
    const dwell::profile profile = here::snapshot();
    uint64_t calls = 0;
    uint64_t ticks = 0;
    for (const dwell::call_path& path : profile.paths()) {
        if (path.depth == 1) {
            calls += path.calls;
            ticks += path.total_ticks;
        }
    }
    CHECK(calls == 3 * count);
    CHECK(ticks == path_of(profile, "parent").total_ticks);
    CHECK(path_of(profile, "parent").self_ticks == 0);
    CHECK(is_clean(profile));
}

TEST_CASE("record: names whose keys share a slot everywhere do not share a node") {
    using here = recording<struct collision_tag>;
    // 64 recent names, tables of children of a power of two: keys 64 apart collide in both while the tables are small.
    std::vector<dwell::interned_name> names;
    for (int i = 0; i < 64 * 5; ++i) {
        names.push_back(dwell::intern("colliding " + std::to_string(i)));
    }
    for (int round = 0; round < 100; ++round) {
        for (size_t i = 0; i < 5; ++i) {
            const here::scope scope(names[i * 64]);
            here::advance(i + 1);
        }
    }
    const dwell::profile profile = here::snapshot();
    REQUIRE(profile.paths().size() == 5);
    for (size_t i = 0; i < 5; ++i) {
        const dwell::call_path& path = path_of(profile, "colliding " + std::to_string(i * 64));
        CHECK(path.calls == 100);
        CHECK(path.total_ticks == 100 * (i + 1));
        CHECK((path.durations.min)() == i + 1);
        CHECK((path.durations.max)() == i + 1);
    }
}

TEST_CASE("record: two sites of one name are one path, with the first one's place") {
    const auto first = [] { TIMED_SCOPE("call_tree.two sites"); };
    const auto second = [] { TIMED_SCOPE("call_tree.two sites"); };
    constexpr uint32_t line_of_first = __LINE__ - 2;
    first();
    second();
    second();
    const dwell::profile profile = dwell::snapshot();
    CHECK(profile.find("call_tree.two sites")->calls() == 3);
    size_t found = 0;
    for (const dwell::scope_name& name : profile.names()) {
        if (name.text == "call_tree.two sites") {
            ++found;
            CHECK(name.line == line_of_first);
            CHECK(name.file == __FILE__);
        }
    }
    CHECK(found == 1);
}

TEST_CASE("record: an open scope contributes its time so far") {
    using here = recording<struct open_tag>;
    here::spend("a", 100);
    const here::scope outer{dwell::text_view("outer")};
    here::advance(10);
    {
        const here::scope inner{dwell::text_view("a")};
        here::advance(5);
        const dwell::profile profile = here::snapshot();
        CHECK(path_of(profile, "outer").calls == 0);
        CHECK(path_of(profile, "outer").open_calls == 1);
        CHECK(path_of(profile, "outer").total_ticks == 15);
        CHECK(path_of(profile, "outer").self_ticks == 10);
        CHECK(path_of(profile, "outer").durations.count() == 0);
        CHECK(path_of(profile, "outer;a").open_calls == 1);
        CHECK(path_of(profile, "outer;a").total_ticks == 5);
        CHECK(path_of(profile, "a").open_calls == 0);
    }
    here::advance(1);
    const dwell::profile profile = here::snapshot();
    CHECK(path_of(profile, "outer").total_ticks == 16);
    CHECK(path_of(profile, "outer;a").calls == 1);
    CHECK(path_of(profile, "outer;a").open_calls == 0);
    CHECK(path_of(profile, "outer;a").total_ticks == 5);
}

TEST_CASE("record: switched off, nothing is recorded; an open scope ends as it began") {
    using here = recording<struct switch_tag>;
    {
        const here::scope open_before{dwell::text_view("open before")};
        here::advance(1);
        dwell::set_recording(false);
        CHECK_FALSE(dwell::is_recording());
        {
            const here::scope while_off{dwell::text_view("while off")};
            here::advance(2);
            dwell::set_recording(true);
            here::spend("inside, on again", 3);
            dwell::set_recording(false);
        }
        here::advance(4);
    }
    here::spend("off", 5);
    dwell::set_recording(true);
    here::spend("on", 6);
    const dwell::profile profile = here::snapshot();
    REQUIRE(profile.paths().size() == 3);
    CHECK(path_of(profile, "open before").total_ticks == 10);
    CHECK(path_of(profile, "open before").calls == 1);
    CHECK(path_of(profile, "open before;inside, on again").total_ticks == 3);
    CHECK(path_of(profile, "on").total_ticks == 6);
    CHECK(is_clean(profile));
}

// By how much the CPU clock goes on at a time: below a microsecond on Linux, 10 ms and more on Windows, for the user's
// and the system's share each.
uint64_t cpu_clock_step_ns() {
    const uint64_t before = dwell::detail::thread_cpu_time_ns();
    for (;;) {
        if (const uint64_t now = dwell::detail::thread_cpu_time_ns(); now != before) {
            return now - before;
        }
    }
}

TEST_CASE("record: TIMED_SCOPE_CPU measures the thread's CPU time beside the wall time") {
    const uint64_t slack_ns = 2 * cpu_clock_step_ns();
    {
        TIMED_SCOPE_CPU("call_tree.busy");
        const uint64_t begin = dwell::detail::thread_cpu_time_ns();
        while (dwell::detail::thread_cpu_time_ns() - begin < 3'000'000) {
        }
    }
    {
        TIMED_SCOPE_CPU("call_tree.asleep");
        std::this_thread::sleep_for(std::chrono::milliseconds(30));
    }
    const dwell::profile profile = dwell::snapshot();
    const dwell::call_path& busy = path_of(profile, "call_tree.busy");
    CHECK(busy.cpu_calls == 1);
    CHECK(busy.cpu_ns >= 3'000'000);
    CHECK(static_cast<double>(busy.cpu_ns - std::min(busy.cpu_ns, slack_ns)) <=
          profile.scale().to_ns(busy.total_ticks) * 1.01);
    const dwell::call_path& asleep = path_of(profile, "call_tree.asleep");
    CHECK(asleep.cpu_calls == 1);
    CHECK(asleep.cpu_ns < 10'000'000 + slack_ns);
    CHECK(profile.scale().to_ns(asleep.total_ticks) >= 29'000'000);
}

}  // namespace
