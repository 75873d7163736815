// SPDX-License-Identifier: BSL-1.0
// read_json against a valid file cut off at every byte and changed at random: it says no, or gives a profile that can
// be written and read again. What it must never do shows under AddressSanitizer and UBSan.
#include "support/catch.hpp"
#include "support/exemplar_fixture.hpp"
#include "support/json_of.hpp"
#include "support/mutated_json.hpp"
#include "support/profile_fixture.hpp"
#include "support/sample_profile.hpp"

#include <dwell/export/dhat.hpp>
#include <dwell/export/folded.hpp>
#include <dwell/export/json.hpp>
#include <dwell/export/openmetrics.hpp>
#include <dwell/export/read_json.hpp>
#include <dwell/export/speedscope.hpp>
#include <dwell/export/table.hpp>

#include <cstdint>
#include <random>
#include <string>

namespace {

using test::json_of;
using test::mutated;

dwell::profile little_profile() {
    dwell::profile_builder builder =
        test::builder_of({{"a", 3, 100}, {"a;b", 2, 60, 1}, {"a;b;a", 2, 20}, {"c", 1, 7}});
    builder.thread(test::thread_of("main", 1, 1, 5, {{test::add_path(builder, "a;b"), 2, 60, 0}}));
    builder.parts().counters = {{{"n", {{"k", "v"}}, "help", "unit"}, 3}};
    builder.parts().gauges = {{{"g", {}, "", ""}, 1.5, 2}};
    builder.at(1).self_memory = {1, 20, 3, 40};
    builder.at(1).self_live = {2.5, 60.25, 1e3, 1};
    builder.parts().memory = {"usable", 512, 1, 2, {5, 6, 7, 8}, {1, 2, 3, 4}, {9, 9, 9, 9}, 2};
    dwell::distribution_value distribution{{"d", {}, "", ""}, 10, {}};
    distribution.values.record(5, 7);
    distribution.values.record(100'000);
    builder.parts().distributions = {distribution};
    builder.parts().origin_unix_ns = 1'790'000'000'000'000'000;
    builder.parts().exemplars_per_name = 1;
    builder.add_exemplar(test::exemplar_of(builder, {"a", 100, 80}, {{"a;b", 110, 40}, {"a;b;a", 120, 10}}));
    return builder.build();
}

// True where it was read; all that can be done with it must then work.
bool survives(const std::string& text) {
    dwell::profile profile;
    const dwell::read_status status = dwell::read_json(text, profile);
    if (!status) {
        return false;
    }
    dwell::string_sink ignored;
    REQUIRE(dwell::write_folded(ignored, profile));
    REQUIRE(dwell::write_folded(ignored, profile, {dwell::folded_unit::nanoseconds, true}));
    REQUIRE(dwell::write_folded(ignored, profile, {.value = dwell::profile_value::live_bytes}));
    REQUIRE(dwell::write_speedscope(ignored, profile));
    REQUIRE(dwell::write_speedscope(ignored, profile, {.value = dwell::profile_value::allocated_bytes}));
    REQUIRE(dwell::write_dhat(ignored, profile, {dwell::dhat_blocks::live}));
    REQUIRE(dwell::write_table(ignored, profile));
    REQUIRE(dwell::write_openmetrics(ignored, profile));
    const std::string written = json_of(profile);
    dwell::profile again;
    const dwell::read_status second = dwell::read_json(written, again);
    INFO(text);
    INFO(second.message());
    REQUIRE(second);
    REQUIRE(json_of(again) == written);
    return true;
}

}  // namespace

TEST_CASE("a file cut off anywhere is refused") {
    const std::string text = json_of(little_profile());
    REQUIRE(survives(text));
    // The last byte is a line end, which nobody misses.
    for (size_t size = 0; size + 1 < text.size(); ++size) {
        if (survives(text.substr(0, size))) {
            FAIL("read after " << size << " of " << text.size() << " bytes");
        }
    }
}

TEST_CASE("a file with any one byte changed is refused or sound") {
    const std::string text = json_of(little_profile());
    size_t read = 0;
    for (size_t at = 0; at < text.size(); ++at) {
        for (const char byte : {'\0', '9', '"', '{', ']', '-', '\x80'}) {
            std::string changed = text;
            changed[at] = byte;
            read += survives(changed) ? 1 : 0;
        }
    }
    CHECK(read > 100);  // text inside a name, digits: many changes leave a valid file
}

TEST_CASE("10,000 random changes are refused or sound") {
    const std::string text = json_of(little_profile());
    std::mt19937 random(20'260'101);
    size_t read = 0;
    for (int i = 0; i < 10'000; ++i) {
        read += survives(mutated(text, random)) ? 1 : 0;
    }
    CHECK(read > 100);
    CHECK(read < 9'000);
}

TEST_CASE("bytes that never were JSON are refused") {
    std::mt19937 random(7);
    for (int i = 0; i < 2'000; ++i) {
        std::string noise(random() % 200, '\0');
        for (char& byte : noise) {
            byte = static_cast<char>(random());
        }
        REQUIRE_FALSE(survives(noise));
        REQUIRE_FALSE(survives("{\"schema\":\"dwell.profile/1\"," + noise));
    }
}
