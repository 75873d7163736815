// SPDX-License-Identifier: BSL-1.0
// Windows: which snapshots an interval lies between, how long it is, and what is refused.
#include <dwell/profile/merge.hpp>
#include <dwell/profile/window.hpp>

#include "support/catch.hpp"
#include "support/manual_recording.hpp"
#include "support/profile_fixture.hpp"
#include "support/profile_text.hpp"
#include "support/recorded_program.hpp"

#include <string>
#include <utility>
#include <vector>

using dwell::window_status;

namespace {

constexpr uint64_t ms = 1'000'000;

/// A program that has worked for `time_ms`, one call of "work" each millisecond.
dwell::profile after(uint64_t time_ms, uint64_t pid = 42) {
    dwell::profile_builder builder = test::builder_of({{"work", time_ms, time_ms * 10}, {"work;part", 2 * time_ms, 0}});
    dwell::profile_parts& parts = builder.parts();
    parts.metadata.pid = pid;
    parts.metadata.start_unix_ns = 1'790'000'000'000'000'000;
    parts.metadata.duration_ns = time_ms * ms;
    parts.counters = {{{"done", {{"kind", "a"}}, "", ""}, 3 * time_ms}, {{"done", {{"kind", "b"}}, "", ""}, time_ms}};
    for (const char* kind : {"a", "b"}) {
        dwell::distribution_value sizes{{"size", {{"kind", kind}}, "", ""}, 1, {}};
        sizes.values.record(7, 5 * time_ms);
        parts.distributions.push_back(sizes);
    }
    return builder.build();
}

uint64_t covered_ms(const std::optional<dwell::profile>& interval) {
    return interval ? interval->metadata().duration_ns / ms : 0;
}

struct live;

}  // namespace

TEST_CASE("an interval begins at the newest snapshot that is old enough") {
    dwell::profile_window window(10);
    CHECK_FALSE(window.last(0));
    for (const uint64_t time : {100U, 150U, 250U, 260U, 400U}) {
        CHECK(window.add(after(time)) == window_status::added);
        CHECK(covered_ms(window.last(1000 * ms)) == time - 100);
    }
    CHECK(window.size() == 5);
    CHECK(covered_ms(window.last(0)) == 140);
    CHECK(covered_ms(window.last(1)) == 140);
    CHECK(covered_ms(window.last(140 * ms)) == 140);
    CHECK(covered_ms(window.last(140 * ms + 1)) == 150);
    CHECK(covered_ms(window.last(150 * ms)) == 150);
    CHECK(covered_ms(window.last(151 * ms)) == 250);
    CHECK(covered_ms(window.last(250 * ms)) == 250);
    CHECK(covered_ms(window.last(251 * ms)) == 300);
    CHECK(covered_ms(window.last(UINT64_MAX)) == 300);
    CHECK(window.last(200 * ms)->find("work")->calls() == 250);
}

TEST_CASE("the ring is bounded, and forgets the oldest") {
    dwell::profile_window window(3);
    for (uint64_t time = 10; time <= 100; time += 10) {
        CHECK(window.add(after(time)) == window_status::added);
        CHECK(window.size() == (time < 30 ? time / 10 : 3));
        CHECK(window[window.size() - 1].metadata().duration_ns == time * ms);
    }
    CHECK(window.capacity() == 3);
    CHECK(window[0].metadata().duration_ns == 80 * ms);
    CHECK(covered_ms(window.last(15 * ms)) == 20);
    CHECK(covered_ms(window.last(5 * ms)) == 10);
    CHECK(dwell::profile_window(0).capacity() == 2);
    const dwell::profile_window copy = window;
    window.clear();
    CHECK(window.size() == 0);
    CHECK_FALSE(window.last(1));
    CHECK(covered_ms(copy.last(15 * ms)) == 20);
    CHECK(window.add(after(1, 7)) == window_status::added);
}

TEST_CASE("between any two snapshots, and nowhere else") {
    dwell::profile_window window(3);
    for (const uint64_t time : {1U, 2U, 3U, 5U, 9U}) {
        REQUIRE(window.add(after(time)) == window_status::added);
    }
    CHECK(covered_ms(window.between(0, 1)) == 2);
    CHECK(covered_ms(window.between(1, 2)) == 4);
    CHECK(covered_ms(window.between(0, 2)) == 6);
    CHECK(window.between(0, 2)->find("work")->calls() == 6);
    CHECK_FALSE(window.between(1, 1));
    CHECK_FALSE(window.between(2, 1));
    CHECK_FALSE(window.between(0, 3));
    CHECK_FALSE(window.between(SIZE_MAX, SIZE_MAX));
}

