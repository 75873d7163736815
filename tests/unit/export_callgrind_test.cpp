// SPDX-License-Identifier: BSL-1.0
// The callgrind file as text; tests/consumers lets callgrind_annotate read it.
#include "support/catch.hpp"
#include "support/profile_fixture.hpp"
#include "support/sample_profile.hpp"
#include "support/text_search.hpp"

#include <dwell/export/callgrind.hpp>

#include <cstdint>
#include <string>

namespace {

std::string callgrind(const dwell::profile& profile, dwell::callgrind_options options = {}) {
    dwell::string_sink out;
    REQUIRE(dwell::write_callgrind(out, profile, options));
    return out.text();
}

using test::contains;

/// What stands behind the header.
std::string body(const std::string& text) { return text.substr(text.find("\n\n") + 2); }

}  // namespace

TEST_CASE("a callgrind file has each name once with what it calls") {
    dwell::profile_builder builder = test::builder_of(
        {{"main", 1, 100}, {"main;f", 2, 60}, {"main;f;g", 5, 20}, {"main;g", 1, 10}, {"idle", 0, 7, 3}});
    builder.parts().scale.ns_per_tick = 2.5;
    builder.parts().names[0].file = "main.cpp";
    builder.parts().names[0].line = 7;
    builder.parts().names[2].file = "main.cpp";
    builder.parts().names[2].line = 9;
    builder.at(test::add_path(builder, "main;f;g")).self_memory = {2, 300, 9, 9};
    builder.at(test::add_path(builder, "main")).self_memory = {1, 10, 0, 0};
    builder.parts().memory.outside = {5, 77, 0, 0};
    builder.parts().metadata.program = "prog";
    builder.parts().metadata.pid = 42;
    builder.parts().metadata.git_commit = "abc";
    CHECK(callgrind(builder.build()) ==
          "# callgrind format\n"
          "version: 1\n"
          "creator: dwell " DWELL_VERSION_STRING
          "\n"
          "pid: 42\n"
          "cmd: prog\n"
          "desc: commit abc\n"
          "positions: line\n"
          "event: ns : Nanoseconds\n"
          "event: bytes : Bytes allocated\n"
          "event: blocks : Blocks allocated\n"
          "events: ns bytes blocks\n"
          "summary: 268 387 8\n"
          "\n"
          "fl=(5) ???\n"
          "fn=(5) (outside scopes)\n"
          "0 0 77 5\n"
          "cfi=(1) ???\n"
          "cfn=(3) idle\n"
          "calls=3 0\n"
          "0 18 0 0\n"
          "cfi=(2) main.cpp\n"
          "cfn=(4) main\n"
          "calls=1 7\n"
          "0 250 310 3\n"
          "\n"
          "fl=(1)\n"
          "fn=(1) f\n"
          "0 100 0 0\n"
          "cfi=(2)\n"
          "cfn=(2) g\n"
          "calls=5 9\n"
          "0 50 300 2\n"
          "\n"
          "fl=(2)\n"
          "fn=(2)\n"
          "9 75 300 2\n"
          "\n"
          "fl=(1)\n"
          "fn=(3)\n"
          "0 18 0 0\n"
          "\n"
          "fl=(2)\n"
          "fn=(4)\n"
          "7 75 10 1\n"
          "cfi=(1)\n"
          "cfn=(1)\n"
          "calls=2 0\n"
          "7 150 300 2\n"
          "cfi=(2)\n"
          "cfn=(2)\n"
          "calls=1 9\n"
          "7 25 0 0\n");
}

TEST_CASE("what calls itself in a callgrind file costs its callers once") {
    // a calls b, which calls a, which calls b and c.
    const dwell::profile both = test::profile_of(
        {{"a", 1, 100}, {"a;b", 2, 90}, {"a;b;a", 3, 70}, {"a;b;a;b", 4, 40}, {"a;b;a;c", 5, 10}, {"b", 1, 6}});
    const std::string text = callgrind(both);
    CHECK(body(text) ==
          "fl=(4) ???\nfn=(4) (outside scopes)\n0 0\n"
          "cfi=(1) ???\ncfn=(1) a\ncalls=1 0\n0 100\n"
          "cfi=(1)\ncfn=(2) b\ncalls=1 0\n0 6\n"
          "\nfl=(1)\nfn=(1)\n0 30\n"
          "cfi=(1)\ncfn=(2)\ncalls=6 0\n0 90\n"
          "cfi=(1)\ncfn=(3) c\ncalls=5 0\n0 10\n"
          "\nfl=(1)\nfn=(2)\n0 66\n"
          "cfi=(1)\ncfn=(1)\ncalls=3 0\n0 0\n"
          "\nfl=(1)\nfn=(3)\n0 10\n");
    CHECK(contains(text, "summary: 106\n"));
}

