// SPDX-License-Identifier: BSL-1.0
// The picture as text; tests/consumers lets XML parsers read it.
#include "support/catch.hpp"
#include "support/profile_fixture.hpp"
#include "support/sample_profile.hpp"

#include <dwell/export/svg.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

std::string svg_text(const dwell::profile& profile, const dwell::svg_options& options = {}) {
    dwell::string_sink out;
    REQUIRE(dwell::write_svg(out, profile, options));
    return out.text();
}

bool svg_has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// What is in a frame's tooltip, lines separated by '|'; empty where the frame is not drawn.
std::string tooltip(const std::string& svg, const std::string& name) {
    const size_t begin = svg.find("<title>" + name + "&#10;");
    if (begin == std::string::npos) {
        return {};
    }
    std::string text = svg.substr(begin + 7, svg.find("</title>", begin) - begin - 7);
    for (size_t at = text.find("&#10;"); at != std::string::npos; at = text.find("&#10;")) {
        text.replace(at, 5, "|");
    }
    return text;
}

struct frame_box {
    double x;
    double y;
    double width;
};

/// The frame whose tooltip begins with this name.
frame_box box_of(const std::string& svg, const std::string& name) {
    const size_t title = svg.find("<title>" + name + "&#10;");
    REQUIRE(title != std::string::npos);
    const size_t begin = svg.rfind("<svg ", title);
    const auto attribute = [&](const std::string& key) {
        const size_t at = svg.find(" " + key + "=\"", begin);
        REQUIRE(at < title);
        return std::strtod(svg.c_str() + at + key.size() + 3, nullptr);
    };
    return {attribute("x"), attribute("y"), attribute("width")};
}

size_t frame_count(const std::string& svg) {
    size_t count = 0;
    for (size_t at = svg.find("<svg x="); at != std::string::npos; at = svg.find("<svg x=", at + 1)) {
        ++count;
    }
    return count;
}

dwell::profile span_profile() {
    dwell::profile_builder builder =
        test::builder_of({{"outer", 1, 1000}, {"outer;inner", 5, 400}, {"outer;upload", 1, 500}});
    builder.at(test::add_path(builder, "outer;upload")).span_ticks = 500;
    return builder.build();
}

