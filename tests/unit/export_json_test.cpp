// SPDX-License-Identifier: BSL-1.0
// profile.json and metadata.json: what is in them, and that reading gives the same profile back.
#include "support/catch.hpp"
#include "support/exemplar_fixture.hpp"
#include "support/json_of.hpp"
#include "support/profile_fixture.hpp"
#include "support/sample_exemplars.hpp"
#include "support/sample_profile.hpp"
#include "support/text_search.hpp"

#include <dwell/export/json.hpp>
#include <dwell/export/metadata.hpp>
#include <dwell/export/read_json.hpp>
#include <dwell/profile/delta.hpp>
#include <dwell/profile/merge.hpp>

#include <cmath>
#include <limits>
#include <string>

namespace {

using test::json_of;

dwell::profile through_json(const dwell::profile& profile) {
    dwell::profile result;
    const dwell::read_status status = dwell::read_json(json_of(profile), result);
    INFO(status.message());
    REQUIRE(status);
    return result;
}

// Not CHECK(a == b): a failed one would print nothing.
void check_round_trip(const dwell::profile& profile) {
    const dwell::profile back = through_json(profile);
    CHECK(json_of(back) == json_of(profile));
    CHECK((back == profile));
}

using test::contains;

}  // namespace

TEST_CASE("an empty profile is a document") {
    const std::string text = json_of(dwell::profile());
    CHECK(text.substr(0, 31) == "{\n \"schema\":\"dwell.profile/1\",\n");
    CHECK(contains(text, "\"paths\":[]"));
    check_round_trip(dwell::profile());
}

TEST_CASE("what is written is read back the same") {
    check_round_trip(sample::small_profile());
    check_round_trip(sample::full_profile());
    check_round_trip(sample::with_memory(sample::full_profile()));
    check_round_trip(sample::with_exemplars(sample::small_profile()));
    check_round_trip(sample::with_exemplars(sample::with_memory(sample::full_profile())));
    check_round_trip(dwell::merge(sample::small_profile(), sample::full_profile()));
    check_round_trip(dwell::delta(sample::small_profile(), dwell::profile()));
    check_round_trip(
        dwell::delta(dwell::merge(sample::small_profile(), sample::small_profile()), sample::small_profile()));
}

TEST_CASE("numbers at their limits are read back the same") {
    dwell::profile_builder builder =
        test::builder_of({{"a", UINT64_MAX, UINT64_MAX, UINT64_MAX}, {"b", UINT64_MAX - 1, 1}});
    dwell::call_path& path = builder.at(test::add_path(builder, "a;c"));
    path.durations.record(UINT64_MAX, UINT64_MAX);
    path.durations.record(1e300);
    path.durations.record(-1);
    path.cpu_ns = UINT64_MAX;
    REQUIRE(path.durations.saturated());
    REQUIRE(path.durations.refused() == 1);
    REQUIRE(path.durations.over_range() == 1);
    dwell::profile_parts& parts = builder.parts();
    parts.metadata.start_unix_ns = INT64_MIN;
    parts.metadata.snapshot_unix_ns = INT64_MAX;
    parts.metadata.scope_cost_ns = std::numeric_limits<double>::denorm_min();
    parts.metadata.command = std::string("tab\t, line\n, nul \0.", 18);
    parts.scale.ns_per_tick = 0.1 + 0.2;
    parts.counters = {{{"c", {{"k", ""}, {"", "v;\n"}}, "", ""}, UINT64_MAX}};
    parts.gauges = {{{"g", {}, "", ""}, -std::numeric_limits<double>::max(), UINT64_MAX}};
    check_round_trip(builder.build());
    CHECK(contains(json_of(through_json(sample::small_profile())), "\"value\":18446744073709551615"));
}

TEST_CASE("bounds that are not exact stay so") {
    dwell::histogram values;
    values.record(1'000'003);
    values.record(2'000'003);
    dwell::histogram earlier;
    earlier.record(1'000'003);
    REQUIRE(values.subtract(earlier));
    REQUIRE_FALSE(values.bounds_are_exact());
    dwell::profile_builder builder = test::builder_of({{"a", 1, 1}});
    builder.at(0).durations = values;
    check_round_trip(builder.build());
}

