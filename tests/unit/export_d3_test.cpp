// SPDX-License-Identifier: BSL-1.0
// D3's hierarchy as text; tests/consumers lets d3-hierarchy read it.
#include "support/catch.hpp"
#include "support/profile_fixture.hpp"
#include "support/sample_profile.hpp"
#include "support/text_search.hpp"

#include <dwell/export/d3.hpp>
#include <dwell/export/json_reader.hpp>

#include <algorithm>
#include <cstdint>
#include <string>

namespace {

std::string hierarchy(const dwell::profile& profile, dwell::d3_options options = {}) {
    dwell::string_sink out;
    REQUIRE(dwell::write_d3_hierarchy(out, profile, options));
    return out.text();
}

using test::contains;

}  // namespace

TEST_CASE("a node's value is that of all below it, rounded so that values add up") {
    dwell::profile_builder builder =
        test::builder_of({{"a", 1, 90}, {"a;b", 2, 30}, {"a;b;a", 3, 30}, {"a;c", 1, 1}, {"d", 1, 5}});
    builder.parts().scale.ns_per_tick = 2.5;
    builder.parts().metadata.program = "prog";
    CHECK(hierarchy(builder.build()) ==
          "{\n"
          " \"name\":\"prog\",\n"
          " \"children\":[\n"
          R"(  {"name":"a","children":[{"name":"b","children":[{"name":"a","value":75}],"value":75},)"
          R"({"name":"c","value":2}],"value":225},)"
          "\n"
          R"(  {"name":"d","value":13})"
          "\n"
          " ],\n"
          " \"value\":238\n"
          "}\n");
    CHECK(hierarchy(dwell::profile()) == "{\n \"name\":\"all\",\n \"children\":[],\n \"value\":0\n}\n");
}

TEST_CASE("what lies deeper than it may is one frame, and nothing of it is lost") {
    const dwell::profile profile = test::profile_of({{"a", 1, 100},
                                                     {"a;b", 1, 60},
                                                     {"a;b;c", 1, 50},
                                                     {"a;b;c;d", 1, 20},
                                                     {"a;b;e", 1, 4},
                                                     {"a;f", 1, 10},
                                                     {"g", 1, 7},
                                                     {"g;h", 1, 6},
                                                     {"g;h;i", 1, 5}});
    const auto nodes = [&](uint32_t most) {
        const std::string text = hierarchy(profile, {.max_depth = most});
        const size_t begin = text.find("[\n") + 2;
        std::string shown = text.substr(begin, text.rfind("\n ]") - begin);
        std::replace(shown.begin(), shown.end(), '"', '\'');
        return shown;
    };
    // With ' for ".
    CHECK(nodes(1) ==
          "  {'name':'a','children':[{'name':'(deeper)','value':70}],'value':100},\n"
          "  {'name':'g','children':[{'name':'(deeper)','value':6}],'value':7}");
    CHECK(nodes(2) ==
          "  {'name':'a','children':[{'name':'b','children':[{'name':'(deeper)','value':54}],'value':60},"
          "{'name':'f','value':10}],'value':100},\n"
          "  {'name':'g','children':[{'name':'h','children':[{'name':'(deeper)','value':5}],'value':6}],'value':7}");
    CHECK(nodes(3) ==
          "  {'name':'a','children':[{'name':'b','children':[{'name':'c','children':["
          "{'name':'(deeper)','value':20}],'value':50},{'name':'e','value':4}],'value':60},"
          "{'name':'f','value':10}],'value':100},\n"
          "  {'name':'g','children':[{'name':'h','children':[{'name':'i','value':5}],'value':6}],'value':7}");
    CHECK(nodes(4) == nodes(0));
    CHECK(nodes(1000) == nodes(0));
    CHECK_FALSE(contains(nodes(0), "(deeper)"));
}

TEST_CASE("values of the hierarchy are memory where that is asked for") {
    dwell::profile_builder builder = test::builder_of({{"a", 1, 90}, {"a;b", 2, 30}});
    builder.at(0).self_memory = {3, 100, 0, 0};
    builder.at(1).self_memory = {4, 3000, 0, 0};
    builder.at(1).self_live = {1.5, 2000.5, 7, 1};
    builder.at(1).sampled = {2, 1, 4};
    builder.parts().memory.outside = {5, 6, 0, 0};
    const dwell::profile profile = builder.build();
    CHECK(contains(hierarchy(profile), "{\"name\":\"b (sampled)\",\"value\":30}],\"value\":90}"));
    const std::string blocks = hierarchy(profile, {.value = dwell::profile_value::allocations});
    CHECK(contains(blocks,
                   "{\"name\":\"a\",\"children\":[{\"name\":\"b\",\"value\":4}],\"value\":7},\n"
                   "  {\"name\":\"(outside scopes)\",\"value\":5}\n ],\n \"value\":12\n"));
    CHECK(contains(hierarchy(profile, {.value = dwell::profile_value::allocated_bytes}), "\"value\":3106\n"));
    const std::string live = hierarchy(profile, {.value = dwell::profile_value::live_bytes});
    CHECK(contains(live, "\"value\":2001\n"));
    CHECK_FALSE(contains(live, "(outside scopes)"));
}

TEST_CASE("the hierarchy of hostile names is JSON and holds numbers near 2^64") {
    const std::string text = hierarchy(sample::full_profile());
    dwell::detail::json_reader in(text);
    CHECK((in.skip() && in.end()));
    CHECK(contains(text, "{\"name\":\"quote\\\"quote\","));
    CHECK(contains(hierarchy(test::profile_of({{"a\xff", 1, UINT64_MAX - 1}, {"b", 1, 1}})),
                   "{\"name\":\"a\xEF\xBF\xBD\",\"value\":18446744073709551614},\n"
                   "  {\"name\":\"b\",\"value\":1}\n ],\n \"value\":18446744073709551615\n"));
}

TEST_CASE("the hierarchy can be less what scopes cost") {
    dwell::profile_builder builder = test::builder_of({{"a", 4, 40}});
    builder.parts().metadata.scope_cost_ns = 3;
    CHECK(contains(hierarchy(builder.build(), {.compensate = true}), "\"value\":28\n"));
}
