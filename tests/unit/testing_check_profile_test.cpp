// SPDX-License-Identifier: BSL-1.0
// Budgets held against scopes of a profile: each quantity, by its interval.
#include <dwell/profile/builder.hpp>
#include <dwell/profile/delta.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/stats/random.hpp>
#include <dwell/testing/check_profile.hpp>

#include <cstdint>
#include <string>
#include <vector>

#include "support/budget_fixture.hpp"
#include "support/catch.hpp"
#include "support/profile_fixture.hpp"
#include "support/sample_profile.hpp"

namespace {

using dwell::budget;
using dwell::verdict;
using test::ns;
using test::only_check;

/// One scope, "work", whose durations in nanoseconds are these.
dwell::profile_builder work_builder(const std::vector<uint64_t>& durations) {
    dwell::profile_builder builder = test::builder_of({{"work", 0, 0}});
    dwell::call_path& work = builder.at(0);
    for (const uint64_t duration : durations) {
        ++work.calls;
        work.total_ticks += duration;
        work.durations.record(duration);
    }
    return builder;
}

/// 1, 2, 3, … times `step`.
std::vector<uint64_t> ascending_durations(uint64_t count, uint64_t step = 1) {
    std::vector<uint64_t> result;
    for (uint64_t i = 1; i <= count; ++i) {
        result.push_back(i * step);
    }
    return result;
}

dwell::limit_check work_check(const dwell::profile& profile, const budget& wanted) {
    return only_check(dwell::check(profile, "work", wanted));
}

}  // namespace