/// Relative luminance of "#rrggbb", by WCAG 2.1.
double luminance(const std::string& colour) {
    const auto channel = [&](size_t at) {
        const double value = std::strtol(colour.substr(at, 2).c_str(), nullptr, 16) / 255.0;
        return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

}  // namespace

TEST_CASE("a frame is as wide as its share of the picture and says what it knows") {
    dwell::profile_builder builder = test::builder_of({{"a", 3, 1000}, {"a;b", 40, 250}, {"c", 1, 1000, 2}});
    builder.parts().scale.ns_per_tick = 1000;
    builder.parts().metadata.program = "prog";
    const std::string svg = svg_text(builder.build(), {.width = 420});
    CHECK(svg.find("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" ") == 0);
    CHECK(svg.substr(svg.size() - 7) == "</svg>\n");
    CHECK(box_of(svg, "a").x == 10);
    CHECK(box_of(svg, "a").width == 200);
    CHECK(box_of(svg, "b").x == 10);
    CHECK(box_of(svg, "b").width == 50);
    CHECK(box_of(svg, "b").y == box_of(svg, "a").y + 18);
    CHECK(box_of(svg, "c").x == 210);
    CHECK(tooltip(svg, "a") ==
          "a|1.00 ms (50.0 %), self 750 us|calls 3|p50 10.0 us, p95 10.0 us, p99 10.0 us, max 10.0 us");
    CHECK(tooltip(svg, "c") ==
          "c|1.00 ms (50.0 %), self 1.00 ms|calls 1, still open 2|p50 10.0 us, p95 10.0 us, p99 10.0 us, max 10.0 us");
    CHECK(svg_has(svg, "<title>prog: 2.00 ms</title>"));
}

TEST_CASE("frames too narrow to be seen are left out and counted") {
    const dwell::profile profile = test::profile_of(
        {{"wide", 1, 1000}, {"wide;small", 1, 3}, {"wide;small;tiny", 1, 1}, {"wide;zero", 1, 0}, {"x", 1, 0}});
    const std::string svg = svg_text(profile, {.width = 1020, .min_width = 2.5});
    CHECK(frame_count(svg) == 2);
    CHECK(svg_has(svg, "frames narrower than 2.5 pixels, which are left out: 3<"));
    const std::string all = svg_text(profile, {.width = 1020, .min_width = 0});
    CHECK(frame_count(all) == 3);
    CHECK(svg_has(all, "which are left out: 2<"));
    CHECK(frame_count(svg_text(profile, {.min_width = 1e300})) == 0);
    CHECK(frame_count(svg_text(profile, {.min_width = std::nan("")})) == 3);
}

TEST_CASE("what lies deeper than a picture may be high is a frame of the same width") {
    const dwell::profile profile =
        test::profile_of({{"a", 1, 100}, {"a;b", 1, 60}, {"a;b;c", 1, 50}, {"a;b;c;d", 1, 20}, {"a;e", 1, 40}});
    const std::string svg = svg_text(profile, {.width = 1020, .max_depth = 2});
    CHECK(frame_count(svg) == 4);
    CHECK(tooltip(svg, "c").empty());
    CHECK(tooltip(svg, "(deeper)") == "(deeper)|50.0 ns (50.0 %)");
    CHECK(box_of(svg, "(deeper)").width == 500);
    CHECK(frame_count(svg_text(profile, {.max_depth = 0})) == 5);
}

TEST_CASE("spans stand beside in their own row with no frame above them") {
    const std::string svg = svg_text(span_profile(), {.width = 1520});
    CHECK(box_of(svg, "outer").width == 1000);
    CHECK(box_of(svg, "inner").x == 10);
    CHECK(box_of(svg, "upload").x == 1010);
    CHECK(box_of(svg, "upload").width == 500);
    CHECK(box_of(svg, "upload").y == box_of(svg, "inner").y);
    CHECK(svg_has(tooltip(svg, "upload"), "|spans: beside outer"));
    CHECK_FALSE(svg_has(tooltip(svg, "inner"), "beside"));
    // Too deep to have a row of its own, it is not lost.
    CHECK(box_of(svg_text(span_profile(), {.width = 1520, .max_depth = 1}), "(deeper)").width == 400);
}

TEST_CASE("widths are memory where that is asked for and have what is outside of all scopes") {
    dwell::profile_builder builder = test::builder_of({{"a", 1, 90}, {"a;b", 2, 30}});
    builder.at(0).self_memory = {3, 1024, 0, 0};
    builder.at(1).self_memory = {1, 3072, 0, 0};
    builder.at(1).self_live = {1.5, 2048.4, 7, 1};
    builder.parts().memory.outside = {4, 4096, 0, 0};
    const dwell::profile profile = builder.build();
    const std::string bytes = svg_text(profile, {.value = dwell::profile_value::allocated_bytes, .width = 820});
    CHECK(box_of(bytes, "a").width == 400);
    CHECK(box_of(bytes, "b").width == 300);
    CHECK(box_of(bytes, "(outside scopes)").x == 410);
    CHECK(box_of(bytes, "(outside scopes)").width == 400);
    CHECK(tooltip(bytes, "(outside scopes)") == "(outside scopes)|4.00 KiB allocated (50.0 %)");
    CHECK(tooltip(bytes, "a") ==
          "a|4.00 KiB allocated (50.0 %), self 1.00 KiB allocated|calls 1, time 90.0 ns, self 60.0 ns|"
          "p50 10.0 ns, p95 10.0 ns, p99 10.0 ns, max 10.0 ns");
    const std::string blocks = svg_text(profile, {.value = dwell::profile_value::allocations});
    CHECK(svg_has(tooltip(blocks, "a"), "|4 allocations (50.0 %), self 3 allocations|"));
    const std::string live = svg_text(profile, {.value = dwell::profile_value::live_bytes});
    CHECK(svg_has(tooltip(live, "b"), "|2.00 KiB live (100.0 %), self 2.00 KiB live|"));
    CHECK(svg_has(svg_text(test::profile_of({{"a", 1, 1}}), {.value = dwell::profile_value::live_bytes}),
                  ">nothing of this was recorded<"));
    CHECK(svg_has(svg_text(dwell::profile()), ">no scope was recorded<"));
}

TEST_CASE("hostile names are text in a picture") {
    const std::string svg = svg_text(sample::full_profile(), {.width = 20'000, .min_width = 0});
    CHECK_FALSE(svg_has(svg, "<b>"));
    CHECK_FALSE(svg_has(svg, "<script"));
    CHECK(svg_has(svg, "<title>&lt;/script&gt;&lt;b&gt;&amp;amp&#10;"));
    CHECK(svg_has(svg, "<title>quote&quot;quote&#10;"));
    CHECK(svg_has(svg, "<title>hot loop 64 (sampled)&#10;"));
    const std::string odd = svg_text(test::profile_of({{"a\xff\x01z", 1, 1}}), {.title = "<t> \x1b \xff"});
    CHECK(svg_has(odd, "<title>a\xEF\xBF\xBD\xEF\xBF\xBDz&#10;"));
    CHECK(svg_has(odd, "<title>&lt;t&gt; \xEF\xBF\xBD \xEF\xBF\xBD: 1.00 ns</title>"));
}

TEST_CASE("a name that its frame has no room for is shortened and clipped") {
    const std::string name(1000, 'w');
    const std::string svg = svg_text(test::profile_of({{name, 1, 500}, {"rest", 1, 500}}), {.width = 1020});
    CHECK(svg_has(svg, "<title>" + name + "&#10;"));
    CHECK_FALSE(svg_has(svg, ">" + name + "</text>"));
    CHECK(svg_has(svg, "w..w"));
    CHECK(svg_has(svg, ">rest</text>"));
    // What has no room for three characters has no text at all.
    CHECK_FALSE(svg_has(svg_text(test::profile_of({{"rest", 1, 20}, {"x", 1, 980}}), {.width = 1020}), ">rest</text>"));
}

TEST_CASE("a name has one colour and each colour a contrast that can be read") {
    const std::string a = svg_text(test::profile_of({{"step", 1, 5}, {"parse", 1, 7}}));
    const std::string b = svg_text(test::profile_of({{"before", 1, 5}, {"before;step", 1, 2}}));
    const auto colour_of = [](const std::string& svg, const std::string& name) {
        return svg.substr(svg.find("fill=\"#", svg.find("<title>" + name + "&#10;")) + 6, 7);
    };
    CHECK(colour_of(a, "step") == colour_of(b, "step"));
    CHECK(colour_of(a, "step") == dwell::detail::flame_colour("step"));
    std::vector<std::string> seen;
    for (int i = 0; i < 1000; ++i) {
        const std::string colour = dwell::detail::flame_colour("name " + std::to_string(i));
        CHECK((luminance(colour) + 0.05) / 0.05 >= 9);  // to black
        if (std::find(seen.begin(), seen.end(), colour) == seen.end()) {
            seen.push_back(colour);
        }
    }
    CHECK(seen.size() == 12);
}

TEST_CASE("a picture that is too narrow to draw is refused") {
    dwell::string_sink out;
    const dwell::export_status status = dwell::write_svg(out, sample::small_profile(), {.width = 99});
    CHECK_FALSE(status);
    CHECK(status.message() == "svg_options::width is 99 pixels, and at least 100 are needed");
    CHECK(out.text().empty());
    CHECK(dwell::write_svg(out, sample::small_profile(), {.width = 100}));
}

TEST_CASE("a picture can be less what scopes cost") {
    dwell::profile_builder builder = test::builder_of({{"a", 4, 40}});
    builder.parts().metadata.scope_cost_ns = 3;
    const dwell::profile profile = builder.build();
    CHECK(svg_has(svg_text(profile), "<title>dwell: 40.0 ns</title>"));
    CHECK(svg_has(svg_text(profile, {.compensate = true}), "<title>dwell: 28.0 ns, less what scopes cost</title>"));
}

TEST_CASE("pictures of times near the largest and of a deep recursion are drawn") {
    const std::string huge = svg_text(test::profile_of({{"a", UINT64_MAX, UINT64_MAX}, {"b", 1, UINT64_MAX}}));
    CHECK(box_of(huge, "b").x == 600);
    CHECK(svg_has(tooltip(huge, "a"), "calls 18.4 E"));
    dwell::profile_builder builder;
    uint32_t path = dwell::call_path::no_parent;
    for (uint64_t i = 0; i < 20'000; ++i) {
        path = builder.path(path, builder.name("deep"));
        builder.at(path).total_ticks = 20'000;
    }
    const dwell::profile deep = builder.build();
    CHECK(frame_count(svg_text(deep)) == 1001);
    CHECK(frame_count(svg_text(deep, {.max_depth = 0})) == 20'000);
}