TEST_CASE("a gauge that is no number is null, and read back as NaN") {
    dwell::profile_builder builder;
    builder.parts().gauges = {{{"g", {}, "", ""}, std::nan(""), 1}, {{"h", {}, "", ""}, INFINITY, 1}};
    const dwell::profile profile = builder.build();
    CHECK(contains(json_of(profile), "\"value\":null"));
    const dwell::profile back = through_json(profile);
    REQUIRE(back.gauges().size() == 2);
    CHECK(std::isnan(back.gauges()[0].value));
    CHECK(std::isnan(back.gauges()[1].value));
}

TEST_CASE("names that are not UTF-8 are read back replaced, and merged where they are the same then") {
    dwell::profile_builder builder = test::builder_of(
        {{"a\xFF", 1, 100}, {"a\xFE", 2, 200}, {"a\xFE;x", 1, 20}, {"a\xFF;x", 1, 10}, {"\xF0\x9F\x8C\x8D", 3, 1}});
    builder.thread(test::thread_of("t\xC3", 1, 0, 5, {{test::add_path(builder, "a\xFF"), 1, 100, 0}}));
    builder.parts().counters = {{{"c", {{"k", "\x80"}}, "", ""}, 1}, {{"c", {{"k", "\x81"}}, "", ""}, 2}};
    const dwell::profile back = through_json(builder.build());
    REQUIRE(back.paths().size() == 3);
    CHECK(back.path_string(0) == "a\xEF\xBF\xBD");
    CHECK(back.paths()[0].calls == 3);
    CHECK(back.paths()[0].total_ticks == 300);
    CHECK(back.paths()[0].self_ticks == 270);
    CHECK(back.paths()[0].durations.count() == 3);
    CHECK(back.paths()[1].total_ticks == 30);
    CHECK(back.path_string(2) == "\xF0\x9F\x8C\x8D");
    REQUIRE(back.threads().size() == 1);
    CHECK(back.threads()[0].name == "t\xEF\xBF\xBD");
    CHECK(back.threads()[0].paths[0].path == 0);
    CHECK(back.counter_total("c") == 3);
    CHECK(back.counters().size() == 1);
}

TEST_CASE("\"scopes\" are the totals of each name, as find gives them") {
    for (const dwell::profile& profile : {sample::small_profile(), sample::with_memory(sample::full_profile())}) {
        const std::vector<dwell::scope_statistics> totals = dwell::detail::totals_by_name(profile);
        REQUIRE(totals.size() == profile.names().size());
        for (size_t i = 0; i < totals.size(); ++i) {
            INFO(profile.names()[i].text);
            const auto found = profile.find(profile.names()[i].text);
            REQUIRE(found);
            CHECK(totals[i].name() == found->name());
            CHECK(totals[i].calls() == found->calls());
            CHECK(totals[i].total_ns() == found->total_ns());
            CHECK(totals[i].self_ns() == found->self_ns());
            CHECK((totals[i].durations() == found->durations()));
            CHECK((totals[i].memory() == found->memory()));
            CHECK((totals[i].self_memory() == found->self_memory()));
            CHECK((totals[i].live() == found->live()));
            CHECK(totals[i].live_bytes_interval().status == found->live_bytes_interval().status);
        }
    }
    // Recursion: 100 calls of plan inside plan inside plan, each nanosecond once.
    CHECK(
        contains(json_of(sample::small_profile()),
                 R"({"name":"plan","file":"src/plan.cpp","line":14,"calls":100,"total_ns":339660,"self_ns":339660,)"));
}

TEST_CASE("times are in nanoseconds beside the ticks they come from") {
    const std::string text = json_of(sample::small_profile());
    CHECK(contains(text, R"("total_ticks":123456789,"self_ticks":123456789,)"));
    CHECK(contains(text, R"("total_ns":49382715.6,"self_ns":49382715.6,"mean_ns":49382715.6,)"));
    CHECK(contains(text, R"("p50_ns":1.2,"p95_ns":1.2,"p99_ns":1.2,"max_ns":1.2,)"));
    CHECK(contains(text, R"({"min":3,"max":3,"sum":300,"buckets":[[3,100]]})"));
}

