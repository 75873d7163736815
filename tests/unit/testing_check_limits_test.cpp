// SPDX-License-Identifier: BSL-1.0
// The interval decides whether a limit is held: every place that an interval and a limit can be in, for each relation.
#include <dwell/stats/floating.hpp>
#include <dwell/testing/check_limits.hpp>

#include <string>

#include "support/catch.hpp"

namespace {

using dwell::comparison;
using dwell::limit_unit;
using dwell::measured_interval;
using dwell::verdict;

constexpr double nan_bound = dwell::detail::not_a_number;
constexpr double beyond_all = dwell::detail::infinity;

verdict answer_of(comparison relation, double limit, double lower, double upper) {
    return dwell::check_limit("p50", limit_unit::nanoseconds, relation, limit, {(lower + upper) / 2, lower, upper, 10})
        .answer;
}

}  // namespace

TEST_CASE("check_limits: the whole interval within is a pass and the whole beyond a failure") {
    struct row {
        double lower;
        double upper;
        verdict less;
        verdict at_most;
        verdict greater;
        verdict at_least;
    };
    constexpr verdict yes = verdict::pass;
    constexpr verdict no = verdict::fail;
    constexpr verdict open = verdict::inconclusive;
    // Against 5.
    for (const row& r : {row{3, 4, yes, yes, no, no}, row{3, 5, open, yes, no, open}, row{3, 6, open, open, open, open},
                         row{5, 5, no, yes, no, yes}, row{5, 6, no, open, open, yes}, row{6, 7, no, no, yes, yes},
                         row{3, beyond_all, open, open, open, open}, row{6, beyond_all, no, no, yes, yes},
                         row{-beyond_all, 4, yes, yes, no, no}}) {
        CAPTURE(r.lower, r.upper);
        CHECK(answer_of(comparison::less, 5, r.lower, r.upper) == r.less);
        CHECK(answer_of(comparison::at_most, 5, r.lower, r.upper) == r.at_most);
        CHECK(answer_of(comparison::greater, 5, r.lower, r.upper) == r.greater);
        CHECK(answer_of(comparison::at_least, 5, r.lower, r.upper) == r.at_least);
    }
}

TEST_CASE("check_limits: what is not known is inconclusive and says why") {
    for (const comparison relation :
         {comparison::less, comparison::at_most, comparison::greater, comparison::at_least}) {
        for (const measured_interval& measured :
             {measured_interval{3, nan_bound, nan_bound, 7}, measured_interval{3, 2, nan_bound, 7},
              measured_interval{3, nan_bound, 4, 7}, measured_interval{3, 4, 2, 7}}) {
            const dwell::limit_check check = dwell::check_limit("p99", limit_unit::bytes, relation, 5, measured);
            CHECK(check.answer == verdict::inconclusive);
            CHECK(check.reason == "no interval is known");
            CHECK(check.samples == 7);
        }
        const dwell::limit_check check = dwell::check_limit("p99", limit_unit::bytes, relation, 5,
                                                            {3, 2, 4, 7, 368, "the machine was unfit to measure on"});
        CHECK(check.answer == verdict::inconclusive);
        CHECK(check.reason == "the machine was unfit to measure on");
        CHECK(check.samples_wanted == 368);
    }
}

TEST_CASE("check_limits: a limit that is none fails whatever was measured") {
    for (const double limit : {-1.0, -1e-300, nan_bound, beyond_all, -beyond_all}) {
        for (const measured_interval& measured : {measured_interval{}, measured_interval::exactly(0, 1),
                                                  measured_interval{-2, -3, -1, 9, 10, "not known"}}) {
            const dwell::limit_check check =
                dwell::check_limit("max", limit_unit::count, comparison::at_most, limit, measured);
            CAPTURE(limit, check.reason);
            CHECK(check.answer == verdict::fail);
            CHECK(check.reason ==
                  (limit < 0 && limit != -beyond_all ? "the limit is negative" : "the limit is not a finite number"));
            CHECK(check.samples_wanted == 0);
        }
    }
    CHECK(answer_of(comparison::at_most, -0.0, 0, 0) == verdict::pass);
}

TEST_CASE("check_limits: a check keeps what was measured and what it was measured against") {
    const dwell::limit_check check = dwell::check_limit("cache.hits / cache.lookups", limit_unit::ratio,
                                                        comparison::greater, 0.8, {0.75, 0.7, 0.79, 400, 1000});
    CHECK(check.quantity == "cache.hits / cache.lookups");
    CHECK(check.unit == limit_unit::ratio);
    CHECK(check.relation == comparison::greater);
    CHECK(check.limit == 0.8);
    CHECK(check.answer == verdict::fail);
    CHECK(check.estimate == 0.75);
    CHECK(check.lower == 0.7);
    CHECK(check.upper == 0.79);
    CHECK(check.samples == 400);
    CHECK(check.samples_wanted == 0);  // it is known already
    CHECK(check.reason.empty());
}

TEST_CASE("check_limits: the upper limits of a budget are those that are set in their order") {
    CHECK(dwell::upper_limits({}).empty());
    dwell::budget all;
    const auto ns = dwell::time_limit::from_ns;
    all.p50 = ns(1);
    all.p95 = ns(2);
    all.p99 = ns(3);
    all.p999 = ns(4);
    all.max = ns(5);
    all.mean = ns(6);
    all.cpu_per_call = ns(7);
    all.allocations_per_call = 0;
    all.bytes_per_call = 9;
    all.growth_per_hour = 10;
    std::string found;
    for (const dwell::upper_limit& limit : dwell::upper_limits(all)) {
        found += std::string(limit.name) + "=" + std::to_string(static_cast<int>(limit.value)) + "," +
                 std::to_string(static_cast<int>(limit.percentile * 10)) + "," +
                 std::to_string(static_cast<int>(limit.unit)) + " ";
    }
    CHECK(found ==
          "p50=1,500,0 p95=2,950,0 p99=3,990,0 p999=4,999,0 max=5,0,0 mean=6,0,0 cpu_per_call=7,0,0 "
          "allocations_per_call=0,0,3 bytes_per_call=9,0,1 growth_per_hour=10,0,2 ");
}

TEST_CASE("check_limits: a limit that cannot be held fails with its reason and a flawed one with its flaw") {
    dwell::upper_limit limit{dwell::budget_quantity::max, "max", limit_unit::nanoseconds, 5};
    CHECK(dwell::failed_limit(limit, "no clock").reason == "no clock");
    CHECK(dwell::failed_limit(limit, "no clock").answer == verdict::fail);
    limit.value = -5;
    CHECK(dwell::failed_limit(limit, "no clock").reason == "the limit is negative");
    CHECK(dwell::failed_limit(limit, "no clock").answer == verdict::fail);
}
