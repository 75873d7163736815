// SPDX-License-Identifier: BSL-1.0
// The bounds of recording: what passes one is counted, and its time is not lost.
#include "support/catch.hpp"
#include "support/limits_guard.hpp"
#include "support/manual_recording.hpp"

#include <dwell/scope.hpp>

#include <deque>
#include <string>
#include <thread>

namespace {

using test::all_calls;
using test::all_self_ticks;
using test::has_path;
using test::limits_guard;
using test::limits_with;
using test::path_of;

template <typename Tag>
using recording = test::manual_recording<Tag>;

TEST_CASE("record: scopes beyond the depth are one truncated path with their time, and counted") {
    using here = recording<struct depth_tag>;
    const limits_guard limits(limits_with(&dwell::recording_limits::depth, 3));
    for (int round = 0; round < 2; ++round) {
        std::deque<here::scope> open;
        for (int depth = 0; depth < 10; ++depth) {
            open.emplace_back(dwell::text_view("f"));
            here::advance(1);
        }
        while (!open.empty()) {
            open.pop_back();
        }
    }
    here::spend("after", 1);
    const dwell::profile profile = here::snapshot();
    CHECK(profile.paths().size() == 5);
    CHECK(path_of(profile, "f").total_ticks == 20);
    CHECK(path_of(profile, "f;f;f").total_ticks == 16);
    CHECK(path_of(profile, "f;f;f").self_ticks == 2);
    CHECK(path_of(profile, "f;f;f;(truncated)").total_ticks == 14);
    CHECK(path_of(profile, "f;f;f;(truncated)").calls == 2);
    CHECK(profile.health().truncated_calls == 14);
    CHECK(profile.health().lost_records == 0);
    CHECK(all_self_ticks(profile) == 21);
}

TEST_CASE("record: call paths beyond their number are truncated with their time, and counted") {
    using here = recording<struct paths_tag>;
    const limits_guard limits(limits_with(&dwell::recording_limits::call_paths_per_thread, 10));
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < 50; ++i) {
            const here::scope outer{dwell::text_view(("outer " + std::to_string(i)).c_str())};
            here::advance(1);
            here::spend("inner", 2);
        }
    }
    const dwell::profile profile = here::snapshot();
    CHECK(profile.paths().size() == 11);
    // Five outer ones with their inner one fit: for the 45 others, outer and inner count in each round.
    CHECK(profile.health().truncated_calls == 3 * 45 * 2);
    CHECK(path_of(profile, "(truncated)").calls == 3 * 45);
    CHECK(path_of(profile, "(truncated)").total_ticks == 3 * 45 * 3);
    CHECK(path_of(profile, "outer 4;inner").calls == 3);
    CHECK(all_self_ticks(profile) == 3 * 50 * 3);
    CHECK(profile.health().lost_records == 0);
}

TEST_CASE("record: a truncated scope inside a known one leads back to it") {
    using here = recording<struct lead_back_tag>;
    const limits_guard limits(limits_with(&dwell::recording_limits::call_paths_per_thread, 2));
    {
        const here::scope outer{dwell::text_view("outer")};
        here::spend("known", 1);
        here::spend("unknown", 10);
        here::spend("known", 1);
        {
            const here::scope unknown{dwell::text_view("unknown")};
            here::spend("known", 100);
        }
        here::spend("known", 1);
    }
    const dwell::profile profile = here::snapshot();
    CHECK(path_of(profile, "outer").total_ticks == 113);
    CHECK(path_of(profile, "outer;known").calls == 3);
    CHECK(path_of(profile, "outer;known").total_ticks == 3);
    CHECK(path_of(profile, "(truncated)").total_ticks == 110);
    CHECK(path_of(profile, "(truncated)").calls == 2);
    CHECK(profile.health().truncated_calls == 3);
    CHECK(profile.health().misnested_scopes == 0);
}