TEST_CASE("a sum of 128 bits is written in full") {
    dwell::profile_builder builder;
    dwell::distribution_value distribution{{"d", {}, "", ""}, 1, {}};
    distribution.values.record(UINT64_MAX, UINT64_MAX);
    builder.parts().distributions = {distribution};
    const dwell::profile profile = builder.build();
    CHECK(contains(json_of(profile), "\"sum\":340282366920938463426481119284349108225,"));
    check_round_trip(profile);
    distribution.values = {};
    distribution.values.record(uint64_t{1} << 63, 20);  // 10 * 2^64: a digit less, and the low half is 0
    builder.parts().distributions = {distribution};
    CHECK(contains(json_of(builder.build()), "\"sum\":184467440737095516160,"));
}

TEST_CASE("memory is written where there is any, and its sums are derived") {
    CHECK_FALSE(contains(json_of(sample::full_profile()), "memory"));
    CHECK_FALSE(contains(json_of(sample::full_profile()), "live"));

    dwell::profile_builder builder = test::builder_of({{"a", 2, 90}, {"a;b", 1, 30}, {"c", 1, 4}});
    builder.at(0).self_memory = {1, 100, 0, 0};
    builder.at(1).self_memory = {2, 3000, 1, 1000};
    builder.at(1).self_live = {1, 2000.5, 0.25, 1};
    builder.parts().memory.sizes = "usable";
    builder.parts().memory.sample_interval_bytes = 1;
    builder.parts().memory.outside = {5, 6, 7, 8};
    dwell::profile_parts without_live = builder.parts();
    const dwell::profile profile = builder.build();
    const std::string text = json_of(profile);
    CHECK(contains(text, R"("memory":{)"
                         "\n"
                         R"(  "sizes":"usable",)"));
    CHECK(contains(text, R"("outside":{"allocations":5,"allocated_bytes":6,"frees":7,"freed_bytes":8},)"));
    // A call path has its own, a scope its children's, too.
    CHECK(contains(text,
                   R"("self_memory":{"allocations":1,"allocated_bytes":100,"frees":0,"freed_bytes":0},"total_ns")"));
    CHECK(contains(text, R"("self_live":{"blocks":1,"bytes":2000.5,"bytes_variance":0.25,"samples":1},)"));
    CHECK(contains(text, R"("memory":{"allocations":3,"allocated_bytes":3100,"frees":1,"freed_bytes":1000},)"
                         R"("self_memory":{"allocations":1,"allocated_bytes":100,"frees":0,"freed_bytes":0},)"
                         R"("live":{"blocks":1,"bytes":2000.5,"confidence":0.95,"bytes_lower":2000.5,)"
                         R"("bytes_upper":2000.5}})"));
    CHECK(through_json(profile).paths()[0].memory.allocations == 3);
    CHECK(through_json(profile).paths()[0].live.bytes == 2000.5);

    // Where no block is followed, what is held is not 0 but unknown.
    without_live.memory.sample_interval_bytes = 0;
    without_live.paths[1].self_live = {};
    builder.parts() = without_live;
    CHECK_FALSE(contains(json_of(builder.build()), R"("live":)"));
}

TEST_CASE("memory of names that are the same once they are UTF-8 is added") {
    dwell::profile_builder builder = test::builder_of({{"a\xFF", 1, 100}, {"a\xFE", 2, 200}});
    builder.at(0).self_memory = {1, 2, 3, 4};
    builder.at(1).self_memory = {10, 20, 30, 40};
    builder.at(0).self_live = {1, 2, 3, 4};
    builder.at(1).self_live = {10, 20, 30, 40};
    builder.parts().memory.outside = {9, 9, 9, 9};
    const dwell::profile back = through_json(builder.build());
    REQUIRE(back.paths().size() == 1);
    CHECK((back.paths()[0].memory == dwell::memory_counts{11, 22, 33, 44}));
    CHECK((back.paths()[0].live == dwell::live_memory{11, 22, 33, 44}));
    CHECK(back.memory().outside.allocations == 9);
}

