// SPDX-License-Identifier: BSL-1.0
// Budgets of counters and their ratios, held against profiles.
#include <dwell/profile/builder.hpp>
#include <dwell/stats/clopper_pearson.hpp>
#include <dwell/stats/random.hpp>
#include <dwell/testing/check_profile.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "support/catch.hpp"
#include "support/profile_fixture.hpp"
#include "support/sample_profile.hpp"
#include "support/text_search.hpp"

namespace {

using dwell::counter_ratio;
using dwell::counter_sum;
using dwell::verdict;

dwell::profile counted(const std::vector<std::pair<std::string, uint64_t>>& counters) {
    dwell::profile_builder builder;
    for (const auto& [name, value] : counters) {
        builder.parts().counters.push_back({{name, {}, "", ""}, value});
    }
    return builder.build();
}

dwell::limit_check counter_check(const dwell::profile& profile, const dwell::counter_limit& limit) {
    const dwell::budget_result result = dwell::check(profile, {.counters = {limit}});
    REQUIRE(result.checks.size() == 1);
    CHECK(result.answer() == result.checks[0].answer);
    return result.checks[0];
}

verdict counter_answer(const dwell::profile& profile, const dwell::counter_limit& limit) {
    return counter_check(profile, limit).answer;
}

}  // namespace

TEST_CASE("check_counters: a counter alone is exact for each relation") {
    const dwell::profile profile = counted({{"retries", 3}, {"idle", 0}});
    CHECK(counter_answer(profile, counter_sum("retries") <= 3) == verdict::pass);
    CHECK(counter_answer(profile, counter_sum("retries") < 3) == verdict::fail);
    CHECK(counter_answer(profile, counter_sum("retries") < 3.5) == verdict::pass);
    CHECK(counter_answer(profile, counter_sum("retries") >= 3) == verdict::pass);
    CHECK(counter_answer(profile, counter_sum("retries") > 3) == verdict::fail);
    CHECK(counter_answer(profile, counter_sum("retries") > 2) == verdict::pass);
    CHECK(counter_answer(profile, counter_sum("idle") <= 0) == verdict::pass);
    CHECK(counter_answer(profile, counter_sum("idle") > 0) == verdict::fail);
    CHECK(counter_answer(profile, counter_sum("idle") > -1) == verdict::fail);  // the limit is negative
    CHECK(dwell::check(profile, {.counters = {counter_sum("retries") < 3}}).message() ==
          "counters: FAIL\n  retries < 3: 3, counted: fail");
}

