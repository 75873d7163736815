// SPDX-License-Identifier: BSL-1.0
// The list for github-action-benchmark as text; tests/consumers holds it against a schema and profile.json.
#include "support/catch.hpp"
#include "support/profile_fixture.hpp"
#include "support/sample_profile.hpp"
#include "support/text_search.hpp"

#include <dwell/export/json_reader.hpp>
#include <dwell/export/smaller_is_better.hpp>

#include <cstdint>
#include <limits>
#include <string>

namespace {

std::string entries(const dwell::profile& profile, const dwell::smaller_is_better_options& options = {}) {
    dwell::string_sink out;
    REQUIRE(dwell::write_smaller_is_better(out, profile, options));
    dwell::detail::json_reader in(out.text());
    REQUIRE((in.skip() && in.end()));
    return out.text();
}

using test::contains;

using test::occurrences;

}  // namespace

TEST_CASE("an entry has a range where its percentile has an interval") {
    dwell::profile_builder builder = test::builder_of({{"a", 6, 60}, {"open", 0, 5, 1}});
    builder.parts().scale.ns_per_tick = 2.5;
    builder.at(0).calls = 7;
    builder.at(0).durations.record(30);
    CHECK(entries(builder.build(), {.percentiles = {50, 99.9}}) ==
          "[\n"
          " {\n"
          "  \"name\":\"a p50\",\n"
          "  \"unit\":\"ns\",\n"
          "  \"value\":25,\n"
          "  \"range\":\"\xC2\xB1 50.000\",\n"
          "  \"extra\":\"95 % confidence interval 25.000 to 75.000 ns\\u000acalls: 7\"\n"
          " },\n"
          " {\n"
          "  \"name\":\"a p99.9\",\n"
          "  \"unit\":\"ns\",\n"
          "  \"value\":75,\n"
          "  \"extra\":\"too few calls for a confidence interval\\u000acalls: 7\"\n"
          " },\n"
          " {\n"
          "  \"name\":\"a mean\",\n"
          "  \"unit\":\"ns\",\n"
          "  \"value\":32.143,\n"
          "  \"extra\":\"standard deviation 17.496 ns\\u000acalls: 7\"\n"
          " }\n"
          "]\n");
    CHECK(entries(dwell::profile()) == "[]\n");
}

TEST_CASE("options choose the numbers") {
    dwell::profile_builder builder = test::builder_of({{"a", 8, 80}, {"a;b", 3, 30}});
    builder.at(1).self_memory = {12, 100, 0, 0};
    const dwell::profile profile = builder.build();
    const std::string allocations = entries(profile, {.percentiles = {}, .mean = false});
    CHECK(occurrences(allocations, "\"name\"") == 2);
    CHECK(contains(allocations, "\"name\":\"a allocations\",\n  \"unit\":\"allocations/call\",\n  \"value\":1.5,"));
    CHECK(contains(allocations, "\"name\":\"b allocations\",\n  \"unit\":\"allocations/call\",\n  \"value\":4,"));
    CHECK(entries(profile, {.percentiles = {}, .mean = false, .allocations = false}) == "[]\n");
    CHECK(occurrences(entries(profile), "\"name\"") == 10);
    CHECK_FALSE(contains(entries(sample::small_profile()), "allocations"));
    // At 90 % five calls are enough for a median's interval, not at 95 %.
    const dwell::profile five = test::profile_of({{"a", 5, 50}});
    CHECK_FALSE(contains(entries(five), "\"range\""));
    CHECK(contains(entries(five, {.confidence = 0.9}), "\"90 % confidence interval 10.000 to 10.000 ns"));
}

TEST_CASE("percentiles that are close have names of their own and the same one is there once") {
    const std::string text =
        entries(test::profile_of({{"a", 9, 90}}),
                {.percentiles = {99.99999, 100, 50, 99.999, 50.0, 0.1234567, 0, -0.0}, .mean = false});
    CHECK(occurrences(text, "\"name\"") == 6);
    for (const char* const name : {"a p99.99999", "a p100", "a p50", "a p99.999", "a p0.1234567", "a p0"}) {
        CHECK(occurrences(text, "\"name\":\"" + std::string(name) + "\"") == 1);
    }
}

TEST_CASE("what is no percentile or no confidence is refused") {
    dwell::string_sink out;
    constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
    for (const double p : {-0.1, 100.1, not_a_number}) {
        CHECK(dwell::write_smaller_is_better(out, sample::small_profile(), {.percentiles = {50, p}}).message() ==
              "smaller_is_better_options::percentiles are from 0 to 100");
    }
    for (const double confidence : {0.0, 1.0, not_a_number}) {
        CHECK(dwell::write_smaller_is_better(out, sample::small_profile(), {.confidence = confidence}).message() ==
              "smaller_is_better_options::confidence is above 0 and below 1");
    }
    CHECK(out.text().empty());
}

TEST_CASE("no entry is null and none shares its name") {
    dwell::profile_builder builder = test::builder_of({{"x\xff", 1, 10}, {"x\xfe", 2, 20}, {"y", UINT64_MAX, 10}});
    const std::string text = entries(builder.build());
    CHECK(occurrences(text, "\"x\xEF\xBF\xBD p50\"") == 1);
    CHECK(contains(text, "\\u000acalls: 18446744073709551615\""));
    CHECK_FALSE(contains(text, "null"));

    dwell::profile_builder endless = test::builder_of({{"a", 9, 90}});
    endless.parts().scale.ns_per_tick = std::numeric_limits<double>::infinity();
    CHECK(entries(endless.build()) == "[]\n");
}

TEST_CASE("estimates say how many calls were timed and times can be less what scopes cost") {
    dwell::profile_builder builder = test::builder_of({{"a", 9, 90}});
    builder.at(0).sampled = {9, 3, 27};
    CHECK(contains(entries(builder.build()), "\\u000acalls: 9, timed: 3\""));
    dwell::profile_builder costly = test::builder_of({{"a", 9, 90}});
    costly.parts().metadata.scope_cost_ns = 3;
    const std::string text = entries(costly.build(), {.compensate = true});
    CHECK(occurrences(text, "\"value\":7,") == 4);
}
