// SPDX-License-Identifier: BSL-1.0
// Tests that pass, warn and fail, for googletest_test.py, which looks at what GoogleTest makes of them.
#include "frameworks/sample_results.hpp"
#include "frameworks/sample_work.hpp"

#include <dwell/ext/googletest.hpp>
#include <dwell/profile/memory_growth.hpp>
#include <dwell/testing/measure.hpp>

#include <gtest/gtest.h>

#include <chrono>

namespace {

using namespace std::chrono_literals;
using dwell::googletest::passes;
using dwell::googletest::within_budget;

TEST(result, passing) { EXPECT_PRED_FORMAT1(passes, sample::passing()); }
TEST(result, failing) {
    EXPECT_PRED_FORMAT1(passes, sample::failing());
    std::puts("went on");
}
TEST(result, required) {
    ASSERT_PRED_FORMAT1(passes, sample::failing());
    std::puts("went on");
}
TEST(result, inconclusive) {
    EXPECT_PRED_FORMAT1(passes, sample::inconclusive());
    ASSERT_PRED_FORMAT1(passes, sample::inconclusive());
    std::puts("went on");
}
TEST(result, never_ran) { EXPECT_PRED_FORMAT1(passes, sample::never_ran()) << "said by the test"; }

TEST(callable, passing) {
    EXPECT_PRED_FORMAT2(
        within_budget, [] { sample::spin(); }, (dwell::budget{.p50 = 10s, .allocations_per_call = 0}));
    EXPECT_PRED_FORMAT1(passes, dwell::check([] { sample::spin(); }, {.p50 = 10s, .mean = 10s}));
}
TEST(callable, slow) {
    EXPECT_PRED_FORMAT2(
        within_budget, [] { sample::spin(); }, dwell::budget{.p50 = 0ns});
}
TEST(callable, allocating) {
    EXPECT_PRED_FORMAT1(passes, dwell::check([] { sample::allocate(); }, {.allocations_per_call = 0}));
}

TEST(measurement, passing) {
    const dwell::measurement spun = dwell::measure([] { sample::spin(); }, {.name = "sample.spin"});
    EXPECT_PRED_FORMAT2(within_budget, spun, dwell::budget{.p50 = 10s});
}
TEST(measurement, failing) {
    const dwell::measurement made = dwell::measure([] { sample::allocate(); }, {.name = "sample.allocate"});
    EXPECT_PRED_FORMAT2(within_budget, made, (dwell::budget{.p50 = 10s, .allocations_per_call = 0}));
}

TEST(growth, unknown) {
    EXPECT_PRED_FORMAT2(within_budget, dwell::memory_growth(), dwell::budget{.growth_per_hour = 0});
}

TEST(profile, passing) {
    EXPECT_PRED_FORMAT2(within_budget, sample::recorded(), sample::counter_budget(1e9));

    EXPECT_PRED_FORMAT3(within_budget, sample::recorded(), "sample.request", (dwell::budget{.p50 = 10s, .mean = 10s}));
}
TEST(profile, failing) {
    EXPECT_PRED_FORMAT3(within_budget, sample::recorded(), "sample.request;sample.answer",
                        dwell::budget{.allocations_per_call = 0});
}
TEST(profile, counting) { EXPECT_PRED_FORMAT2(within_budget, sample::recorded(), sample::counter_budget(0)); }
TEST(profile, never_ran) {
    EXPECT_PRED_FORMAT3(within_budget, sample::recorded(), "sample.rquest", dwell::budget{.p50 = 10s});
}

}  // namespace
