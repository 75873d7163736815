// SPDX-License-Identifier: BSL-1.0
// The page as text: its data, and that no name becomes anything but data. tests/consumers parses the whole.
#include "support/catch.hpp"
#include "support/exemplar_fixture.hpp"
#include "support/large_profile.hpp"
#include "support/profile_fixture.hpp"
#include "support/sample_profile.hpp"

#include <dwell/export/html.hpp>
#include <dwell/export/json_reader.hpp>

#include <cmath>
#include <limits>
#include <string>

namespace {

std::string html_text(const dwell::profile& profile, const dwell::html_options& options = {}) {
    dwell::string_sink out;
    REQUIRE(dwell::write_html(out, profile, options));
    return out.text();
}

bool html_has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// The JSON between the tags of the page's data.
std::string data_of(const std::string& html) {
    const std::string tag = "<script type=\"application/json\" id=\"dwell-data\">";
    const size_t begin = html.find(tag);
    REQUIRE(begin != std::string::npos);
    const size_t end = html.find('<', begin + tag.size());
    REQUIRE(html.substr(end, 9) == "</script>");
    std::string data = html.substr(begin + tag.size(), end - begin - tag.size());
    dwell::detail::json_reader in(data);
    CHECK((in.skip() && in.end()));
    return data;
}

std::string page_data(const dwell::profile& profile, const dwell::html_options& options = {}) {
    return data_of(html_text(profile, options));
}

/// The value of a column that is a line of its own: `"total":[…]` without the brackets.
std::string page_column(const std::string& data, const std::string& key) {
    const size_t begin = data.find("\n  \"" + key + "\":[");
    REQUIRE(begin != std::string::npos);
    const size_t value = begin + key.size() + 7;
    return data.substr(value, data.find(']', value) - value);
}

dwell::profile tree_profile() {
    dwell::profile_builder builder =
        test::builder_of({{"a", 1, 90}, {"a;b", 2, 30, 1}, {"a;b;a", 3, 30}, {"c", 0, 4, 2}, {"s", 1, 7}});
    builder.at(test::add_path(builder, "s")).span_ticks = 7;
    builder.parts().scale.ns_per_tick = 2.5;
    return builder.build();
}

}  // namespace

TEST_CASE("the page has a row for each call path in columns") {
    const std::string data = page_data(tree_profile());
    CHECK(html_has(data, "\"names\":[\n  \"a\",\n  \"b\",\n  \"c\",\n  \"s\"\n ],\n"));
    CHECK(page_column(data, "name") == "0,1,0,2,3");
    CHECK(page_column(data, "parent") == "-1,0,1,-1,-1");
    CHECK(page_column(data, "calls") == "1,2,3,0,1");
    CHECK(page_column(data, "open") == "0,1,0,2,0");
    CHECK(page_column(data, "total") == "225,75,75,10,17.5");
    CHECK(page_column(data, "self") == "150,0,75,10,17.5");
    CHECK(page_column(data, "span") == "0,0,0,0,17.5");
    CHECK(page_column(data, "sampled") == "0,0,0,0,0");
    // Of what never ended, no duration is known.
    CHECK(page_column(data, "p50") == "25,25,25,null,25");
    CHECK(page_column(data, "max") == "25,25,25,null,25");
    CHECK(html_has(data, "\"sampled\":false"));
    CHECK(html_has(data, "\"before\":null"));
    CHECK_FALSE(html_has(data, "\"allocations\""));
    CHECK_FALSE(html_has(data, "\"live\""));
}

TEST_CASE("memory has columns where it was counted") {
    dwell::profile_builder builder = test::builder_of({{"a", 1, 90}, {"a;b", 2, 30}});
    builder.at(0).self_memory = {3, 100, 0, 0};
    builder.at(1).self_memory = {4, UINT64_MAX - 100, 0, 0};
    builder.at(1).self_live = {1.5, 2000.5, 7, 1};
    builder.parts().memory.outside = {5, 6, 0, 0};
    std::string data = page_data(builder.build());
    CHECK(page_column(data, "allocations") == "3,4");
    CHECK(page_column(data, "bytes") == "100,18446744073709551515");
    CHECK(html_has(data, "\"outside\":{\n  \"allocations\":5,\n  \"bytes\":6,\n  \"live\":0\n }"));
    CHECK_FALSE(html_has(data, "\n  \"live\":["));
    dwell::profile_builder followed = test::builder_of({{"a", 1, 90}});
    followed.at(0).self_live = {1.5, 2000.5, 7, 1};
    followed.parts().memory.sample_interval_bytes = 1;
    data = page_data(followed.build());
    CHECK(page_column(data, "live") == "2001");
}

