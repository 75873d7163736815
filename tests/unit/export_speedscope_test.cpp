// SPDX-License-Identifier: BSL-1.0
// speedscope JSON as text; tests/consumers lets speedscope itself read it.
#include "support/catch.hpp"
#include "support/profile_fixture.hpp"
#include "support/sample_profile.hpp"
#include "support/text_search.hpp"

#include <dwell/export/json_reader.hpp>
#include <dwell/export/speedscope.hpp>

#include <string>

namespace {

std::string speedscope(const dwell::profile& profile, dwell::speedscope_options options = {}) {
    dwell::string_sink out;
    REQUIRE(dwell::write_speedscope(out, profile, options));
    return out.text();
}

using test::contains;

}  // namespace

TEST_CASE("frames, a sample for each call path with self time, weights in nanoseconds") {
    dwell::profile_builder builder = test::builder_of({{"a", 1, 90}, {"a;b", 2, 30}, {"a;b;a", 3, 30}, {"c", 1, 4}});
    builder.parts().scale.ns_per_tick = 2.5;
    builder.parts().metadata.program = "prog";
    builder.parts().names[0].file = "a.cpp";
    builder.parts().names[0].line = 7;
    builder.thread(test::thread_of("t 1", 1, 1, 0, {{test::add_path(builder, "a;b;a"), 1, 10, 0}}));
    CHECK(speedscope(builder.build()) ==
          "{\n"
          " \"$schema\":\"https://www.speedscope.app/file-format-schema.json\",\n"
          " \"exporter\":\"dwell@" DWELL_VERSION_STRING
          "\",\n"
          " \"name\":\"prog\",\n"
          " \"activeProfileIndex\":0,\n"
          " \"shared\":{\n"
          "  \"frames\":[{\"name\":\"a\",\"file\":\"a.cpp\",\"line\":7},{\"name\":\"b\"},{\"name\":\"c\"}]\n"
          " },\n"
          " \"profiles\":[\n"
          "  {\"type\":\"sampled\",\"name\":\"all threads\",\"unit\":\"nanoseconds\",\"samples\":[[0],[0,1,0],[2]],"
          "\"weights\":[150,75,10],\"startValue\":0,\"endValue\":235},\n"
          "  {\"type\":\"sampled\",\"name\":\"t 1\",\"unit\":\"nanoseconds\",\"samples\":[[0,1,0]],"
          "\"weights\":[25],\"startValue\":0,\"endValue\":25}\n"
          " ]\n"
          "}\n");
}

TEST_CASE("threads can be left out, and nothing at all is a file") {
    CHECK_FALSE(contains(speedscope(sample::small_profile(), {false}), "worker 1"));
    CHECK(contains(speedscope(sample::small_profile()), "\"name\":\"worker 1\""));
    CHECK(contains(speedscope(dwell::profile()), "\"samples\":[],\"weights\":[]"));
}

TEST_CASE("weights are memory where that is asked for") {
    dwell::profile_builder builder = test::builder_of({{"a", 1, 90}, {"a;b", 2, 30}});
    builder.at(0).self_memory = {3, 100, 0, 0};
    builder.at(1).self_memory = {4, 3000, 0, 0};
    builder.at(1).self_live = {1.5, 2000.5, 7, 1};
    builder.parts().memory.outside = {5, 6, 0, 0};
    builder.thread(test::thread_of("t 1", 1, 1, 0, {{0, 1, 10, 0}}));
    const dwell::profile profile = builder.build();
    const auto profiles = [&](dwell::profile_value value) {
        const std::string text = speedscope(profile, {.value = value});
        CHECK(contains(text, R"("frames":[{"name":"a"},{"name":"b"},{"name":)"
                             "\"(outside scopes)\"}]"));
        const size_t begin = text.find(" \"profiles\":[\n") + 14;
        return text.substr(begin, text.rfind("\n ]") - begin);
    };
    CHECK(profiles(dwell::profile_value::allocations) ==
          R"(  {"type":"sampled","name":"all threads","unit":"none","samples":[[0],[0,1],[2]],"weights":[3,4,5],)"
          R"("startValue":0,"endValue":12})");
    CHECK(profiles(dwell::profile_value::allocated_bytes) ==
          R"(  {"type":"sampled","name":"all threads","unit":"bytes","samples":[[0],[0,1],[2]],)"
          R"("weights":[100,3000,6],"startValue":0,"endValue":3106})");
    CHECK(profiles(dwell::profile_value::live_bytes) ==
          R"(  {"type":"sampled","name":"all threads","unit":"bytes","samples":[[0,1]],"weights":[2001],)"
          R"("startValue":0,"endValue":2001})");
}

TEST_CASE("hostile names are still JSON") {
    const std::string text = speedscope(sample::full_profile());
    dwell::detail::json_reader in(text);
    CHECK((in.skip() && in.end()));
    CHECK(contains(text, "{\"name\":\"quote\\\"quote\","));
    CHECK(contains(text, "\"name\":\"pool \\\"a\\\";b\""));
    CHECK(contains(text, "\"name\":\"(unnamed thread)\""));
}