TEST_CASE("check_counters: a ratio of events to trials has the interval of Clopper and Pearson") {
    const dwell::profile profile = counted({{"cache.hits", 850}, {"cache.lookups", 1'000}});
    const dwell::limit_check sure = counter_check(profile, counter_ratio("cache.hits", "cache.lookups") > 0.8);
    const dwell::proportion_interval expected = dwell::clopper_pearson(850, 1'000, 0.99);
    CHECK(sure.answer == verdict::pass);
    CHECK(sure.quantity == "cache.hits / cache.lookups");
    CHECK(sure.unit == dwell::limit_unit::ratio);
    CHECK(sure.estimate == 0.85);
    CHECK(sure.lower == expected.lower);
    CHECK(sure.upper == expected.upper);
    CHECK(sure.samples == 1'000);
    const dwell::limit_check open = counter_check(profile, counter_ratio("cache.hits", "cache.lookups") >= 0.83);
    CHECK(open.answer == verdict::inconclusive);
    CHECK(open.samples_wanted > 1'000);
    CHECK(open.samples_wanted < 5'000);
    CHECK(dwell::detail::line_of(open).find(
              "cache.hits / cache.lookups >= 0.83: 0.850, surely from 0.819 to 0.878 (850 of 1,000): inconclusive: "
              "wants about 3,000 of them") == 0);
    CHECK(counter_answer(profile, counter_ratio("cache.hits", "cache.lookups") < 0.8) == verdict::fail);
    CHECK(counter_answer(profile, counter_ratio("cache.hits", "cache.lookups") <= 0.9) == verdict::pass);
    // Few lookups are no proof, not even where all were hits.
    const dwell::profile few = counted({{"hits", 5}, {"lookups", 5}, {"misses", 0}});
    CHECK(counter_answer(few, counter_ratio("hits", "lookups") > 0.8) == verdict::inconclusive);
    CHECK(counter_answer(few, counter_ratio("hits", "lookups") >= 0.3) == verdict::pass);
    CHECK(counter_answer(few, counter_ratio("misses", "lookups") <= 0.01) == verdict::inconclusive);
    CHECK(counter_answer(few, counter_ratio("misses", "lookups") > 0.7) == verdict::fail);
}

TEST_CASE("check_counters: a ratio above one is exact") {
    const dwell::profile profile = counted({{"bytes", 3'000}, {"packets", 2}});
    const dwell::limit_check check = counter_check(profile, counter_ratio("bytes", "packets") <= 1'400);
    CHECK(dwell::detail::line_of(check) == "bytes / packets <= 1,400: 1,500, counted (3,000 over 2): fail");
    CHECK(counter_answer(profile, counter_ratio("bytes", "packets") <= 1'500) == verdict::pass);
}

TEST_CASE("check_counters: what was never counted fails and says what may have been meant") {
    const dwell::profile profile = counted({{"cache.hits", 0}, {"cache.lookups", 0}, {"calls", 7}});
    const auto reason = [&](const dwell::counter_limit& limit) {
        const dwell::limit_check check = counter_check(profile, limit);
        CHECK(check.answer == verdict::fail);
        return check.reason;
    };
    CHECK(reason(counter_sum("cache.hit") >= 0) == "\"cache.hit\" was never counted; did you mean \"cache.hits\"?");
    CHECK(reason(counter_sum("errors") <= 1e9) ==
          "\"errors\" was never counted; where 0 is right, count 0 once: counter<\"errors\">.add(0)");
    CHECK(reason(counter_ratio("errors", "calls") < 1) ==
          "\"errors\" was never counted; where 0 is right, count 0 once: counter<\"errors\">.add(0)");
    CHECK(reason(counter_ratio("calls", "all") < 1) ==
          "\"all\" was never counted; where 0 is right, count 0 once: counter<\"all\">.add(0)");
    CHECK(reason(counter_ratio("cache.hits", "cache.lookups") >= 0) == "\"cache.lookups\" counted nothing");
    CHECK(reason(counter_ratio("calls", "cache.lookups") >= 0) == "\"cache.lookups\" counted nothing");
    CHECK(reason(counter_sum("errors") <= -1) == "the limit is negative");
    CHECK(dwell::check(dwell::profile(), {.counters = {counter_sum("a") >= 0}}).failed());
    CHECK(dwell::check(profile, dwell::budget{}).message() == "counters: FAIL\n  the budget has no limit");
}

TEST_CASE("check_counters: all label sets together") {
    dwell::profile_builder builder;
    builder.parts().counters = {{{"requests", {{"route", "/a"}}, "", ""}, 41},
                                {{"requests", {{"route", "/b"}}, "", ""}, 1}};
    CHECK(counter_check(builder.build(), counter_sum("requests") <= 41).estimate == 42);
}

TEST_CASE("check_counters: limits of time and memory take a name") {
    dwell::profile_builder builder = test::builder_of({{"work", 1, 10}});
    builder.parts().counters = {{{"calls", {}, "", ""}, 7}};
    const dwell::profile profile = builder.build();
    dwell::budget wanted{.p99 = dwell::time_limit::from_ns(1e12), .growth_per_hour = 1e12};
    wanted.counters = {counter_sum("calls") < 9, counter_sum("calls") < 7};
    CHECK(dwell::check(profile, wanted).message() ==
          "counters: FAIL\n"
          "  p99 <= 1,000 s: fail: it takes a scope's name: check(profile, \"name\", budget)\n"
          "  growth_per_hour <= 1,000,000 MB/h: fail: growth takes snapshots over time: check a memory_growth\n"
          "  calls < 7: 7, counted: fail\n"
          "  calls < 9: 7, counted: pass");
    // With a name all of them are checked.
    const dwell::budget_result named =
        dwell::check(profile, "work", {.max = dwell::time_limit::from_ns(10), .counters = {counter_sum("calls") < 9}});
    CHECK(named.checks.size() == 2);
    CHECK(named.passed());
    // Where the name is missing so are its limits but not the counters, and they do not make it a pass.
    const dwell::budget_result missing =
        dwell::check(profile, "wrk", {.max = dwell::time_limit::from_ns(10), .counters = {counter_sum("calls") < 9}});
    CHECK(missing.checks.size() == 1);
    CHECK(missing.failed());
}

TEST_CASE("check_counters: no ratio passes that its interval does not and none of wrong names") {
    dwell::random_generator random(5);
    int answers[3] = {};
    for (int round = 0; round < 500; ++round) {
        const uint64_t over = random.next() % 2'000;
        const uint64_t events = random.next() % (over + over / 8 + 1);
        const double limit = random.uniform() * 1.1;
        const dwell::profile profile = counted({{"events", events}, {"over", over}});
        const dwell::proportion_interval share = dwell::clopper_pearson(events, over, 0.99);
        const double exact = static_cast<double>(events) / static_cast<double>(over);
        const double lower = events > over ? exact : share.lower;
        const double upper = events > over ? exact : share.upper;
        CAPTURE(events, over, limit);
        const auto term = counter_ratio("events", "over");
        const verdict below = counter_answer(profile, term <= limit);
        const verdict above = counter_answer(profile, term > limit);
        CHECK((below == verdict::pass) == (upper <= limit));
        CHECK((above == verdict::pass) == (lower > limit));
        CHECK((below == verdict::fail) == (over == 0 || lower > limit));
        CHECK((above == verdict::fail) == (over == 0 || upper <= limit));
        CHECK(counter_answer(profile, counter_ratio("event", "over") <= limit) == verdict::fail);
        ++answers[static_cast<uint8_t>(below)];
    }
    CHECK(answers[0] > 20);
    CHECK(answers[1] > 20);
    CHECK(answers[2] > 20);
}

TEST_CASE("check_counters: hostile names and counts at their limits") {
    const dwell::profile profile = sample::with_hostile_metrics(sample::full_profile());
    CHECK(counter_answer(profile, counter_sum("bytes.read") >= 1e19) == verdict::pass);
    CHECK(counter_answer(profile, counter_ratio("bytes.read", "bytes.read") >= 0.999) == verdict::pass);
    CHECK(counter_answer(profile, counter_ratio("requests", "bytes.read") <= 1e-17) == verdict::pass);
    for (const dwell::counter_value& counter : profile.counters()) {
        const std::string& name = counter.identity.name;
        CHECK(counter_answer(profile, counter_sum(name) >= 0) == verdict::pass);
        const dwell::budget_result missing = dwell::check(profile, {.counters = {counter_sum(name + "\n\x1b") >= 0}});
        CHECK(missing.failed());
        CHECK(test::occurrences(missing.message(), "\n") == 1);
        CHECK_FALSE(test::contains(missing.message(), "\x1b"));
    }
}
