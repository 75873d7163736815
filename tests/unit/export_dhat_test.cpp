// SPDX-License-Identifier: BSL-1.0
// The DHAT file as text; tests/consumers lets valgrind's own viewer open it.
#include "support/catch.hpp"
#include "support/profile_fixture.hpp"
#include "support/sample_profile.hpp"
#include "support/text_search.hpp"

#include <dwell/export/dhat.hpp>
#include <dwell/export/json_reader.hpp>

#include <string>

namespace {

std::string dhat(const dwell::profile& profile, dwell::dhat_options options = {}) {
    dwell::string_sink out;
    REQUIRE(dwell::write_dhat(out, profile, options));
    return out.text();
}

using test::contains;

dwell::profile recursion() {
    dwell::profile_builder builder = test::builder_of({{"a", 1, 90}, {"a;b", 2, 30}, {"a;b;a", 3, 20}, {"c", 1, 4}});
    builder.parts().names[0].file = "a.cpp";
    builder.parts().names[0].line = 7;
    builder.at(test::add_path(builder, "a")).self_memory = {1, 100, 9, 9};
    builder.at(test::add_path(builder, "a;b")).self_memory = {0, 0, 3, 3};
    builder.at(test::add_path(builder, "a;b;a")).self_memory = {2, 18'446'744'073'709'551'515U, 0, 0};
    builder.at(test::add_path(builder, "a;b;a")).self_live = {1.5, 2000.4, 7, 1};
    builder.at(test::add_path(builder, "c")).self_memory = {4, 0, 0, 0};  // blocks of no bytes
    builder.parts().memory.outside = {5, 0, 0, 0};
    builder.parts().memory.live_outside = {0.4, 0.4, 0, 1};
    builder.parts().metadata.program = "prog";
    builder.parts().metadata.pid = 42;
    builder.parts().metadata.duration_ns = 2'500'999;
    return builder.build();
}

}  // namespace

TEST_CASE("a program point for each call path that allocated, its frames from the innermost out") {
    CHECK(dhat(recursion()) ==
          "{\n"
          " \"dhatFileVersion\":2,\n"
          " \"mode\":\"dwell, all blocks\",\n"
          " \"verb\":\"Allocated\",\n"
          " \"bklt\":false,\n"
          " \"bkacc\":false,\n"
          " \"tu\":\"us\",\n"
          " \"Mtu\":\"s\",\n"
          " \"cmd\":\"prog\",\n"
          " \"pid\":42,\n"
          " \"te\":2500,\n"
          " \"pps\":[\n"
          "  {\"tb\":100,\"tbk\":1,\"fs\":[1]},\n"
          "  {\"tb\":18446744073709551515,\"tbk\":2,\"fs\":[1,2,1]},\n"
          "  {\"tb\":0,\"tbk\":4,\"fs\":[3]},\n"
          "  {\"tb\":0,\"tbk\":5,\"fs\":[4]}\n"
          " ],\n"
          " \"ftbl\":[\n"
          "  \"[root]\",\n"
          "  \"a (a.cpp:7)\",\n"
          "  \"b\",\n"
          "  \"c\",\n"
          "  \"(outside scopes)\"\n"
          " ]\n"
          "}\n");
}

TEST_CASE("live blocks are those that are held, rounded") {
    const std::string text = dhat(recursion(), {dwell::dhat_blocks::live});
    CHECK(contains(text, " \"verb\":\"Held, allocated\",\n"));
    CHECK(contains(text, " \"pps\":[\n  {\"tb\":2000,\"tbk\":2,\"fs\":[1,2,1]}\n ],\n"));
}

TEST_CASE("a profile without memory is a file without program points") {
    CHECK(contains(dhat(sample::small_profile()), " \"cmd\":\"orchestrator --workers \\\"2\\\"\",\n"));
    CHECK(contains(dhat(sample::small_profile()), " \"pps\":[],\n"));
    CHECK(contains(dhat(dwell::profile()), " \"ftbl\":[\n  \"[root]\",\n  \"(outside scopes)\"\n ]\n"));
}

TEST_CASE("hostile names are still JSON in a DHAT file") {
    const std::string text = dhat(sample::with_memory(sample::full_profile()));
    dwell::detail::json_reader in(text);
    CHECK((in.skip() && in.end()));
    CHECK(contains(text, "\"quote\\\"quote (src/quot.cpp:21)\""));
}

TEST_CASE("a very deep call path needs no stack in a DHAT file") {
    dwell::profile_builder builder;
    const uint32_t name = builder.name("f");
    uint32_t path = dwell::call_path::no_parent;
    for (uint32_t i = 0; i < 60'000; ++i) {
        path = builder.path(path, name);
    }
    builder.at(path).self_memory.allocations = 1;
    CHECK(dhat(builder.build()).size() > 2 * 60'000);
}
