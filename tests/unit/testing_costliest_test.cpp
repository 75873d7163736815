// SPDX-License-Identifier: BSL-1.0
// What took the most below a scope, and budgets of allocations, whose call path is to be named.
#include <dwell/profile/builder.hpp>
#include <dwell/testing/check_profile.hpp>

#include <string>

#include "support/budget_fixture.hpp"
#include "support/catch.hpp"
#include "support/profile_fixture.hpp"

namespace {

using dwell::budget;
using dwell::verdict;
using test::ns;
using test::only_check;

}  // namespace

TEST_CASE("costliest: allocations are counted to the last one and the call path that made them is named") {
    const dwell::profile profile = test::server_with_allocations("requested");
    const dwell::budget_result parse = dwell::check(profile, "server.parse", {.allocations_per_call = 0});
    CHECK(parse.message() ==
          "server.parse: FAIL\n"
          "  allocations_per_call <= 0: 0.000667, counted (1 in 1,500 calls): fail\n"
          "  most allocations: tokens (100 %)");
    CHECK(dwell::check(profile, "server.answer", {.bytes_per_call = 95}).failed());
    CHECK(dwell::check(profile, "server.answer", {.bytes_per_call = 96}).passed());
    CHECK(dwell::check(profile, "test;server.parse", {.allocations_per_call = 0}).passed());
    const dwell::budget_result request =
        dwell::check(profile, "server.request", {.allocations_per_call = 3, .bytes_per_call = 96});
    CHECK(request.message() ==
          "server.request: FAIL\n"
          "  allocations_per_call <= 3: 3.001, counted (1,000 calls): fail\n"
          "  bytes_per_call <= 96 B: 96.1 B, counted (1,000 calls): fail\n"
          "  most allocations: server.answer (100 %)");
    CHECK(dwell::check(profile, "server.*", {.allocations_per_call = 0}).costliest.path ==
          "server.request;server.answer");
}

TEST_CASE("costliest: the costliest call path is that of what the worst limit is about") {
    const dwell::profile profile = test::server_with_allocations("usable");
    const auto costliest = [&](const budget& wanted) {
        return dwell::check(profile, "server.request", wanted).costliest;
    };
    CHECK(costliest({.p50 = ns(11), .allocations_per_call = 0}).of == "allocations");
    CHECK(costliest({.p50 = ns(9), .allocations_per_call = 0}).of == "time");  // both fail: the first of them
    CHECK(costliest({.p50 = ns(11), .bytes_per_call = 0}).of == "bytes");
    CHECK(costliest({.p50 = ns(11), .bytes_per_call = 1e9}).of == "time");
    // Both fail, and of the first nothing was measured.
    CHECK(costliest({.cpu_per_call = ns(1), .bytes_per_call = 0}).of == "bytes");
    CHECK(costliest({.bytes_per_call = 1e9}).of == "bytes");
    CHECK(costliest({.p50 = ns(11)}).path == "server.parse;tokens");
    // Most of what is inside is the scope's own.
    const dwell::profile own = test::profile_of({{"a", 1, 100}, {"a;b", 1, 10}});
    CHECK(dwell::check(own, "a", {.max = ns(1)}).costliest.path == "(itself)");
    CHECK(dwell::check(own, "a", {.max = ns(1)}).costliest.share == 0.9);
    CHECK(dwell::check(own, "*", {.max = ns(1)}).costliest.path == "a");
}

TEST_CASE("costliest: the same call path below one name at several places counts together") {
    const dwell::profile profile = test::profile_of({{"x", 1, 100},
                                                     {"x;f", 1, 60},
                                                     {"x;f;g", 1, 25},
                                                     {"x;f;h", 1, 20},
                                                     {"y", 1, 100},
                                                     {"y;f", 1, 60},
                                                     {"y;f;g", 1, 25},
                                                     {"y;f;k", 1, 30},
                                                     {"y;f;k;f", 1, 30},
                                                     {"y;f;k;f;g", 1, 1}});
    const dwell::costliest_path found = dwell::check(profile, "f", {.max = ns(1)}).costliest;
    CHECK(found.path == "g");  // 50: more than k;f, 29, and than h
    CHECK(found.share == Approx(50.0 / 120));
}

TEST_CASE("costliest: where allocations are not counted no budget of them passes") {
    const dwell::limit_check none =
        only_check(dwell::check(test::server_with_allocations(""), "tokens", {.allocations_per_call = 1e9}));
    CHECK(none.answer == verdict::fail);
    CHECK(none.reason == "no allocation is counted: include <dwell/memory/new_delete.hpp> in one source file");
    const dwell::limit_check other = only_check(dwell::check(
        test::server_with_allocations("not counted: another operator new is in use"), "tokens", {.bytes_per_call = 9}));
    CHECK(other.answer == verdict::fail);
    CHECK(other.reason == "allocations are not counted: another operator new is in use");
    const dwell::limit_check sanitizer = only_check(dwell::check(
        test::server_with_allocations("not counted under AddressSanitizer"), "tokens", {.allocations_per_call = 0}));
    CHECK(sanitizer.answer == verdict::inconclusive);
    CHECK(sanitizer.reason == "allocations are not counted under AddressSanitizer");
    CHECK(only_check(dwell::check(test::server_with_allocations(""), "tokens", {.bytes_per_call = -1})).reason ==
          "the limit is negative");
}
