// SPDX-License-Identifier: BSL-1.0
// Budgets held against scopes of a profile: by name, by call path, by prefix; each quantity; what is not there.
#include <dwell/profile/builder.hpp>
#include <dwell/profile/delta.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/stats/random.hpp>
#include <dwell/testing/check_profile.hpp>

#include <cstdint>
#include <string>
#include <vector>

#include "support/catch.hpp"
#include "support/profile_fixture.hpp"
#include "support/sample_profile.hpp"
#include "support/text_search.hpp"

namespace {

using dwell::budget;
using dwell::verdict;

constexpr auto ns = dwell::time_limit::from_ns;

// A server, whose requests parse, as a test does. 1 tick is 1 ns, and each call took 10.
dwell::profile_builder server_builder() {
    return test::builder_of({{"server.request", 1'000, 20'000},
                             {"server.request;server.parse", 1'000, 12'000},
                             {"server.request;server.parse;tokens", 3'000, 9'000},
                             {"server.request;server.answer", 1'000, 7'000},
                             {"test;server.parse", 500, 6'000},
                             {"test;server.parse;tokens", 500, 5'000},
                             {"test", 0, 6'000, 1}});
}

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

const dwell::limit_check& only_check(const dwell::budget_result& result) {
    REQUIRE(result.checks.size() == 1);
    return result.checks[0];
}

dwell::limit_check work_check(const dwell::profile& profile, const budget& wanted) {
    return only_check(dwell::check(profile, "work", wanted));
}

dwell::profile with_allocations(const std::string& sizes) {
    dwell::profile_builder builder = server_builder();
    builder.at(test::add_path(builder, "server.request;server.parse;tokens")).self_memory = {1, 64, 1, 64};
    builder.at(test::add_path(builder, "server.request;server.answer")).self_memory = {3'000, 96'000, 0, 0};
    builder.parts().memory.sizes = sizes;
    return builder.build();
}

}  // namespace

TEST_CASE("check_profile: a name a call path and a prefix") {
    const dwell::profile profile = server_builder().build();
    CHECK(dwell::check(profile, "server.parse", {.p50 = ns(11)}).message() ==
          "server.parse: PASS\n"
          "  p50 <= 11 ns: 10.0 ns (1,500 calls): pass\n"
          "  most time: tokens (78 %)");
    CHECK(dwell::check(profile, "server.request;server.parse", {.p50 = ns(9)}).message() ==
          "server.request;server.parse: FAIL\n"
          "  p50 <= 9 ns: 10.0 ns (1,000 calls): fail\n"
          "  most time: tokens (75 %)");
    const dwell::budget_result by_prefix = dwell::check(profile, "server.*", {.p50 = ns(9)});
    CHECK(only_check(by_prefix).samples == 3'500);
    CHECK(by_prefix.costliest.path == "server.request;server.parse;tokens");
    CHECK(by_prefix.costliest.share == 9.0 / 26);
    // The first name of a path is a call path like any other where no scope bears it.
    CHECK(dwell::check(profile, "tokens", {.p50 = ns(10)}).passed());
    CHECK(dwell::check(profile, "tokens", {.p50 = ns(10)}).costliest.path.empty());
}

TEST_CASE("check_profile: a name that looks like a path or a prefix is a name where a scope bears it") {
    dwell::profile_builder builder = test::builder_of({{"a", 5, 50}, {"a;b", 5, 50}, {"a.x", 5, 50}});
    for (const char* name : {"a;b", "a.*"}) {
        dwell::call_path& path = builder.at(builder.path(dwell::call_path::no_parent, builder.name(name)));
        path.calls = 70;
        path.durations.record(99, 70);
    }
    const dwell::profile profile = builder.build();
    CHECK(only_check(dwell::check(profile, "a;b", {.max = ns(1)})).samples == 70);
    CHECK(only_check(dwell::check(profile, "a.*", {.max = ns(1)})).samples == 70);
    CHECK(only_check(dwell::check(profile, "a*", {.max = ns(1)})).samples == 155 - 5);  // without b
}

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

TEST_CASE("check_profile: allocations are counted to the last one and the call path that made them is named") {
    const dwell::profile profile = with_allocations("requested");
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

TEST_CASE("check_profile: the costliest call path is that of what the worst limit is about") {
    const dwell::profile profile = with_allocations("usable");
    const auto costliest = [&](const budget& wanted) {
        return dwell::check(profile, "server.request", wanted).costliest;
    };
    CHECK(costliest({.p50 = ns(11), .allocations_per_call = 0}).of == "allocations");
    CHECK(costliest({.p50 = ns(9), .allocations_per_call = 0}).of == "time");  // both fail: the first of them
    CHECK(costliest({.p50 = ns(11), .bytes_per_call = 0}).of == "bytes");
    CHECK(costliest({.p50 = ns(11), .bytes_per_call = 1e9}).of == "time");
    CHECK(costliest({.bytes_per_call = 1e9}).of == "bytes");
    CHECK(costliest({.p50 = ns(11)}).path == "server.parse;tokens");
    // Most of what is inside is the scope's own.
    const dwell::profile own = test::profile_of({{"a", 1, 100}, {"a;b", 1, 10}});
    CHECK(dwell::check(own, "a", {.max = ns(1)}).costliest.path == "(itself)");
    CHECK(dwell::check(own, "a", {.max = ns(1)}).costliest.share == 0.9);
    CHECK(dwell::check(own, "*", {.max = ns(1)}).costliest.path == "a");
}

TEST_CASE("check_profile: the same call path below one name at several places counts together") {
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

TEST_CASE("check_profile: where allocations are not counted no budget of them passes") {
    const dwell::limit_check none =
        only_check(dwell::check(with_allocations(""), "tokens", {.allocations_per_call = 1e9}));
    CHECK(none.answer == verdict::fail);
    CHECK(none.reason == "no allocation is counted: include <dwell/memory/new_delete.hpp> in one source file");
    const dwell::limit_check other = only_check(
        dwell::check(with_allocations("not counted: another operator new is in use"), "tokens", {.bytes_per_call = 9}));
    CHECK(other.answer == verdict::fail);
    CHECK(other.reason == "allocations are not counted: another operator new is in use");
    const dwell::limit_check sanitizer = only_check(
        dwell::check(with_allocations("not counted under AddressSanitizer"), "tokens", {.allocations_per_call = 0}));
    CHECK(sanitizer.answer == verdict::inconclusive);
    CHECK(sanitizer.reason == "allocations are not counted under AddressSanitizer");
    CHECK(work_check(work_builder({1}).build(), {.allocations_per_call = -1}).reason == "the limit is negative");
}

TEST_CASE("check_profile: growth takes more than one profile") {
    const dwell::limit_check check = work_check(work_builder({1}).build(), {.growth_per_hour = 1e18});
    CHECK(check.answer == verdict::fail);
    CHECK(check.reason == "growth takes snapshots over time: check a memory_growth");
}

TEST_CASE("check_profile: what never ran fails and says what may have been meant") {
    const dwell::profile profile = server_builder().build();
    const auto message = [&](const char* which) {
        const dwell::budget_result result = dwell::check(profile, which, {.p50 = ns(1e18)});
        CHECK(result.failed());
        CHECK(result.checks.empty());
        return result.message();
    };
    CHECK(message("server.prase") == "server.prase: FAIL\n  no scope of this name ran; did you mean \"server.parse\"?");
    CHECK(message("parse") == "parse: FAIL\n  no scope of this name ran; did you mean \"server.parse\"?");
    CHECK(message("database") == "database: FAIL\n  no scope of this name ran");
    CHECK(message("") == "budget: FAIL\n  no scope of this name ran");
    CHECK(message("test;server.pars;tokens") ==
          "test;server.pars;tokens: FAIL\n  no such call path ran; did you mean \"test;server.parse;tokens\"?");
    CHECK(message("test;server.answer") == "test;server.answer: FAIL\n  no such call path ran");
    CHECK(message("sever.*") ==
          "sever.*: FAIL\n  no scope ran whose name begins like this; did you mean \"server.*\"?");
    CHECK(message("client.*") == "client.*: FAIL\n  no scope ran whose name begins like this");
    CHECK(message("test") == "test: FAIL\n  none of its calls has ended (1 still run)");
    CHECK(dwell::check(dwell::profile(), "work", {.p50 = ns(1)}).message() ==
          "work: FAIL\n  no scope ran at all: is recording switched off (DWELL_PROFILING=0, DWELL_ENABLED=0)?");
    CHECK(dwell::check(test::profile_of({{"idle", 0, 0}}), "idle", {.p50 = ns(1)}).message() ==
          "idle: FAIL\n  none of its calls has ended");
    CHECK(dwell::check(profile, "tokens", {}).message() == "tokens: FAIL\n  the budget has no limit");
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
                const auto interval = work->percentile_interval_ns(percentiles[i], 0.99);
                lower = interval.lower;
                upper = interval.upper;
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
    CHECK(answers[1] > 100);
    CHECK(answers[2] > 100);
}

TEST_CASE("check_profile: hostile names are found and shown on one line and none that is missing passes") {
    const dwell::profile profile = sample::with_memory(sample::full_profile());
    const budget wanted{.p50 = ns(1e18), .max = ns(1e18), .bytes_per_call = 1e300};
    for (const std::string& name : sample::hostile_names()) {
        const dwell::budget_result found = dwell::check(profile, name, wanted);
        CAPTURE(name);
        CHECK(found.error.empty());
        CHECK(found.checks.size() == 3);
        CHECK(found.checks[2].answer == verdict::pass);
        const dwell::budget_result by_path = dwell::check(profile, "root;" + name + ";leaf", wanted);
        CHECK(by_path.error.empty());
        for (const std::string& missing : {name + "\n", "\x1b[2J" + name, name + ";no", "no;" + name, name + ".*"}) {
            const dwell::budget_result result = dwell::check(profile, missing, wanted);
            CHECK(result.failed());
            CHECK_FALSE(result.error.empty());
            CHECK(test::occurrences(result.message(), "\n") == 1);
            CHECK_FALSE(test::contains(result.message(), "\x1b"));
        }
    }
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

TEST_CASE("check_profile: a hundred thousand call paths deep") {
    constexpr uint32_t depth = 100'000;
    dwell::profile_builder builder;
    uint32_t parent = dwell::call_path::no_parent;
    for (uint32_t i = 0; i < depth; ++i) {
        parent = builder.path(parent, builder.name(i % 2 == 0 ? "even" : "odd"));
        builder.at(parent).calls = 1;
        builder.at(parent).total_ticks = depth - i;
        builder.at(parent).durations.record(depth - i);
    }
    const dwell::profile profile = builder.build();
    const dwell::budget_result found = dwell::check(profile, "odd", {.max = ns(1)});
    CHECK(found.failed());
    CHECK(found.costliest.share == Approx(1.0 / (depth - 1)));
    CHECK(dwell::check(profile, "odds", {.max = ns(1)}).error == "no scope of this name ran; did you mean \"odd\"?");
    CHECK(dwell::check(profile, "even;odd;evens", {.max = ns(1)}).error ==
          "no such call path ran; did you mean \"even;odd;even\"?");
}