TEST_CASE("a profile of more call paths than are worth it is written without what can be derived") {
    const dwell::profile profile = sample::with_memory(sample::full_profile());
    dwell::json_options options;
    options.most_paths_with_derived = profile.paths().size();
    dwell::string_sink with;
    REQUIRE(dwell::write_json(with, profile, options));
    CHECK(with.text() == json_of(profile));
    options.most_paths_with_derived -= 1;
    dwell::string_sink without;
    REQUIRE(dwell::write_json(without, profile, options));
    const std::string& text = without.text();
    CHECK(contains(text, "\n \"derived\":false,"));
    const std::string paths = text.substr(text.find("\n \"paths\":"));
    for (const char* const derived :
         {"\"total_ns\"", "\"p99_ns\"", "\"self_ticks\"", "\"open_calls\":0", "\"cpu_calls\":0"}) {
        INFO(derived);
        CHECK_FALSE(contains(paths.substr(0, paths.find("\n \"threads\":")), derived));
    }
    CHECK(contains(paths, "\"open_calls\":3"));
    CHECK(contains(text.substr(0, text.size() - paths.size()), "\"p99_ns\""));
    dwell::profile back;
    REQUIRE(dwell::read_json(text, back));
    CHECK((back == profile));
}

TEST_CASE("metadata.json holds metadata, clock and health alone") {
    dwell::string_sink out;
    REQUIRE(dwell::write_metadata(out, sample::full_profile()));
    CHECK(out.text().substr(0, 32) == "{\n \"schema\":\"dwell.metadata/1\",\n");
    CHECK(contains(out.text(), "\"command\":\"orchestrator --workers \\\"2\\\"\""));
    CHECK(contains(out.text(), "\"extra\":{\"build\":\"nightly\",\"answer\":\"42\"}"));
    CHECK(contains(out.text(), "\"ns_per_tick\":0.4"));
    CHECK(contains(out.text(), "\"misnested_scopes\":4"));
    CHECK_FALSE(contains(out.text(), "paths"));
    dwell::profile profile;
    CHECK(dwell::read_json(out.text(), profile).message() == "byte 30: not a profile: schema \"dwell.metadata/1\"");
}