TEST_CASE("a snapshot that is not later, or of another process, is refused and changes nothing") {
    dwell::profile_window window(4);
    REQUIRE(window.add(after(10)) == window_status::added);
    REQUIRE(window.add(after(20)) == window_status::added);
    CHECK(window.add(after(20)) == window_status::not_later);
    CHECK(window.add(after(15)) == window_status::not_later);
    CHECK(window.add(after(30, 43)) == window_status::no_later_state);
    dwell::profile_parts restarted = after(30).parts();
    restarted.metadata.start_unix_ns += 1;
    CHECK(window.add(dwell::profile(restarted)) == window_status::no_later_state);
    dwell::profile_parts other_clock = after(30).parts();
    other_clock.scale.ns_per_tick = 1.02;
    CHECK(window.add(dwell::profile(other_clock)) == window_status::no_later_state);
    CHECK(window.size() == 2);
    CHECK(covered_ms(window.last(1)) == 10);
    dwell::profile_parts refitted = after(30).parts();
    refitted.scale.ns_per_tick = 1.0005;
    CHECK(window.add(dwell::profile(refitted)) == window_status::added);
    CHECK(std::string(message(window_status::not_later)).find("not later") != std::string::npos);
    CHECK(std::string(message(window_status::no_later_state)).find("another process") != std::string::npos);
}

TEST_CASE("rates are what came in the interval, by its time") {
    dwell::profile_window window(2);
    REQUIRE(window.add(after(100)) == window_status::added);
    REQUIRE(window.add(after(350)) == window_status::added);
    const dwell::profile interval = *window.last(200 * ms);
    CHECK(dwell::calls_per_second(interval, "work") == 1000.0);
    CHECK(dwell::calls_per_second(interval, "part") == 2000.0);
    CHECK(dwell::calls_per_second(interval, "*") == 3000.0);
    CHECK(dwell::calls_per_second(interval, "wor*") == 1000.0);
    CHECK(dwell::counter_per_second(interval, "done") == 4000.0);
    CHECK(dwell::values_per_second(interval, "size") == 10000.0);
    CHECK(dwell::rate_per_second(interval, 1) == 4.0);
    CHECK(dwell::calls_per_second(interval, "nobody") == 0.0);
    CHECK(dwell::counter_per_second(interval, "nobody") == 0.0);
    CHECK(dwell::values_per_second(interval, "nobody") == 0.0);
    CHECK(dwell::rate_per_second(dwell::profile(), 5) == 0.0);
}

TEST_CASE("windows of a program that records: neighbouring intervals are the whole") {
    for (uint64_t seed = 1; seed <= 10; ++seed) {
        test::recorded_program program(seed);
        dwell::profile_window window(8);
        for (int i = 0; i < 12; ++i) {
            for (int step = 0; step < 100; ++step) {
                program.step();
            }
            REQUIRE(window.add(program.snapshot()) == window_status::added);
        }
        dwell::profile sum;
        for (size_t i = 0; i + 1 < window.size(); ++i) {
            sum = dwell::merge(sum, *window.between(i, i + 1));
        }
        const dwell::profile whole = *window.last(UINT64_MAX);
        CHECK(whole.health().delta_mismatches == 0);
        CHECK(test::counts_text(sum) == test::counts_text(whole));
        CHECK(sum.metadata().duration_ns == whole.metadata().duration_ns);
    }
}

TEST_CASE("snapshots of a live process follow one another") {
    using recording = test::manual_recording<live>;
    dwell::profile_window window(3);
    for (int round = 1; round <= 5; ++round) {
        for (int i = 0; i < round; ++i) {
            recording::spend("work", 1000);
        }
        const window_status status = window.add(recording::snapshot());
        INFO(message(status));
        REQUIRE(status == window_status::added);
    }
    CHECK(window.between(0, 1)->find("work")->calls() == 4);
    CHECK(window.last(0)->find("work")->calls() == 5);
}
