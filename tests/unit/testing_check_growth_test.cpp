// SPDX-License-Identifier: BSL-1.0
// Budgets held against memory over time.
#include <dwell/profile/builder.hpp>
#include <dwell/profile/memory_growth.hpp>
#include <dwell/testing/check_growth.hpp>

#include <cstdint>
#include <string>

#include "support/catch.hpp"
#include "support/profile_fixture.hpp"
#include "support/text_search.hpp"

namespace {

using dwell::memory_growth;
using dwell::verdict;

enum class told { heap, resident_set, nothing };

/// A process seen every minute, of which two call paths grow and one comes and goes.
memory_growth minutes_of(int minutes, double megabytes_per_hour, told what = told::heap) {
    memory_growth result;
    for (int minute = 0; minute <= minutes; ++minute) {
        dwell::profile_builder builder;
        dwell::profile_parts& parts = builder.parts();
        parts.metadata.pid = 42;
        parts.metadata.start_unix_ns = 1;
        parts.metadata.duration_ns = static_cast<uint64_t>(minute) * 60'000'000'000 + 1;
        const double grown = megabytes_per_hour * 1e6 * minute / 60;
        const double noise = (minute * 7919 % 13) * 1e4;
        if (what == told::heap) {
            parts.memory.sizes = "requested";
            parts.memory.sample_interval_bytes = 1;
            parts.memory.outside.allocated_bytes = static_cast<uint64_t>(1e9 + grown + noise);
            builder.at(test::add_path(builder, "serve;cache\nof;entries")).self_live.bytes = 0.75 * grown + 1;
            builder.at(test::add_path(builder, "serve;log")).self_live.bytes = 0.25 * grown + 1;
            builder.at(test::add_path(builder, "serve;request")).self_live.bytes = noise;
        } else if (what == told::resident_set) {
            parts.gauges.push_back({{"process.memory.usage", {}, "", "By"}, 1e9 + grown + noise, 1});
        }
        REQUIRE(result.add(builder.build()) == dwell::window_status::added);
    }
    return result;
}

}  // namespace

TEST_CASE("check_growth: within the limit and above it") {
    const memory_growth growth = minutes_of(300, 20);
    const dwell::budget_result fast = dwell::check(growth, {.growth_per_hour = 10e6});
    CHECK(fast.answer() == verdict::fail);
    CHECK(fast.costliest.path == "serve;cache\nof;entries");
    CHECK(fast.costliest.share == Approx(0.75));
    const std::string text = fast.message();
    INFO(text);
    CHECK(text.find("memory: FAIL\n  growth_per_hour <= 10 MB/h: 20.0 MB/h (301 points): fail\n  most growth: ") == 0);
    CHECK(test::contains(text, "most growth: serve;cache?of;entries (75 %)\n"));
    CHECK(test::contains(text, "\n  note: the heap grows by 20.0 MB/h ("));
    CHECK(test::contains(text, "with a confidence of 99.0 %) over 5.00 h: above the limit of 10.0 MB/h"));
    CHECK(dwell::check(growth, {.growth_per_hour = 30e6}).answer() == verdict::pass);
    CHECK(dwell::check(minutes_of(300, 20, told::resident_set), {.growth_per_hour = 30e6}).passed());
    CHECK(dwell::check(minutes_of(300, 20, told::resident_set), {.growth_per_hour = 10e6}).failed());
}

TEST_CASE("check_growth: too short to tell is inconclusive with the reason") {
    const dwell::budget_result early = dwell::check(minutes_of(30, 20), {.growth_per_hour = 10e6});
    CHECK(early.answer() == verdict::inconclusive);
    INFO(early.message());
    CHECK(test::contains(early.message(), "inconclusive: too short to tell\n"));
    CHECK(test::contains(early.message(), "\n  note: less than 1.00 h; the heap grows by"));
    CHECK(early.checks[0].samples_wanted == 0);
    // Long enough for whoever says so.
    dwell::growth_check_options options;
    options.shortest_hours = 0.5;
    CHECK(dwell::check(minutes_of(90, 20), {.growth_per_hour = 10e6}, options).failed());
    options.skip_hours = 1.45;
    CHECK(dwell::check(minutes_of(90, 20), {.growth_per_hour = 10e6}, options).answer() == verdict::inconclusive);
}

TEST_CASE("check_growth: the answer is that of memory_growth for every limit") {
    for (const double rate : {-5.0, 0.0, 20.0}) {
        const memory_growth growth = minutes_of(120, rate);
        for (const double limit : {0.0, 1.0, 1e6, 19.9e6, 20e6, 20.1e6, 1e9}) {
            CAPTURE(rate, limit);
            const dwell::growth_verdict expected = growth.check(limit, {.confidence = 0.99}).verdict;
            const verdict found = dwell::check(growth, {.growth_per_hour = limit}).answer();
            CHECK((expected == dwell::growth_verdict::pass) == (found == verdict::pass));
            CHECK((expected == dwell::growth_verdict::fail) == (found == verdict::fail));
        }
    }
}

TEST_CASE("check_growth: what has no answer fails") {
    CHECK(dwell::check(memory_growth(), {.growth_per_hour = 1}).message() == "memory: FAIL\n  no snapshot was added");
    const memory_growth growth = minutes_of(90, 1);
    CHECK(dwell::check(growth, {}).failed());
    CHECK(dwell::check(growth, {.growth_per_hour = -1}).checks[0].reason == "the limit is negative");
    CHECK(dwell::check(growth, {.growth_per_hour = -1}).failed());
    const dwell::budget_result untold = dwell::check(minutes_of(90, 1, told::nothing), {.growth_per_hour = 1e9});
    CHECK(untold.failed());
    CHECK(test::contains(untold.message(), "no memory in the snapshots: include <dwell/memory/new_delete.hpp>"));
    dwell::budget other;
    other.p99 = dwell::time_limit::from_ns(1e12);
    other.counters = {dwell::counter_ratio("a", "b") < 2};
    other.growth_per_hour = 1e12;
    const dwell::budget_result result = dwell::check(growth, other);
    REQUIRE(result.checks.size() == 3);
    CHECK(result.checks[0].answer == verdict::fail);
    CHECK(result.checks[1].answer == verdict::pass);
    CHECK(result.checks[2].answer == verdict::fail);
    CHECK(dwell::detail::line_of(result.checks[2]) == "a / b < 2: fail: not of memory over time: check a profile");
}