TEST_CASE("spans below a scope are in its inclusive cost in a callgrind file") {
    sample::profile_maker maker;
    maker.spend("main", {"a"}, 10);
    maker.span("main", {"a", "upload"}, 500);
    const std::string text = callgrind(maker.build());
    CHECK(contains(text, "cfn=(1) a\ncalls=1 11\n0 510\n"));
    CHECK(contains(text, "summary: 510\n"));
}

TEST_CASE("a call that costs something has happened at least once in a callgrind file") {
    dwell::profile_builder builder;
    builder.at(test::add_path(builder, "a;b")).total_ticks = 5;
    CHECK(contains(callgrind(builder.build()), "calls=1 0\n0 5\n"));
}

TEST_CASE("self times in a callgrind file add up to the whole") {
    dwell::profile_builder builder;
    builder.parts().scale.ns_per_tick = 0.3;
    for (uint32_t i = 0; i < 1000; ++i) {
        builder.at(builder.path(dwell::call_path::no_parent, builder.name("f" + std::to_string(i)))).total_ticks = 1;
    }
    const std::string text = callgrind(builder.build());
    CHECK(contains(text, "summary: 300\n"));
    size_t ones = 0;
    for (size_t at = text.find(")\n0 1\n"); at != std::string::npos; at = text.find(")\n0 1\n", at + 1)) {
        ++ones;
    }
    CHECK(ones == 300);
}

TEST_CASE("names in a callgrind file are the rest of a line") {
    CHECK(dwell::detail::callgrind_text("a b") == "a b");
    CHECK(dwell::detail::callgrind_text("  a b ") == "_ a b ");
    CHECK(dwell::detail::callgrind_text("_ a") == "_ a");
    CHECK(dwell::detail::callgrind_text("a\nb\x7F\tc\r") == "a_b__c_");
    CHECK(dwell::detail::callgrind_text("\xFF\xC3\xA9\xC3") == "_\xC3\xA9_");
    const std::string hostile = callgrind(sample::with_memory(sample::full_profile()));
    CHECK(contains(hostile, ") hot loop 64 (sampled)\n"));
    CHECK(contains(hostile, "\ncmd: orchestrator --workers \"2\"\n"));
    CHECK(contains(callgrind(sample::small_profile(), {.compensate = true}),
                   "\ndesc: less what dwell itself has cost\n"));
}

TEST_CASE("a callgrind file of nothing") {
    const std::string text = callgrind(dwell::profile());
    CHECK(contains(text, "events: ns\nsummary: 0\n"));
    CHECK(body(text) == "fl=(1) ???\nfn=(1) (outside scopes)\n0 0\n");
}

TEST_CASE("numbers up to 2^64 - 1 are in a callgrind file and larger ones are a failure") {
    dwell::profile_builder builder = test::builder_of({{"a", 1, UINT64_MAX - 1}, {"b", 1, 1}});
    CHECK(contains(callgrind(dwell::profile_builder(builder).build()), "summary: 18446744073709551615\n"));
    dwell::profile_builder in_nanoseconds(builder);
    in_nanoseconds.parts().scale.ns_per_tick = 1.01;
    builder.at(1).total_ticks = 2;
    for (const dwell::profile& large : {builder.build(), in_nanoseconds.build()}) {
        dwell::string_sink out;
        const dwell::export_status status = dwell::write_callgrind(out, large);
        CHECK_FALSE(status);
        CHECK(status.message() ==
              "calls, times or allocations add up to more than 2^64 - 1, the largest number of a callgrind file");
        CHECK(out.text().empty());
    }
}

TEST_CASE("a very deep call path needs no stack in a callgrind file") {
    dwell::profile_builder builder;
    const uint32_t name = builder.name("f");
    uint32_t path = dwell::call_path::no_parent;
    for (uint32_t i = 0; i < 60'000; ++i) {
        path = builder.path(path, name);
        builder.at(path).calls = 1;
        builder.at(path).total_ticks = 60'000 - i;
    }
    CHECK(body(callgrind(builder.build())) ==
          "fl=(2) ???\nfn=(2) (outside scopes)\n0 0\ncfi=(1) ???\ncfn=(1) f\ncalls=1 0\n0 60000\n"
          "\nfl=(1)\nfn=(1)\n0 60000\ncfi=(1)\ncfn=(1)\ncalls=59999 0\n0 0\n");
}
