// SPDX-License-Identifier: BSL-1.0
// Budgets of allocations, held against what was recorded of a program with hooks.
#include "memory_support.hpp"
#include "support/catch.hpp"

#include <dwell/testing/check_profile.hpp>
#include <dwell/testing/profile_during.hpp>

#include <string>

namespace {

// One call in 10,000 takes memory.
void parse_budgeted(int number) {
    TIMED_SCOPE("budgets.parse");
    TIMED_SCOPE("budgets.tokens");
    if (number == 7'777) {
        TIMED_SCOPE("budgets.rare");
        delete opaque(new int(number));
    }
}

}  // namespace

TEST_CASE("a budget of no allocation fails for one in ten thousand calls and names the call path", "[memory]") {
    const auto parse_all = [] {
        for (int i = 0; i < 10'000; ++i) {
            parse_budgeted(i);
        }
    };
    parse_all();  // makes the call paths
    const dwell::profile profile = dwell::profile_during(parse_all);
    const dwell::budget_result result = dwell::check(profile, "budgets.parse", {.allocations_per_call = 0});
    if (!dwell::counts_allocations()) {
        CHECK_FALSE(result.passed());
        WARN(result.message());
        return;
    }
    CHECK(result.message() ==
          "budgets.parse: FAIL\n"
          "  allocations_per_call <= 0: 0.0001, counted (1 in 10,000 calls): fail\n"
          "  most allocations: budgets.tokens;budgets.rare (100 %)");
    CHECK(dwell::check(profile, "budgets.parse", {.allocations_per_call = 0.0001}).passed());
    if (counts_requested) {
        CHECK(dwell::check(profile, "budgets.rare", {.bytes_per_call = sizeof(int)}).passed());
        CHECK(dwell::check(profile, "budgets.rare", {.bytes_per_call = sizeof(int) - 1}).failed());
    }
}
