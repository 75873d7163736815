// SPDX-License-Identifier: BSL-1.0
// span: work that is no block of code.
#include "support/catch.hpp"
#include "support/limits_guard.hpp"
#include "support/manual_recording.hpp"

#include <dwell/scope.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

using test::has_path;
using test::path_of;

void spend_a_millisecond() {
    const uint64_t begin = dwell::monotonic_clock::now();
    while (dwell::monotonic_clock::now() - begin < 1'000'000) {
    }
}

TEST_CASE("span: from its construction to its end, under the path where it began") {
    {
        TIMED_SCOPE("span.outer");
        dwell::span moved_from("span.work");
        spend_a_millisecond();
        {
            TIMED_SCOPE("span.inner");
            dwell::span target = std::move(moved_from);
            moved_from.end();  // has nothing to end
            spend_a_millisecond();
            CHECK_FALSE(has_path(dwell::snapshot(), "span.outer;span.work"));
            target.end();
            spend_a_millisecond();
            target.end();  // the second does nothing
        }
    }
    const dwell::profile profile = dwell::snapshot();
    const dwell::call_path& work = path_of(profile, "span.outer;span.work");
    CHECK(work.calls == 1);
    CHECK(work.span_ticks == work.total_ticks);
    CHECK(profile.scale().to_ns(work.total_ticks) >= 1'990'000);
    CHECK(work.total_ticks < path_of(profile, "span.outer").total_ticks);
    // Its time is its parent's, too: neither the scope around it nor the one beside it has less.
    const dwell::call_path& outer = path_of(profile, "span.outer");
    CHECK(outer.self_ticks == outer.total_ticks - path_of(profile, "span.outer;span.inner").total_ticks);
    CHECK(test::is_clean(profile));
}

TEST_CASE("span: spans that overlap each count in full") {
    {
        TIMED_SCOPE("span.overlapped");
        std::vector<dwell::span> spans;
        for (int i = 0; i < 10; ++i) {
            spans.emplace_back("span.overlapping");
        }
        spend_a_millisecond();
    }
    const dwell::profile profile = dwell::snapshot();
    const dwell::call_path& spans = path_of(profile, "span.overlapped;span.overlapping");
    CHECK(spans.calls == 10);
    CHECK(profile.scale().to_ns(spans.total_ticks) >= 9'900'000);
    const dwell::call_path& around = path_of(profile, "span.overlapped");
    CHECK(around.self_ticks == around.total_ticks);
    CHECK(spans.total_ticks > around.total_ticks);
}

TEST_CASE("span: ended on another thread, it is under the path where it began") {
    std::optional<dwell::span> travelling;
    {
        TIMED_SCOPE("span.origin");
        TIMED_SCOPE("span.origin inside");
        travelling.emplace("span.travelling");
    }
    std::thread([moved = std::move(*travelling)]() mutable {
        dwell::set_thread_name("span.other thread");
        TIMED_SCOPE("span.unrelated");
        moved.end();
    }).join();
    std::thread([] {
        // One that no scope has been on.
        dwell::span bare("span.bare");
        std::thread([moved = std::move(bare)] {}).join();
    }).join();
    const dwell::profile profile = dwell::snapshot();
    CHECK(path_of(profile, "span.origin;span.origin inside;span.travelling").calls == 1);
    CHECK(path_of(profile, "span.origin").calls == 1);
    CHECK(path_of(profile, "span.bare").calls == 1);
    CHECK_FALSE(has_path(profile, "span.unrelated;span.travelling"));
    CHECK(test::is_clean(profile));
}

TEST_CASE("span: assigned over, the old one ends; cancelled, it is forgotten") {
    {
        dwell::span first("span.first");
        dwell::span second("span.second");
        first = std::move(second);
        CHECK(path_of(dwell::snapshot(), "span.first").calls == 1);
        CHECK_FALSE(has_path(dwell::snapshot(), "span.second"));
        dwell::span& self = first;
        first = std::move(self);
        dwell::span cancelled("span.cancelled");
        cancelled.cancel();
        cancelled.end();
    }
    const dwell::profile profile = dwell::snapshot();
    CHECK(path_of(profile, "span.first").calls == 1);
    CHECK(path_of(profile, "span.second").calls == 1);
    CHECK_FALSE(has_path(profile, "span.cancelled"));
}

TEST_CASE("span: begun while recording is off, it is nothing; begun before, it ends") {
    dwell::span before("span.before off");
    dwell::set_recording(false);
    const dwell::span during("span.during off");
    before.end();
    dwell::set_recording(true);
    CHECK(path_of(dwell::snapshot(), "span.before off").calls == 1);
}

TEST_CASE("span: a runtime name, repaired, and one looked up before") {
    const dwell::interned_name known = dwell::intern("span.known");
    for (int i = 0; i < 3; ++i) {
        dwell::span a(known);
        dwell::span b(std::string("span;") + std::to_string(i % 2));
    }
    const dwell::profile profile = dwell::snapshot();
    CHECK(path_of(profile, "span.known").calls == 3);
    CHECK(path_of(profile, "span_0").calls == 2);
    CHECK(path_of(profile, "span_1").calls == 1);
}

TEST_CASE("span: beyond the bounds it is truncated, with its time, and counted") {
    const test::limits_guard limits(test::limits_with(&dwell::recording_limits::depth, 2));
    const uint64_t truncated_before = dwell::snapshot().health().truncated_calls;
    {
        TIMED_SCOPE("span.one");
        TIMED_SCOPE("span.two");
        dwell::span deep("span.too deep");
        TIMED_SCOPE("span.three");
        dwell::span deeper("span.too deep");
        std::thread([moved = std::move(deeper)]() mutable { moved.end(); }).join();
        spend_a_millisecond();
    }
    const dwell::profile profile = dwell::snapshot();
    // The scope "three" and both spans.
    CHECK(path_of(profile, "span.one;span.two;(truncated)").calls == 3);
    CHECK(profile.health().truncated_calls == truncated_before + 3);
    CHECK_FALSE(has_path(profile, "span.one;span.two;(truncated);(truncated)"));
    CHECK(profile.health().lost_records == 0);
}

TEST_CASE("span: ended where the bounds have become smaller than the path that it began on") {
    std::optional<dwell::span> deep;
    {
        TIMED_SCOPE("span.a");
        TIMED_SCOPE("span.b");
        TIMED_SCOPE("span.c");
        deep.emplace("span.on c");
    }
    const test::limits_guard limits(test::limits_with(&dwell::recording_limits::depth, 1));
    std::thread([moved = std::move(*deep)]() mutable { moved.end(); }).join();
    const dwell::profile profile = dwell::snapshot();
    CHECK(path_of(profile, "span.a;(truncated)").calls == 1);
    CHECK_FALSE(has_path(profile, "span.a;(truncated);(truncated)"));
    CHECK_FALSE(has_path(profile, "span.a;span.b;span.c;span.on c"));
}

}  // namespace
