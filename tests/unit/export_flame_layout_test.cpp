// SPDX-License-Identifier: BSL-1.0
// Where frames stand: widths, nesting, spans, memory, trees as deep as they get.
#include "support/catch.hpp"
#include "support/profile_fixture.hpp"

#include <dwell/export/flame_layout.hpp>

#include <cmath>
#include <string>

namespace {

using dwell::detail::flame_layout;

/// Each frame as "path begin+width", in the order of the call paths.
std::string frames_of(const dwell::profile& profile, dwell::profile_value value = dwell::profile_value::time) {
    const flame_layout layout(profile, value);
    std::string text;
    for (size_t i = 0; i < profile.paths().size(); ++i) {
        text += (text.empty() ? "" : ", ") + profile.path_string(i) + " " +
                std::to_string(std::llround(layout.begin(i))) + "+" + std::to_string(std::llround(layout.width(i)));
    }
    return text + "; " + std::to_string(std::llround(layout.whole()));
}

}  // namespace

TEST_CASE("frames inside stand side by side from the begin of the one around them") {
    CHECK(frames_of(test::profile_of(
              {{"a", 1, 100}, {"a;b", 1, 60}, {"a;b;x", 1, 10}, {"a;c", 2, 30}, {"a;c;y", 1, 30}, {"d", 1, 5}})) ==
          "a 0+100, a;b 0+60, a;b;x 0+10, a;c 60+30, a;c;y 60+30, d 100+5; 105");
    CHECK(frames_of(dwell::profile()) == "; 0");
}

TEST_CASE("a frame has room for those inside it even where their totals are more than its own") {
    // As estimates of sampled scopes may be.
    CHECK(frames_of(test::profile_of({{"a", 1, 10}, {"a;b", 1, 8}, {"a;c", 1, 9}, {"d", 1, 1}})) ==
          "a 0+17, a;b 0+8, a;c 8+9, d 17+1; 18");
}

TEST_CASE("a path that has spans stands beside its tree and takes what is inside it along") {
    dwell::profile_builder builder = test::builder_of(
        {{"a", 1, 100}, {"a;b", 1, 40}, {"a;b;s", 1, 70}, {"a;b;s;t", 1, 20}, {"a;c", 1, 30}, {"d", 1, 5}});
    builder.at(test::add_path(builder, "a;b;s")).span_ticks = 70;
    const dwell::profile profile = builder.build();
    CHECK(frames_of(profile) == "a 0+100, a;b 0+40, a;b;s 100+70, a;b;s;t 100+20, a;c 40+30, d 170+5; 175");
    const flame_layout layout(profile, dwell::profile_value::time);
    CHECK(layout.stands_alone(2));
    CHECK_FALSE(layout.stands_alone(3));
}

TEST_CASE("memory of a path that has spans is inside its parent's") {
    dwell::profile_builder builder = test::builder_of({{"a", 1, 100}, {"a;s", 1, 70}});
    builder.at(0).self_memory = {1, 1000, 0, 0};
    builder.at(1).self_memory = {2, 500, 0, 0};
    builder.at(1).self_live = {1, 499.6, 0, 1};
    builder.at(1).span_ticks = 70;
    const dwell::profile profile = builder.build();
    CHECK(frames_of(profile) == "a 0+100, a;s 100+70; 170");
    CHECK(frames_of(profile, dwell::profile_value::allocations) == "a 0+3, a;s 0+2; 3");
    CHECK(frames_of(profile, dwell::profile_value::allocated_bytes) == "a 0+1500, a;s 0+500; 1500");
    CHECK(frames_of(profile, dwell::profile_value::live_bytes) == "a 0+500, a;s 0+500; 500");
}

TEST_CASE("values near the largest do not wrap in a layout") {
    const dwell::profile profile = test::profile_of({{"a", 1, UINT64_MAX}, {"b", 1, UINT64_MAX}, {"c", 1, UINT64_MAX}});
    const flame_layout layout(profile, dwell::profile_value::time);
    CHECK(layout.whole() == Approx(3 * 18446744073709551615.0));
    CHECK(layout.begin(2) == Approx(2 * 18446744073709551615.0));
}

TEST_CASE("the layout of a recursion of 65535 scopes needs no stack") {
    dwell::profile_builder builder;
    const uint32_t name = builder.name("deep");
    uint32_t path = dwell::call_path::no_parent;
    for (uint64_t i = 0; i < 65'535; ++i) {
        path = builder.path(path, name);
        builder.at(path).total_ticks = 65'535 - i;
    }
    const dwell::profile profile = builder.build();
    const flame_layout layout(profile, dwell::profile_value::time);
    CHECK(layout.whole() == 65'535);
    CHECK(layout.width(65'534) == 1);
    CHECK(layout.begin(65'534) == 0);
}