TEST_CASE("record: recursion 100,000 deep") {
    using here = recording<struct deep_tag>;
    constexpr uint64_t depth = 100'000;
    {
        std::deque<here::scope> open;
        for (uint64_t i = 0; i < depth; ++i) {
            open.emplace_back(dwell::text_view("deep"));
            here::advance(1);
        }
        const dwell::profile profile = here::snapshot();
        CHECK(path_of(profile, "deep").total_ticks == depth);
        while (!open.empty()) {
            open.pop_back();
        }
    }
    const dwell::profile profile = here::snapshot();
    CHECK(profile.paths().size() == dwell::recording_limits{}.depth + 1);
    CHECK(profile.health().truncated_calls == depth - dwell::recording_limits{}.depth);
    CHECK(path_of(profile, "deep").total_ticks == depth);
    CHECK(all_self_ticks(profile) == depth);
    CHECK(profile.find("(truncated)")->total_ns() == static_cast<double>(depth - dwell::recording_limits{}.depth));
}

TEST_CASE("record: the deepest bound there is, on a thread with an ordinary stack") {
    using here = recording<struct deepest_tag>;
    static constexpr uint32_t depth = 10'000;
    dwell::recording_limits wanted = limits_with(&dwell::recording_limits::depth, 1'000'000);
    wanted.call_paths_per_thread = 200'000;
    const limits_guard limits(wanted);
    std::thread([] {
        std::deque<here::scope> open;
        for (uint32_t i = 0; i < 2 * depth; ++i) {
            open.emplace_back(dwell::text_view("deep"));
            here::advance(1);
        }
        while (!open.empty()) {
            open.pop_back();
        }
        const dwell::profile profile = here::snapshot();
        CHECK(profile.paths().size() == depth + 1);
        CHECK(profile.health().truncated_calls == depth);
        CHECK(all_self_ticks(profile) == 2 * depth);
    }).join();
}

TEST_CASE("record: runtime names beyond their number are (other), counted and timed") {
    using here = recording<struct names_tag>;
    const limits_guard limits(dwell::recording_limits{});
    for (int i = 0; i < 100'000; ++i) {
        const here::scope scope{dwell::text_view("distinct " + std::to_string(i))};
        here::advance(1);
    }
    const dwell::profile profile = here::snapshot();
    CHECK(profile.paths().size() <= dwell::recording_limits{}.runtime_names + 1);
    const dwell::call_path& other = path_of(profile, "(other)");
    CHECK(other.calls >= 100'000 - dwell::recording_limits{}.runtime_names);
    CHECK(other.calls == other.total_ticks);
    CHECK(profile.health().other_names >= other.calls);
    CHECK(all_calls(profile) == 100'000);
    CHECK(all_self_ticks(profile) == 100'000);
    // A name that is known is still found; an unknown one with something to repair is (other), too.
    CHECK(dwell::intern("distinct 7").record()->text == dwell::text_view("distinct 7"));
    CHECK(dwell::intern("new;one").record()->text == dwell::text_view("(other)"));
    // Names in the source are not runtime names.
    TIMED_SCOPE("record_bounds.in the source");
    CHECK(has_path(dwell::snapshot(), "record_bounds.in the source"));
}

TEST_CASE("record: label sets beyond their number are (other), and counted") {
    constexpr uint64_t count = 100'000;
    for (uint64_t i = 0; i < count; ++i) {
        dwell::counter<"record_bounds.labelled">.with("id", i).add(2);
    }
    const dwell::profile profile = dwell::snapshot();
    uint64_t series = 0;
    uint64_t in_other = 0;
    for (const dwell::counter_value& counter : profile.counters()) {
        if (counter.identity.name == "record_bounds.labelled") {
            ++series;
            REQUIRE(counter.identity.labels.size() == 1);
            in_other += counter.identity.labels[0].second == "(other)" ? counter.value : 0;
        }
    }
    const uint64_t bound = dwell::recording_limits{}.series_per_metric;
    CHECK(series == bound + 1);
    CHECK(in_other == 2 * (count - bound));
    CHECK(profile.counter_total("record_bounds.labelled") == 2 * count);
    CHECK(profile.health().other_series == count - bound);
}

}  // namespace