TEST_CASE("check_profile: percentiles are held by their intervals") {
    const dwell::profile profile = work_builder(ascending_durations(200, 1'000)).build();
    // The interval of the median of 200 at 99 %: the 82nd to the 119th, widened to their buckets.
    const auto interval = profile.find("work")->percentile_interval_ns(50, 0.99);
    REQUIRE(interval.is_defined());
    CHECK(work_check(profile, {.p50 = ns(interval.upper)}).answer == verdict::pass);
    CHECK(work_check(profile, {.p50 = ns(interval.lower - 0.5)}).answer == verdict::fail);
    const dwell::limit_check open = work_check(profile, {.p50 = ns(interval.upper - 1)});
    CHECK(open.answer == verdict::inconclusive);
    CHECK(open.samples == 200);
    CHECK(open.samples_wanted > 200);
    CHECK(open.samples_wanted < 400);
    CHECK(open.lower == interval.lower);
    CHECK(open.upper == interval.upper);
    CHECK(open.estimate == interval.estimate);
    // Where the estimate is the limit no number of calls will do.
    const dwell::limit_check at = work_check(profile, {.p50 = ns(interval.estimate)});
    CHECK(at.answer == verdict::inconclusive);
    CHECK(at.samples_wanted == 0);
    CHECK(at.reason == "too near to the limit to tell");
    CHECK(dwell::detail::line_of(work_check(profile, {.p999 = ns(1e9)})) ==
          "p999 <= 1 s: 200 us (200 calls): inconclusive: too few calls; wants about 5,300 calls");
}

TEST_CASE("check_profile: few calls that are all too slow are enough to fail") {
    const dwell::profile profile = work_builder({5'000'000, 6'000'000, 7'000'000}).build();
    CHECK(dwell::detail::line_of(work_check(profile, {.p99 = ns(1e6)})) ==
          "p99 <= 1 ms: 7.00 ms, surely 6.00 ms or more (3 calls): fail");
    CHECK(work_check(profile, {.p99 = ns(6.5e6)}).answer == verdict::inconclusive);
    CHECK(work_check(profile, {.p99 = ns(1e9)}).reason == "too few calls");
    CHECK(work_check(profile, {.p50 = ns(1e6)}).answer == verdict::inconclusive);  // it takes 8 of these
    const auto eight = work_builder(std::vector<uint64_t>(8, 5'000'000)).build();
    CHECK(work_check(eight, {.p50 = ns(1e6)}).answer == verdict::fail);
    CHECK(work_check(work_builder({5'000'000}).build(), {.p99 = ns(1e6)}).answer == verdict::inconclusive);
    CHECK(work_check(work_builder({5'000'000}).build(), {.p999 = ns(1e6)}).answer == verdict::fail);
}

TEST_CASE("check_profile: an interval within one bucket does not narrow") {
    const dwell::profile profile = work_builder(std::vector<uint64_t>(1'000, 1'000'000)).build();
    dwell::profile_builder two = work_builder(std::vector<uint64_t>(1'000, 1'000'000));
    two.at(0).durations.record(uint64_t{1});
    two.at(0).durations.record(uint64_t{2'000'000});
    two.at(0).calls += 2;
    CHECK(work_check(profile, {.p50 = ns(1e6)}).answer == verdict::pass);  // the bucket's smallest and largest
    const dwell::limit_check check = work_check(two.build(), {.p50 = ns(1e6)});
    CHECK(check.answer == verdict::inconclusive);
    CHECK(check.reason == "the limit is within the 0.8 % that a histogram tells apart");
}

TEST_CASE("check_profile: what the clock does not tell apart is not certain") {
    dwell::profile_builder builder = work_builder(std::vector<uint64_t>(1'000, 40));
    builder.parts().metadata.clock_resolution_ns = 10;
    const dwell::profile profile = builder.build();
    CHECK(work_check(profile, {.p50 = ns(50)}).answer == verdict::pass);
    CHECK(work_check(profile, {.p50 = ns(29)}).answer == verdict::fail);
    CHECK(dwell::detail::line_of(work_check(profile, {.p50 = ns(45)})) ==
          "p50 <= 45 ns: 40.0 ns, surely from 30.0 to 50.0 ns (1,000 calls): inconclusive: the limit is within the "
          "20.0 ns that the clock tells apart");
    // It averages out in the mean, and the longest call is what was read.
    CHECK(work_check(profile, {.mean = ns(41)}).answer == verdict::pass);
    CHECK(work_check(profile, {.max = ns(40)}).answer == verdict::pass);
    for (const double step : {-1.0, dwell::detail::not_a_number, dwell::detail::infinity}) {
        dwell::profile_builder odd = work_builder(std::vector<uint64_t>(1'000, 40));
        odd.parts().metadata.clock_resolution_ns = step;
        CHECK(work_check(odd.build(), {.p50 = ns(40)}).answer == verdict::pass);
    }
}

TEST_CASE("check_profile: sampled calls count for what they are worth") {
    sample::profile_maker maker;
    for (uint64_t i = 1; i <= 300; ++i) {
        maker.spend_sampled("main", {"work"}, 1'000 + i % 100, 64);
    }
    const dwell::profile profile = maker.build();
    // 19,200 calls, of which 300 were timed: not enough for p99 at 99 %, which takes 528.
    const dwell::limit_check far = work_check(profile, {.p99 = ns(1e9)});
    CHECK(far.answer == verdict::inconclusive);
    CHECK(far.samples == 300);
    CHECK(far.samples_wanted == dwell::samples_for_percentile_interval(99, 0.99));
    const dwell::limit_check mean = work_check(profile, {.mean = ns(1'056)});
    CHECK(mean.answer == verdict::pass);
    CHECK(mean.upper - mean.lower == Approx(2 * 2.59 * 28.87 / 17.32).epsilon(0.1));
    CHECK(work_check(profile, {.mean = ns(1'050)}).answer == verdict::inconclusive);
}

TEST_CASE("check_profile: the longest call is exact unless of an interval or of sampled calls") {
    const dwell::profile whole = work_builder({10, 20, 1'000'000}).build();
    CHECK(work_check(whole, {.max = ns(1'000'000)}).answer == verdict::pass);
    CHECK(work_check(whole, {.max = ns(999'999)}).answer == verdict::fail);
    CHECK(work_check(whole, {.max = ns(999'999)}).samples == 3);

    const dwell::profile interval = dwell::delta(whole, work_builder({10}).build());
    REQUIRE_FALSE(interval.exact_extremes());
    const dwell::limit_check bucket = work_check(interval, {.max = ns(999'500)});
    CHECK(bucket.answer == verdict::inconclusive);
    CHECK(bucket.lower <= 1'000'000);
    CHECK(bucket.lower > 992'000);
    CHECK(bucket.upper >= 1'000'000);
    CHECK(bucket.upper < 1'008'000);
    CHECK(bucket.reason == "the limit is within the 0.8 % that a histogram tells apart");
    CHECK(work_check(interval, {.max = ns(bucket.upper)}).answer == verdict::pass);
    CHECK(work_check(interval, {.max = ns(bucket.lower - 1)}).answer == verdict::fail);

    sample::profile_maker maker;
    for (int i = 0; i < 100; ++i) {
        maker.spend_sampled("main", {"work"}, 500, 64);
    }
    const dwell::profile sampled = maker.build();
    CHECK(work_check(sampled, {.max = ns(499)}).answer == verdict::fail);
    CHECK(dwell::detail::line_of(work_check(sampled, {.max = ns(600)})) ==
          "max <= 600 ns: 500 ns, surely 500 ns or more (100 calls): inconclusive: only 100 of 6,400 calls were timed");

    dwell::profile_builder beyond = work_builder({10});
    beyond.at(0).durations.record(1e300);
    ++beyond.at(0).calls;
    const dwell::profile beyond_all = beyond.build();
    CHECK(work_check(beyond_all, {.max = ns(1e300)}).answer == verdict::inconclusive);
    CHECK(work_check(beyond_all, {.max = ns(1e9)}).answer == verdict::fail);
}

TEST_CASE("check_profile: the mean is held by its interval") {
    const dwell::profile profile = work_builder(ascending_durations(1'000, 100)).build();
    const auto interval = profile.find("work")->mean_interval_ns(0.99);
    REQUIRE(interval.is_defined());
    CHECK(interval.estimate == 50'050);
    CHECK(interval.upper - interval.lower == Approx(2 * 2.58 * 28'868 / 31.6).epsilon(0.02));
    CHECK(work_check(profile, {.mean = ns(interval.upper)}).answer == verdict::pass);
    CHECK(work_check(profile, {.mean = ns(interval.upper - 1)}).answer == verdict::inconclusive);
    CHECK(work_check(profile, {.mean = ns(interval.lower)}).answer == verdict::inconclusive);
    CHECK(work_check(profile, {.mean = ns(interval.lower - 1)}).answer == verdict::fail);
    CHECK(dwell::detail::line_of(work_check(work_builder({100, 200, 300}).build(), {.mean = ns(1e9)})) ==
          "mean <= 1 s: 200 ns (3 calls): inconclusive: too few calls; wants about 10 calls");
    CHECK(work_check(profile, {.mean = ns(interval.upper)}).answer == verdict::pass);
    // The wider the surer.
    CHECK(only_check(dwell::check(profile, "work", {.mean = ns(interval.upper)}, {.confidence = 0.999})).answer ==
          verdict::inconclusive);
}

TEST_CASE("check_profile: CPU time only where it was measured") {
    dwell::profile_builder builder = work_builder(ascending_durations(1'000, 100));
    const dwell::limit_check without = work_check(work_builder({1, 2}).build(), {.cpu_per_call = ns(1e9)});
    CHECK(without.answer == verdict::fail);
    CHECK(without.reason == "no CPU time was measured: write TIMED_SCOPE_CPU for this scope");
    builder.at(0).cpu_calls = 250;
    builder.at(0).cpu_ns = 250 * 40'000;
    const dwell::profile profile = builder.build();
    const dwell::limit_check measured = work_check(profile, {.cpu_per_call = ns(45'000)});
    CHECK(measured.estimate == 40'000);
    CHECK(measured.samples == 250);
    // As wide as the mean of 250 durations would be, and not of 1,000.
    const auto mean = profile.find("work")->mean_interval_ns(0.99);
    CHECK(measured.upper - measured.lower == Approx(2 * (mean.upper - mean.lower)));
    CHECK(measured.answer == verdict::pass);
    CHECK(work_check(profile, {.cpu_per_call = ns(40'001)}).answer == verdict::inconclusive);
    CHECK(work_check(profile, {.cpu_per_call = ns(35'000)}).answer == verdict::fail);
}

TEST_CASE("check_profile: growth takes more than one profile") {
    const dwell::limit_check check = work_check(work_builder({1}).build(), {.growth_per_hour = 1e18});
    CHECK(check.answer == verdict::fail);
    CHECK(check.reason == "growth takes snapshots over time: check a memory_growth");
}

TEST_CASE("check_profile: what the profile lost is said beside the answer") {
    dwell::profile_builder builder = test::builder_of({{"a", 5, 50, 2}});
    builder.parts().health.truncated_calls = 1'234;
    builder.parts().health.lost_records = 1;
    CHECK(dwell::check(builder.build(), "a", {.max = ns(10)}).message() ==
          "a: PASS\n"
          "  max <= 10 ns: 10.0 ns (5 calls): pass\n"
          "  note: calls that had not ended, whose time is not in here: 2\n"
          "  note: the profile has calls beyond the depth or the number of call paths: 1,234\n"
          "  note: the profile has records lost for want of memory: 1");
}

TEST_CASE("check_profile: the answer is that of the interval for any durations and any limit") {
    dwell::random_generator random(11);
    int answers[3] = {};
    for (int round = 0; round < 400; ++round) {
        std::vector<uint64_t> durations;
        const uint64_t count = 1 + random.next() % 3'000;
        const uint64_t spread = 1 + random.next() % 100'000;
        for (uint64_t i = 0; i < count; ++i) {
            durations.push_back(1'000 + random.next() % spread);
        }
        const dwell::profile profile = work_builder(durations).build();
        const double limit = 1'000 + random.uniform() * static_cast<double>(spread);
        const budget wanted{.p50 = ns(limit), .p95 = ns(limit), .p99 = ns(limit), .p999 = ns(limit), .mean = ns(limit)};
        const dwell::budget_result result = dwell::check(profile, "work", wanted);
        REQUIRE(result.checks.size() == 5);
        const auto work = profile.find("work");
        const double percentiles[] = {50, 95, 99, 99.9};
        verdict worst = verdict::pass;
        for (size_t i = 0; i < 5; ++i) {
            double lower = 0;
            double upper = 0;
            if (i < 4) {
                lower = work->durations().percentile_lower_bound(percentiles[i], 0.99);
                upper = work->percentile_interval_ns(percentiles[i], 0.99).upper;
            } else {
                const auto interval = work->mean_interval_ns(0.99);
                lower = interval.lower;
                upper = interval.upper;
            }
            const verdict answer = result.checks[i].answer;
            CHECK((answer == verdict::pass) == (upper <= limit));
            CHECK((answer == verdict::fail) == (lower > limit));
            ++answers[static_cast<uint8_t>(answer)];
            worst = dwell::worse_of(worst, answer);
        }
        CHECK(result.answer() == worst);
        // What was recorded is certain.
        uint64_t longest = 0;
        for (const uint64_t duration : durations) {
            longest = duration > longest ? duration : longest;
        }
        CHECK(work_check(profile, {.max = ns(static_cast<double>(longest))}).answer == verdict::pass);
        CHECK(work_check(profile, {.max = ns(static_cast<double>(longest) - 0.5)}).answer == verdict::fail);
    }
    CHECK(answers[0] > 100);
    CHECK(answers[1] > 50);
    CHECK(answers[2] > 100);
}

TEST_CASE("check_profile: numbers at their limits") {
    dwell::profile_builder builder = test::builder_of({{"work", 0, 0}});
    dwell::call_path& work = builder.at(0);
    work.calls = UINT64_MAX;
    work.total_ticks = UINT64_MAX;
    work.durations.record(UINT64_MAX, UINT64_MAX);
    work.self_memory = {UINT64_MAX, UINT64_MAX, 0, 0};
    builder.parts().memory.sizes = "requested";
    const dwell::profile profile = builder.build();
    CHECK(work_check(profile, {.allocations_per_call = 1}).answer == verdict::pass);
    CHECK(work_check(profile, {.bytes_per_call = 0.5}).answer == verdict::fail);
    CHECK(work_check(profile, {.max = ns(1e18)}).answer == verdict::fail);
    CHECK(work_check(profile, {.p99 = ns(1e18)}).answer == verdict::fail);
    dwell::profile_builder saturated = work_builder({1, 2, 3});
    saturated.at(0).durations.set_saturated();
    const dwell::profile overflown = saturated.build();
    CHECK(work_check(overflown, {.p50 = ns(1e18)}).reason == "the counts of the histogram have overflowed");
    CHECK(work_check(overflown, {.mean = ns(1e18)}).answer == verdict::inconclusive);
    dwell::profile_builder uncounted = work_builder({});
    uncounted.at(0).calls = 7;
    const dwell::profile untimed = uncounted.build();
    for (const budget& wanted : {budget{.p50 = ns(1)}, budget{.mean = ns(1)}, budget{.max = ns(1)}}) {
        CHECK(work_check(untimed, wanted).answer == verdict::inconclusive);
        CHECK(work_check(untimed, wanted).reason == "no duration was recorded");
    }
    for (const double confidence : {0.0, 1.0, -1.0, dwell::detail::not_a_number}) {
        const dwell::limit_check check =
            only_check(dwell::check(work_builder({1, 2, 3}).build(), "work", {.p50 = ns(9)}, {confidence}));
        CHECK(check.answer == verdict::inconclusive);
        CHECK(check.reason == "the confidence is not between 0 and 1");
    }
}
