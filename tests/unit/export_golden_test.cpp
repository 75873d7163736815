// SPDX-License-Identifier: BSL-1.0
// tests/golden/profile-1.json is what release 0.1.0 wrote (consumers/make_profile, "hostile"), profile-1-memory.json
// the same with memory, once there was any, and profile-1-exemplars.json what "small" was with exemplars
// (support/sample_exemplars.hpp), once there were any. They are never written anew: every later reader must open them,
// and find these numbers in them.
#include "support/catch.hpp"

#include <dwell/export/json.hpp>
#include <dwell/export/read_json.hpp>

#include <string>

namespace {

dwell::profile golden(const std::string& name = "profile-1.json") {
    dwell::profile profile;
    const dwell::read_status status =
        dwell::read_json_file(std::string(DWELL_TEST_SOURCE_DIR) + "/tests/golden/" + name, profile);
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

TEST_CASE("the golden profile with memory is read") {
    const dwell::profile profile = golden("profile-1-memory.json");
    REQUIRE(profile.paths().size() == 44);
    CHECK(profile.memory().sizes == "requested");
    CHECK(profile.memory().sample_interval_bytes == 524'288);
    CHECK(profile.memory().frees_of_unknown_size == 3);
    CHECK(profile.memory().failed_allocations == 2);
    CHECK(profile.memory().lost_samples == 1);
    CHECK((profile.memory().outside == dwell::memory_counts{12, 345'678, 1'000, 9'007'199'254'740'993}));
    CHECK((profile.memory().live_outside == dwell::live_memory{1.25, 700'000, 1.5e10, 1}));
    CHECK((profile.memory().own == dwell::memory_counts{40, 100'000, 2, 300}));
    const auto leaf = profile.find_path("root;blank at the end ;leaf");
    REQUIRE(leaf);
    const dwell::call_path& path = profile.paths()[*leaf];
    CHECK((path.self_memory == dwell::memory_counts{220, 484'000'007, 217, 483'999'516}));
    CHECK((path.self_live == dwell::live_memory{57.5, 13'800'006.9, 3.91e12, 23}));
    CHECK((path.memory == path.self_memory));
    CHECK(profile.paths()[path.parent].self_memory.empty());
    CHECK(profile.paths()[path.parent].live.samples == 22 + 23);
    const auto root = profile.find("root");
    REQUIRE(root);
    CHECK((root->memory() == dwell::memory_counts{5'200, 14'610'000'147, 5'137, 14'609'985'390}));
    CHECK((root->self_memory() == dwell::memory_counts{100, 100'000'007, 97, 99'999'900}));
    CHECK(root->live().blocks == 1'495);
    CHECK(root->live().bytes == Approx(358'800'179.4));
    CHECK(root->live().bytes_variance == Approx(1.0166e14));
    CHECK(root->live().samples == 598);
}

TEST_CASE("the golden profile with exemplars is read") {
    const dwell::profile profile = golden("profile-1-exemplars.json");
    CHECK(profile.parts().origin_unix_ns == 1'790'000'000'000'000'123);
    CHECK(profile.parts().exemplars_per_name == 3);
    REQUIRE(profile.exemplars().size() == 15);
    const dwell::exemplar& step = profile.exemplars()[9];
    CHECK(profile.name_of(step.instance) == "step");
    CHECK(step.instance.start_ticks == 8'000'001'000);
    CHECK(step.instance.duration_ticks == 20'509);
    CHECK(profile.unix_ns_at(step.instance.start_ticks) == 1'790'000'003'200'000'523);
    CHECK(step.thread == "back\\slash\\");
    CHECK(step.thread_number == 5);
    CHECK(step.left_out == 4);
    CHECK_FALSE(step.is_cut);
    REQUIRE(step.inside.size() == 5);
    CHECK(profile.path_string(step.inside[1].path) == "step;plan");
    CHECK(step.inside[1].duration_ticks == 8'545);
    CHECK(step.inside[1].allocations == 1);
    CHECK(step.inside[1].allocated_bytes == 16);
    const dwell::exemplar& cut = profile.exemplars()[11];
    CHECK(cut.is_cut);
    CHECK(cut.instance.allocations == 6);
    CHECK(cut.instance.allocated_bytes == 384);
    CHECK(cut.allocations == 42);
    CHECK(cut.allocated_bytes == 740'736);
}

TEST_CASE("the golden profiles lose nothing when they are written and read again") {
    for (const char* name : {"profile-1.json", "profile-1-memory.json", "profile-1-exemplars.json"}) {
        CAPTURE(name);
        dwell::string_sink out;
        REQUIRE(dwell::write_json(out, golden(name)));
        dwell::profile again;
        REQUIRE(dwell::read_json(out.text(), again));
        CHECK((again == golden(name)));
    }
}
