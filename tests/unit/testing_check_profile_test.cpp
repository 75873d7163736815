// SPDX-License-Identifier: BSL-1.0
// Budgets held against profiles: by name, by call path, by prefix, and their counters.
#include <dwell/profile/builder.hpp>
#include <dwell/testing/check_profile.hpp>

#include <cstdint>
#include <string>

#include "support/catch.hpp"
#include "support/profile_fixture.hpp"

namespace {

using dwell::budget;
using dwell::verdict;

constexpr auto ns = dwell::time_limit::from_ns;

// A server: two requests that parse, one of which also from a test. 1 tick is 1 ns.
dwell::profile_builder server_builder() {
    return test::builder_of({{"server.request", 1'000, 20'000},
                             {"server.request;server.parse", 1'000, 12'000},
                             {"server.request;server.parse;tokens", 3'000, 9'000},
                             {"server.request;server.answer", 1'000, 7'000},
                             {"test;server.parse", 500, 6'000},
                             {"test;server.parse;tokens", 500, 5'000},
                             {"test", 0, 6'000, 1}});
}

const dwell::limit_check& only_check(const dwell::budget_result& result) {
    REQUIRE(result.checks.size() == 1);
    return result.checks[0];
}

}  // namespace

TEST_CASE("check_profile: a name a call path and a prefix") {
    const dwell::profile profile = server_builder().build();
    const dwell::budget_result by_name = dwell::check(profile, "server.parse", {.p50 = ns(11)});
    CHECK(by_name.message() ==
          "server.parse: PASS\n"
          "  p50 <= 11 ns: 10.0 ns (1,500 calls): pass\n"
          "  most time: tokens (78 %)");
    const dwell::budget_result by_path = dwell::check(profile, "server.request;server.parse", {.p50 = ns(9)});
    CHECK(by_path.message() ==
          "server.request;server.parse: FAIL\n"
          "  p50 <= 9 ns: 10.0 ns (1,000 calls): fail\n"
          "  most time: tokens (75 %)");
    const dwell::budget_result by_prefix = dwell::check(profile, "server.*", {.p50 = ns(9)});
    CHECK(only_check(by_prefix).samples == 3'500);
    CHECK(by_prefix.costliest.path == "server.request;server.parse;tokens");
    CHECK(by_prefix.costliest.share == 9.0 / 26);
}