TEST_CASE("exemplars are written in ticks, with what a person asks first beside them") {
    dwell::profile_builder builder =
        test::builder_of({{"a", 10'000, 120'000}, {"a;b", 10'000, 10'000}, {"a;c", 1, 20'000}});
    builder.parts().scale.ns_per_tick = 0.5;
    builder.parts().origin_unix_ns = 1'790'000'000'000'000'123;
    builder.parts().exemplars_per_name = 2;
    dwell::exemplar slow = test::exemplar_of(builder, {"a", 600, 20'009}, {{"a;b", 600, 1}, {"a;c", 601, 20'000}});
    slow.thread = "pool \"1\"";
    slow.allocations = 12;
    slow.allocated_bytes = 480;
    slow.inside[1].allocations = 11;
    slow.inside[1].allocated_bytes = 470;
    slow.left_out = 3;
    slow.is_cut = true;
    builder.add_exemplar(slow);
    builder.add_exemplar(test::exemplar_of(builder, {"a;c", 601, 20'000}));
    const dwell::profile profile = builder.build();
    const std::string text = json_of(profile);
    CHECK(contains(text, "\n \"origin_unix_ns\":1790000000000000123,\n \"exemplars_per_name\":2,\n \"exemplars\":[\n"));
    CHECK(contains(text,
                   "\n  {\"path\":0,\"start_ticks\":600,\"duration_ticks\":20009,\"thread\":\"pool \\\"1\\\"\","
                   "\"thread_number\":1,\"allocations\":12,\"allocated_bytes\":480,\"left_out\":3,\"cut\":true,"
                   "\"start_unix_ns\":1790000000000000423,\"duration_ns\":10004.5,"
                   "\"cause\":{\"path\":2,\"self\":true,\"ns\":10000,\"usual_ns\":0},"
                   "\"inside\":[{\"path\":1,\"start_ticks\":600,\"duration_ticks\":1},"
                   "{\"path\":2,\"start_ticks\":601,\"duration_ticks\":20000,\"self_allocations\":11,"
                   "\"self_allocated_bytes\":470}]},\n"));
    CHECK(contains(text, "\n  {\"path\":2,\"start_ticks\":601,\"duration_ticks\":20000,\"thread\":\"worker\","));
    check_round_trip(profile);
    // Where nobody can derive anything, nothing is.
    dwell::string_sink plain;
    REQUIRE(dwell::write_json(plain, profile, {.most_paths_with_derived = 0}));
    CHECK_FALSE(contains(plain.text(), "cause"));
    dwell::profile back;
    REQUIRE(dwell::read_json(plain.text(), back));
    CHECK((back == profile));
}

TEST_CASE("a profile without exemplars says nothing of them") {
    for (const char* member : {"exemplars", "origin_unix_ns"}) {
        CHECK_FALSE(contains(json_of(sample::with_memory(sample::full_profile())), member));
    }
    // A timeline that has kept none yet.
    dwell::profile_builder builder = test::builder_of({{"a", 1, 10}});
    builder.parts().origin_unix_ns = -1;
    builder.parts().exemplars_per_name = UINT32_MAX;
    check_round_trip(builder.build());
}

TEST_CASE("exemplars at the limits of their numbers are read back the same") {
    dwell::profile_builder builder = test::builder_of({{"a", UINT64_MAX, UINT64_MAX}, {"a;b", 1, UINT64_MAX}});
    builder.parts().scale.ns_per_tick = 1e12;
    builder.parts().origin_unix_ns = INT64_MAX;
    builder.parts().exemplars_per_name = 2;
    builder.add_exemplar(test::exemplar_of(builder, {"a", 0, UINT64_MAX}, {{"a;b", 0, UINT64_MAX}}));
    dwell::exemplar late = test::exemplar_of(builder, {"a", UINT64_MAX, 0}, {{"a;b", UINT64_MAX, 0}});
    late.instance.is_open = true;
    late.thread_number = UINT32_MAX;
    late.allocations = late.allocated_bytes = late.left_out = UINT64_MAX;
    late.inside[0].allocations = late.inside[0].allocated_bytes = UINT64_MAX;
    builder.add_exemplar(late);
    const dwell::profile profile = builder.build();
    CHECK(profile.unix_ns_at(UINT64_MAX) == INT64_MAX);
    check_round_trip(profile);
}

TEST_CASE("exemplars of names that are the same once they are UTF-8 are of one name") {
    dwell::profile_builder builder = test::builder_of({{"z", 1, 5}, {"a\xFF", 1, 100}, {"a\xFE", 2, 200}});
    builder.parts().exemplars_per_name = 1;
    dwell::exemplar slow = test::exemplar_of(builder, {"a\xFE", 0, 90}, {{"z", 10, 5}});
    slow.thread = "\xC3";
    builder.add_exemplar(slow);
    builder.add_exemplar(test::exemplar_of(builder, {"a\xFF", 500, 70}));
    const dwell::profile back = through_json(builder.build());
    REQUIRE(back.exemplars().size() == 1);
    CHECK(back.exemplars()[0].thread == "\xEF\xBF\xBD");
    CHECK(back.name_of(back.exemplars()[0].instance) == "a\xEF\xBF\xBD");
    CHECK(back.name_of(back.exemplars()[0].inside.at(0)) == "z");
    // The name of a thread alone.
    dwell::profile_builder thread = test::builder_of({{"a", 1, 100}});
    thread.parts().exemplars_per_name = 1;
    slow = test::exemplar_of(thread, {"a", 0, 90});
    slow.thread = "\xFF";
    thread.add_exemplar(slow);
    CHECK(through_json(thread.build()).exemplars().at(0).thread == "\xEF\xBF\xBD");
}