TEST_CASE("what a page has no room for is in groups and the page says so") {
    const dwell::profile profile =
        test::profile_of({{"a", 1, 90}, {"a;b", 2, 30}, {"a;c", 3, 20}, {"d", 5, 7}, {"d;e", 6, 2}});
    const std::string data = page_data(profile, {.most_paths = 2});
    CHECK(html_has(data,
                   "\"health\":[\n  \"call paths with the smallest totals, which are in frames \\\"(left out)\\\" "
                   "and not in the rows of their names, since the page has room for 2: 3\"\n ]"));
    CHECK(html_has(data, "\n  \"e\",\n  \"(left out)\"\n ]"));
    CHECK(page_column(data, "name") == "0,1,5,5");
    CHECK(page_column(data, "parent") == "-1,0,0,-1");
    CHECK(page_column(data, "calls") == "1,2,3,11");
    CHECK(page_column(data, "self") == "40,30,20,7");
    CHECK(page_column(data, "p99") == "10,10,null,null");
    CHECK(page_column(page_data(profile, {.most_paths = 0}), "self") == "97");
    CHECK_FALSE(html_has(page_data(profile, {.most_paths = 5}), "(left out)"));
    CHECK(page_column(page_data(sample::large_profile(10'001)), "p50").find("null") != std::string::npos);
    CHECK(page_column(page_data(sample::large_profile(10'000)), "p50").find("null") == std::string::npos);
}

TEST_CASE("a page that compares has the earlier profile in the same rows") {
    dwell::profile_builder builder = test::builder_of({{"a", 4, 400}, {"a;gone", 2, 60}});
    builder.parts().scale.ns_per_tick = 10;
    builder.parts().metadata.program = "old";
    builder.parts().health.lost_records = 3;
    const dwell::profile before = builder.build();
    const std::string data =
        page_data(test::profile_of({{"a", 1, 90}, {"a;new", 2, 30}}), {.title = "now", .before = &before});
    CHECK(html_has(data, "\"title\":\"now\""));
    CHECK(html_has(data, "\"names\":[\n  \"a\",\n  \"gone\",\n  \"new\"\n ]"));
    CHECK(html_has(data, "earlier: records lost for want of memory: 3"));
    const size_t split = data.find("\"before\":{");
    REQUIRE(split != std::string::npos);
    const std::string now = data.substr(0, split);
    const std::string then = data.substr(split);
    CHECK(html_has(then, "\"title\":\"old\""));
    CHECK(page_column(now, "calls") == "1,0,2");
    CHECK(page_column(then, "calls") == "4,2,0");
    CHECK(page_column(now, "self") == "60,0,30");
    CHECK(page_column(then, "self") == "3400,600,0");
    CHECK(page_column(then, "p50") == "100,100,null");
    // What is left out is left out of both, by the larger total of the two: 600 of "gone" then, 30 of "new" now.
    const std::string two = page_data(test::profile_of({{"a", 1, 90}, {"a;new", 2, 30}, {"b", 9, 9}}),
                                      {.before = &before, .most_paths = 2});
    CHECK(page_column(two, "name") == "0,2,4,4");
    CHECK(page_column(two, "calls") == "1,0,2,9");
    CHECK(page_column(two.substr(two.find("\"before\":{")), "calls") == "4,2,0,0");
    CHECK(html_has(page_data(tree_profile(), {.before = &before, .title_before = "v1"}), "\"title\":\"v1\""));
}

TEST_CASE("the slowest instances have their rows and what was to blame") {
    dwell::profile_builder builder = test::builder_of({{"a", 100, 1000}, {"a;b", 100, 500}, {"z", 1, 1}});
    builder.parts().scale.ns_per_tick = 2;
    builder.parts().origin_unix_ns = 1'790'000'000'250'000'000;
    builder.parts().exemplars_per_name = 3;
    dwell::exemplar slow = test::exemplar_of(builder, {"a", 1000, 400}, {{"a;b", 1100, 250}, {"a;b", 1360, 20}});
    slow.allocations = 9;
    slow.allocated_bytes = 99;
    slow.left_out = 4;
    slow.is_cut = true;
    slow.thread = "</script>";
    builder.add_exemplar(slow);
    const std::string data = page_data(builder.build());
    CHECK(html_has(data,
                   "\"exemplars\":[\n  {\"name\":0,\"path\":0,\"start\":2000,"
                   "\"time\":\"2026-09-21T14:13:20.250Z\",\"duration\":800,\"isOpen\":false,"
                   "\"thread\":\"\\u003c/script\\u003e\",\"threadNumber\":1,\"allocations\":9,\"bytes\":99,"
                   "\"paths\":[1,1],\"starts\":[200,720],\"durations\":[500,40],\"leftOut\":4,\"isCut\":true,"
                   "\"blamePath\":1,\"blame\":540,\"blameIsSelf\":"));
    CHECK(html_has(data, "\"exemplarsPerName\":3"));
}

TEST_CASE("a distribution has all values in at most 60 buckets and the percentiles that they can tell") {
    dwell::profile_builder builder = test::builder_of({{"a", 0, 0, 1}, {"b", 0, 0}, {"c", 1, 10}});
    for (uint64_t i = 1; i <= 1000; ++i) {
        builder.at(1).durations.record(i * i);
    }
    const std::string data = page_data(builder.build());
    const size_t begin = data.find("\"distributions\":[\n  {\"name\":1,\"count\":1000,\"min\":1,\"max\":1000000,");
    REQUIRE(begin != std::string::npos);
    const std::string one = data.substr(begin, data.find('}', begin) - begin);
    uint64_t count = 0;
    size_t buckets = 0;
    for (size_t at = one.find("\"n\":[") + 4; one[at] != ']';) {
        count += std::stoull(one.substr(at + 1));
        at = one.find_first_of(",]", at + 1);
        ++buckets;
    }
    CHECK(count == 1000);
    CHECK(buckets <= 60);
    CHECK(buckets > 30);
    for (const char* const percent : {"[50,", "[75,", "[90,", "[95,", "[99,", "[99.9,"}) {
        CHECK(html_has(one, percent));
    }
    CHECK_FALSE(html_has(one, "[99.99,"));
    CHECK(html_has(data,
                   "{\"name\":2,\"count\":1,\"min\":10,\"max\":10,\"mean\":10,\"from\":[10],\"to\":[11],"
                   "\"n\":[1],\"p\":[[50,10]]}"));
    CHECK_FALSE(html_has(data, "{\"name\":0,\"count\""));
}

TEST_CASE("threads and metrics are on the page") {
    dwell::profile_builder builder = test::builder_of({{"a", 2, 90}, {"a;b", 2, 30}});
    builder.thread(test::thread_of("main", 1, 1, 77, {{0, 2, 90, 0}, {1, 2, 30, 0}}));
    dwell::profile_parts& parts = builder.parts();
    parts.counters = {{{"requests", {{"route", "/a&b"}}, "Served", "jobs"}, UINT64_MAX}};
    parts.gauges = {{{"none", {}, "", ""}, std::nan(""), 0},
                    {{"some", {}, "", "s"}, 0.1, 0},
                    {{"too.many", {}, "", ""}, -std::numeric_limits<double>::infinity(), 0}};
    const std::string data = page_data(builder.build());
    CHECK(html_has(data,
                   "\"threads\":[\n  {\"name\":\"main\",\"started\":1,\"running\":1,\"cpu\":77,\"paths\":[0,1],"
                   "\"calls\":[2,2],\"total\":[90,30],\"self\":[60,30],\"span\":[0,0]}\n ]"));
    CHECK(html_has(data,
                   "{\"name\":\"requests\",\"labels\":[[\"route\",\"/a\\u0026b\"]],\"unit\":\"jobs\","
                   "\"help\":\"Served\",\"value\":18446744073709551615}"));
    CHECK(html_has(data, "{\"name\":\"none\",\"labels\":[],\"unit\":\"\",\"help\":\"\",\"value\":null}"));
    CHECK(html_has(data, "\"unit\":\"s\",\"help\":\"\",\"value\":0.1}"));
    CHECK(html_has(data, "{\"name\":\"too.many\",\"labels\":[],\"unit\":\"\",\"help\":\"\",\"value\":null}"));
}

TEST_CASE("metadata, health and dwell's own cost are sentences on the page") {
    const std::string data = page_data(sample::with_memory(sample::small_profile()));
    CHECK(html_has(data,
                   "\"metadata\":[\n  [\"program\",\"orchestrator\"],\n"
                   "  [\"command\",\"orchestrator --workers \\\"2\\\"\"],\n  [\"pid\",\"4711\"],\n"));
    CHECK(html_has(data, "[\"start\",\"2026-09-21T14:13:20.000Z\"]"));
    CHECK(html_has(data, "[\"clock\",\"tsc, steps of 10.4 ns\"]"));
    CHECK(html_has(data, "[\"answer\",\"42\"]"));
    CHECK(html_has(data, "\"a scope costs 9.50 ns itself and 10.2 ns in its parent: about 0."));
    CHECK(html_has(data, "\"dwell itself allocated 97.7 KiB in 40 blocks\""));
    CHECK(html_has(data, "\"health\":[\n  \"frees of which only the usable size was known: 3\""));
    CHECK(html_has(page_data(dwell::compensated(sample::small_profile())), " of all time, which has been taken away"));
    const std::string empty = page_data(dwell::profile());
    CHECK(html_has(empty, "\"metadata\":[],\n \"health\":[],\n \"cost\":[],"));
}

TEST_CASE("no text of a profile can become a tag or a script of the page") {
    const std::string evil = "</script><script>alert(1)</script><!--&lt;\xE2\x80\xA8\xE2\x80\xA9\xff\x01";
    dwell::profile_builder builder = test::builder_of({{evil, 1, 5}});
    dwell::profile_parts& parts = builder.parts();
    parts.names[0].file = evil;
    parts.metadata.program = evil;
    parts.metadata.command = evil;
    parts.metadata.extra = {{evil, evil}};
    parts.counters = {{{evil, {{evil, evil}}, evil, evil}, 1}};
    parts.gauges = {{{evil, {{evil, evil}}, evil, evil}, 1, 1}};
    builder.thread(test::thread_of(evil, 1, 0, 0, {{0, 1, 5, 0}}));
    const dwell::profile profile = builder.build();
    for (const dwell::html_options& options :
         {dwell::html_options{}, dwell::html_options{.title = evil, .before = &profile, .title_before = evil}}) {
        const std::string html = html_text(profile, options);
        CHECK_FALSE(html_has(html, "alert(1)</script>"));
        CHECK_FALSE(html_has(html, "<!--&"));
        CHECK(html_has(html, "<title>&lt;/script&gt;&lt;script&gt;alert(1)"));
        const std::string data = data_of(html);
        CHECK(data.find_first_of("<>&\xff") == std::string::npos);
        CHECK_FALSE(html_has(data, "\xE2\x80\xA8"));
        CHECK_FALSE(html_has(data, "\xE2\x80\xA9"));
        CHECK(html_has(data,
                       "\"\\u003c/script\\u003e\\u003cscript\\u003ealert(1)\\u003c/script\\u003e"
                       "\\u003c!--\\u0026lt;\\u2028\\u2029\xEF\xBF\xBD\\u0001\""));
    }
    page_data(sample::with_hostile_metrics(sample::with_memory(sample::full_profile())));
}

TEST_CASE("a page of numbers near 2^64 and of a deep recursion is whole") {
    const std::string data =
        page_data(test::profile_of({{"a", UINT64_MAX, UINT64_MAX}, {"b", 1, UINT64_MAX}, {"b;c", 1, 1}}));
    CHECK(page_column(data, "calls") == "18446744073709551615,1,1");
    CHECK(page_column(data, "self") == "18446744073709551616,18446744073709551616,1");
    dwell::profile_builder builder;
    uint32_t path = dwell::call_path::no_parent;
    for (uint64_t i = 0; i < 30'000; ++i) {
        path = builder.path(path, builder.name("deep"));
        builder.at(path).total_ticks = 30'000 - i;
    }
    const dwell::profile deep = builder.build();
    const std::string limited = page_column(page_data(deep), "self");
    CHECK(limited.substr(limited.size() - 6) == ",20000");
    CHECK(page_column(page_data(deep, {.most_paths = 100'000}), "parent").substr(0, 8) == "-1,0,1,2");
}

TEST_CASE("a page can be less what scopes cost") {
    dwell::profile_builder builder = test::builder_of({{"a", 4, 40}});
    builder.parts().metadata.scope_cost_ns = 3;
    const dwell::profile profile = builder.build();
    const std::string data = page_data(profile, {.before = &profile, .compensate = true});
    CHECK(page_column(data, "self") == "28");
    CHECK(page_column(data.substr(data.find("\"before\":{")), "self") == "28");
}
