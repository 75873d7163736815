// SPDX-License-Identifier: BSL-1.0
// CSV as text; tests/consumers lets Python and SQLite read it.
#include "support/catch.hpp"
#include "support/profile_fixture.hpp"
#include "support/sample_profile.hpp"

#include <dwell/export/csv.hpp>

#include <algorithm>
#include <cstdint>
#include <string>

namespace {

std::string csv(const dwell::profile& profile, dwell::csv_options options = {}) {
    dwell::string_sink out;
    REQUIRE(dwell::write_csv(out, profile, options));
    return out.text();
}

/// The `index`-th line, from 0, which is the one with the names.
std::string line(const std::string& text, size_t index) {
    size_t begin = 0;
    for (; index > 0; --index) {
        begin = text.find('\n', begin) + 1;
    }
    return text.substr(begin, text.find('\n', begin) - begin);
}

}  // namespace

TEST_CASE("a line for each call path and empty cells for what is not known") {
    dwell::profile_builder builder = test::builder_of({{"a", 2, 90, 1}, {"a;b", 3, 30}, {"c", 0, 7, 1}});
    builder.parts().scale.ns_per_tick = 2.5;
    builder.parts().names[0].file = "a.cpp";
    builder.parts().names[0].line = 7;
    builder.at(test::add_path(builder, "a;b")).cpu_calls = 1;
    builder.at(test::add_path(builder, "a;b")).cpu_ns = UINT64_MAX;
    builder.at(test::add_path(builder, "a;b")).sampled = {2, 1, 4};
    const std::string text = csv(builder.build());
    CHECK(line(text, 1) == "a,a,0,0,,a.cpp,7,2,1,,225,150,25,0,25,25,25,25,25,,,,,,,,,,,,");
    CHECK(line(text, 2) == "a;b,b,1,1,0,,,3,0,2,75,75,25,0,25,25,25,25,25,1,18446744073709551615,,,,,,,,,,");
    CHECK(line(text, 3) == "c,c,0,2,,,,0,1,,17.5,17.5,,,,,,,,,,,,,,,,,,,");
    CHECK(line(text, 4).empty());
    CHECK(csv(dwell::profile()) == line(text, 0) + "\n");
}

TEST_CASE("memory is that with the children and without and a line for what is outside of all") {
    dwell::profile_builder builder = test::builder_of({{"a", 1, 10}, {"a;b", 1, 10}});
    builder.at(0).self_memory = {1, 100, 2, 50};
    builder.at(1).self_memory = {3, 18'446'744'073'709'551'515U, 0, 0};
    builder.at(1).self_live = {1, 2.0625, 0, 1};
    builder.parts().memory.outside = {4, 5, 6, 7};
    const auto memory_of = [](const std::string& row) { return row.substr(row.find(",,") + 2); };
    std::string text = csv(builder.build());
    CHECK(text.find(",10,10,,,4,18446744073709551615,2,50,,1,100,2,50,\n") != std::string::npos);
    CHECK(text.find(",10,10,,,3,18446744073709551515,0,0,,3,18446744073709551515,0,0,\n") != std::string::npos);
    CHECK(line(text, 3) == "(outside scopes),(outside scopes),,,,,,,,,,,,,,,,,,,,4,5,6,7,,4,5,6,7,");
    builder = test::builder_of({{"a", 1, 10}});
    builder.at(0).self_live = {1, 2.0625, 0, 1};
    builder.parts().memory.sample_interval_bytes = 1;
    text = csv(builder.build());
    CHECK(memory_of(line(text, 1)).find("0,0,0,0,2.062,0,0,0,0,2.062") != std::string::npos);
    CHECK(line(text, 2).find("0,0,0,0,0,0,0,0,0,0") != std::string::npos);
}

TEST_CASE("texts are quoted where they have to be and no formula") {
    const auto name = [](const std::string& text, bool disarms) {
        dwell::profile_builder builder;
        builder.path(dwell::call_path::no_parent, builder.name(text));
        dwell::csv_options options;
        options.disarm_formulas = disarms;
        const std::string row = csv(builder.build(), options);
        const std::string cells = row.substr(row.find('\n') + 1);
        return cells.substr(0, cells.find(",0,0,,"));
    };
    const auto twice = [](const std::string& cell) { return cell + "," + cell; };
    CHECK(name("plain 'name'", true) == twice("plain 'name'"));
    CHECK(name("a, b", true) == twice("\"a, b\""));
    CHECK(name("\"a\" \"\"", true) == twice("\"\"\"a\"\" \"\"\"\"\""));
    CHECK(name("two\nlines", true) == twice("\"two\nlines\""));
    CHECK(name("back\rspace", true) == twice("\"back\rspace\""));
    CHECK(name("gr\xC3\xBC\xC3\x9F \xFF", true) == twice("gr\xC3\xBC\xC3\x9F \xEF\xBF\xBD"));
    for (const std::string formula : {"=1+1", "+1", "-1", "@SUM(A1)", "\tx"}) {
        CHECK(name(formula, true) == twice("\"'" + formula + "\""));
        CHECK(name(formula, false) == twice(formula));
    }
    CHECK(name("\rx", true) == twice("\"'\rx\""));
    CHECK(name("\rx", false) == twice("\"\rx\""));
    CHECK(name("=a\"b", true) == twice("\"'=a\"\"b\""));
    CHECK(name("a=1", true) == twice("a=1"));
}

TEST_CASE("a deep recursion has the middle of its paths left out and the tree in id and parent") {
    dwell::profile_builder builder;
    const std::uint32_t f = builder.name("f");
    const std::uint32_t g = builder.name("g");
    std::uint32_t path = dwell::call_path::no_parent;
    for (std::uint32_t i = 0; i < 20'000; ++i) {
        path = builder.path(path, i == 50 ? g : f);
    }
    const std::string text = csv(builder.build());
    CHECK(text.size() < 20'000 * 300);
    // 100 frames are whole: the 51st is the one that the next line leaves out.
    const std::string whole = line(text, 100);
    CHECK(whole.substr(0, 106) ==
          "f;f;f;f;f;f;f;f;f;f;f;f;f;f;f;f;f;f;f;f;f;f;f;f;f;f;f;f;f;f;f;f;f;f;f;f;f;f;f;f;f;f;f;f;"
          "f;f;f;f;f;f;g;f;f;");
    CHECK(std::count(whole.begin(), whole.end(), ';') == 99);
    const std::string shortened = line(text, 101);
    CHECK(shortened.substr(98, 10) == "f;...;f;f;");
    CHECK(std::count(shortened.begin(), shortened.end(), ';') == 100);
    CHECK(shortened.find(",f,100,100,99,,") != std::string::npos);
    CHECK(line(text, 20'000).find(",f,19999,19999,19998,,") != std::string::npos);
}

TEST_CASE("what dwell itself has cost can be taken away from a CSV file") {
    dwell::profile_builder builder = test::builder_of({{"a", 1, 10}});
    builder.parts().metadata.scope_cost_ns = 4;
    const dwell::profile profile = builder.build();
    CHECK(csv(profile).find(",1,0,,10,10,10,") != std::string::npos);
    CHECK(csv(profile, {.compensate = true}).find(",1,0,,6,6,6,") != std::string::npos);
}
