// SPDX-License-Identifier: BSL-1.0
// tests/golden/profile-1.json is what release 0.1.0 wrote (consumers/make_profile, "hostile"). It is never written
// anew: every later reader must open it, and find these numbers in it.
#include "support/catch.hpp"

#include <dwell/export/json.hpp>
#include <dwell/export/read_json.hpp>

#include <string>

namespace {

dwell::profile golden() {
    dwell::profile profile;
    const dwell::read_status status =
        dwell::read_json_file(std::string(DWELL_TEST_SOURCE_DIR) + "/tests/golden/profile-1.json", profile);
    INFO(status.message());
    REQUIRE(status);
    return profile;
}

}  // namespace

TEST_CASE("the golden profile of schema 1 is read") {
    const dwell::profile profile = golden();
    REQUIRE(profile.names().size() == 17);
    REQUIRE(profile.paths().size() == 42);
    REQUIRE(profile.threads().size() == 3);
    REQUIRE(profile.counters().size() == 3);
    REQUIRE(profile.gauges().size() == 1);
    REQUIRE(profile.distributions().size() == 2);
    CHECK(profile.scale().ns_per_tick == 0.4);
    CHECK_FALSE(profile.exact_extremes());

    CHECK(profile.names()[2].text == "-");
    CHECK(profile.names()[2].file == "src/-.cpp");
    CHECK(profile.names()[2].line == 11);

    uint64_t self_ticks = 0;
    for (const dwell::call_path& path : profile.paths()) {
        self_ticks += path.self_ticks;
    }
    CHECK(self_ticks == 359'126'836);
    const auto root = profile.find_path("root");
    REQUIRE(root);
    CHECK(profile.paths()[*root].calls == 0);
    CHECK(profile.paths()[*root].open_calls == 3);
    CHECK(profile.paths()[*root].total_ticks == 182'077'608);
    CHECK(profile.paths()[*root].self_ticks == 0);
    CHECK(profile.paths()[*root].cpu_calls == 2);
    CHECK(profile.paths()[*root].cpu_ns == 5'000);
    const auto upload = profile.find_path("root;upload");
    REQUIRE(upload);
    CHECK(profile.paths()[*upload].span_ticks == 5'000'000);
    const auto leaf = profile.find_path("root;gr\xC3\xBC\xC3\x9F \xE4\xB8\x96\xE7\x95\x8C \xF0\x9F\x8C\x8D;leaf");
    REQUIRE(leaf);
    CHECK(profile.statistics(*leaf).total_ns() == Approx(8'799'991.6));
    const auto dash = profile.find("-");
    REQUIRE(dash);
    CHECK(dash->calls() == 2);
    CHECK(dash->total_ns() == Approx(12'493'815.6));
    CHECK(dash->percentile_ns(50) == Approx(6'093'821.6));
    CHECK(dash->percentile_ns(99) == Approx(6'399'994.0));

    CHECK(profile.threads()[0].name.empty());
    CHECK(profile.threads()[2].name == "pool \"a\";b");
    CHECK(profile.threads()[2].started == 1);
    CHECK(profile.threads()[2].cpu_ns == 1'000'000);
    REQUIRE(profile.threads()[2].paths.size() == 27);
    CHECK(profile.threads()[2].paths[0].total_ticks == 181'999'831);
    CHECK(profile.threads()[2].paths[26].self_ticks == 17'999'983);

    CHECK(profile.counters()[0].identity.name == "bytes.read");
    CHECK(profile.counters()[0].identity.unit == "bytes");
    CHECK(profile.counters()[0].value == UINT64_MAX);
    CHECK(profile.counters()[1].identity.labels.at(0).second == "/a");
    CHECK(profile.gauges()[0].value == 2.5);
    CHECK(profile.gauges()[0].written_at_ticks == 99);

    const dwell::distribution_value& odd = profile.distributions()[0];
    CHECK(odd.identity.help == "Values that are no durations");
    CHECK(odd.values.count() == 4);
    CHECK(odd.values.refused() == 1);
    CHECK(odd.values.over_range() == 1);
    CHECK(odd.values.sum_high() == 1);
    CHECK(odd.values.sum_low() == 20);
    const dwell::distribution_value& size = profile.distributions()[1];
    CHECK(size.steps_per_unit == 1'000);
    CHECK(size.values.count() == 1'000);
    CHECK((size.values.min)() == 1'500);
    CHECK((size.values.max)() == 1'500'000);
    CHECK(size.values.bounds_are_exact());
    CHECK(size.values.percentile(95) == Approx(1'424'724.8).epsilon(0.001));

    CHECK(profile.metadata().program == "orchestrator");
    CHECK(profile.metadata().command == "orchestrator --workers \"2\"");
    CHECK(profile.metadata().start_unix_ns == 1'790'000'000'000'000'123);
    CHECK(profile.metadata().scope_parent_cost_ns == 10.25);
    CHECK(profile.metadata().extra.at(1).second == "42");
    CHECK(profile.health().truncated_calls == 1);
    CHECK(profile.health().delta_mismatches == UINT64_MAX);
}

TEST_CASE("the golden profile loses nothing when it is written and read again") {
    dwell::string_sink out;
    REQUIRE(dwell::write_json(out, golden()));
    dwell::profile again;
    REQUIRE(dwell::read_json(out.text(), again));
    CHECK((again == golden()));
}
