// SPDX-License-Identifier: BSL-1.0
// Test cases that pass, warn and fail, for catch2_test.py, which looks at what Catch2, version 2 or 3, makes of them.
#include "frameworks/sample_results.hpp"
#include "frameworks/sample_work.hpp"

#include "support/catch.hpp"

#include <dwell/ext/catch2.hpp>
#include <dwell/profile/memory_growth.hpp>
#include <dwell/testing/measure.hpp>

#include <chrono>

namespace {

using namespace std::chrono_literals;
using dwell::catch2::within_budget;

TEST_CASE("result passing") { CHECK_THAT(sample::passing(), within_budget()); }
TEST_CASE("result failing") {
    CHECK_THAT(sample::failing(), within_budget());
    WARN("went on");
}
TEST_CASE("result required") {
    REQUIRE_THAT(sample::failing(), within_budget());
    WARN("went on");
}
TEST_CASE("result inconclusive") {
    CHECK_THAT(sample::inconclusive(), within_budget());
    REQUIRE_THAT(sample::inconclusive(), within_budget());
    WARN("went on");
}
TEST_CASE("result never ran") { CHECK_THAT(sample::never_ran(), within_budget()); }
TEST_CASE("result captured") {
    const dwell::budget_result result = sample::failing();
    CAPTURE(result);
    CHECK(result.passed());
}

TEST_CASE("callable passing") {
    CHECK_THAT(dwell::check([] { sample::spin(); }, {.p50 = 10s, .allocations_per_call = 0}), within_budget());
}
TEST_CASE("callable slow") {
    CHECK_THAT(dwell::check([] { sample::spin(); }, {.p50 = 0ns}), within_budget());
}
TEST_CASE("callable allocating") {
    CHECK_THAT(dwell::check([] { sample::allocate(); }, {.allocations_per_call = 0}), within_budget());
}

TEST_CASE("measurement passing") {
    CHECK_THAT(dwell::measure([] { sample::spin(); }, {.name = "sample.spin"}), within_budget({.p50 = 10s}));
}
TEST_CASE("measurement failing") {
    CHECK_THAT(dwell::measure([] { sample::allocate(); }, {.name = "sample.allocate"}),
               within_budget({.p50 = 10s, .allocations_per_call = 0}));
}

TEST_CASE("growth unknown") {
    CHECK_THAT(dwell::check(dwell::memory_growth(), {.growth_per_hour = 0}), within_budget());
}

TEST_CASE("profile passing") {
    CHECK_THAT(sample::recorded(), within_budget("sample.request", {.p50 = 10s, .mean = 10s}));
}
TEST_CASE("profile failing") {
    CHECK_THAT(sample::recorded(), within_budget("sample.request;sample.answer", {.allocations_per_call = 0}));
}
TEST_CASE("profile counting") {
    CHECK_THAT(dwell::check(sample::recorded(), sample::counter_budget(0)), within_budget());
}
TEST_CASE("profile never ran") { CHECK_THAT(sample::recorded(), within_budget("sample.rquest", {.p50 = 10s})); }

}  // namespace
