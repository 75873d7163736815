// SPDX-License-Identifier: BSL-1.0
// Budgets of what was really recorded while some code ran.
#include <dwell/scope.hpp>
#include <dwell/testing/check_profile.hpp>
#include <dwell/testing/profile_during.hpp>

#include <stdexcept>
#include <string>
#include <thread>

#include "support/catch.hpp"

namespace {

constexpr auto nanoseconds_limit = dwell::time_limit::from_ns;

// An hour: no machine is that slow.
constexpr double an_hour = 3.6e12;

void serve_request(int number) {
    TIMED_SCOPE("during.request");
    {
        TIMED_SCOPE_CPU("during.parse");
        if (number % 10 == 0) {
            TIMED_SCOPE("during.rare");
        }
    }
    dwell::counter<"during.requests">.add(1);
    if (number % 4 != 0) {
        dwell::counter<"during.hits">.add(1);
    }
}

}  // namespace

TEST_CASE("profile_during: only what ran meanwhile on any thread") {
    serve_request(0);
    const dwell::profile profile = dwell::profile_during([] {
        std::thread other([] {
            for (int i = 1; i <= 100; ++i) {
                serve_request(i);
            }
        });
        for (int i = 1; i <= 100; ++i) {
            serve_request(i);
        }
        other.join();
    });
    serve_request(0);
    REQUIRE(profile.find("during.request"));
    CHECK(profile.find("during.request")->calls() == 200);
    CHECK(profile.find("during.rare")->calls() == 20);
    CHECK(profile.counter_total("during.requests") == 200);
    CHECK(profile.health().delta_mismatches == 0);
}

TEST_CASE("profile_during: budgets of a name and of counters") {
    const dwell::profile profile = dwell::profile_during([] {
        for (int i = 0; i < 2'000; ++i) {
            serve_request(i);
        }
    });
    dwell::budget wanted{.p50 = nanoseconds_limit(an_hour),
                         .p99 = nanoseconds_limit(an_hour),
                         .max = nanoseconds_limit(an_hour),
                         .mean = nanoseconds_limit(an_hour)};
    wanted.counters = {dwell::counter_ratio("during.hits", "during.requests") > 0.7,
                       dwell::counter_sum("during.requests") <= 2'000};
    const dwell::budget_result request = dwell::check(profile, "during.request", wanted);
    INFO(request.message());
    CHECK(request.passed());
    CHECK(request.checks.size() == 6);
    wanted.cpu_per_call = nanoseconds_limit(an_hour);
    CHECK(dwell::check(profile, "during.request", wanted).failed());  // it does not measure CPU time
    CHECK(dwell::check(profile, "during.request;during.parse", wanted).passed());
    CHECK(dwell::check(profile, "during.*", {.max = nanoseconds_limit(an_hour)}).checks[0].samples == 4'200);
    CHECK(dwell::check(profile, "during.request", {.p999 = nanoseconds_limit(an_hour)}).answer() ==
          dwell::verdict::inconclusive);
    CHECK(dwell::check(profile, {.counters = {dwell::counter_sum("during.hits") >= 1'501}}).failed());
}

TEST_CASE("profile_during: a counter that stays 0 is there once 0 was counted") {
    const dwell::profile profile = dwell::profile_during([] {
        dwell::counter<"during.errors">.add(0);
        serve_request(1);
    });
    CHECK(dwell::check(profile, {.counters = {dwell::counter_sum("during.errors") <= 0}}).passed());
    CHECK(dwell::check(profile, {.counters = {dwell::counter_sum("during.mistakes") <= 0}}).failed());
}

TEST_CASE("profile_during: what the code throws is passed on") {
    CHECK_THROWS_AS((void)dwell::profile_during([] { throw std::runtime_error("no"); }), std::runtime_error);
}
