// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include "perf/sampled_stacks.hpp"

#include <dwell/export/folded.hpp>
#include <dwell/export/sink.hpp>

#include <sstream>
#include <string>

using namespace dwell;
using dwell::tool::read_perf_script;

namespace {

std::string folded(const std::string& script) {
    std::istringstream in(script);
    string_sink out;
    REQUIRE(write_folded(out, read_perf_script(in, 1000).stacks, {.unit = folded_unit::calls}));
    return out.text();
}

}  // namespace

TEST_CASE("samples of perf become folded stacks with the root first", "[tool]") {
    CHECK(folded("sample   1001001 \n"
                 "\t    55d0 inner (/usr/bin/sample)\n"
                 "\t    55d1 main (/usr/bin/sample)\n"
                 "\n"
                 "sample   1001001: \n"
                 "\t    55d0 inner (/usr/bin/sample)\n"
                 "\t    55d1 main (/usr/bin/sample)\n"
                 "\n"
                 "sample   1001001 \n"
                 "\t    55d1 main (/usr/bin/sample)\n") ==
          "sample;main 1\n"
          "sample;main;inner 2\n");
}

TEST_CASE("frames of perf without a name are their file", "[tool]") {
    CHECK(folded("a 1 \n"
                 "\t 7f00 [unknown] (/usr/lib/x86_64-linux-gnu/libc.so.6)\n"
                 "\t 7f01 [unknown] ([vdso])\n"
                 "\t 7f02 [unknown] ([unknown])\n"
                 "\t 7f03 [unknown]\n"
                 "\t 7f04\n") == "a;[unknown];[unknown];[unknown];[vdso];[libc.so.6] 1\n");
}

TEST_CASE("names of functions and threads in perf have blanks and brackets and semicolons", "[tool]") {
    CHECK(folded("a b; c   1001001 \n"
                 "\t 55d0 std::function<void (int)>::operator()(int) const (/opt/my (old) tools/a)\n"
                 "\t 55d1 inlined_one (inlined)\n"
                 "\t 55d2 f(char const*, int) (/opt/a)\n") ==
          "a b: c;f(char const*, int);inlined_one (inlined);std::function<void (int)>::operator()(int) const 1\n");
}

TEST_CASE("a perf sample has the time between two", "[tool]") {
    std::istringstream in("a 5 \n\t 1 f (/a)\n\na 5 \n\t 1 f (/a)\n\n\n");
    const auto read = read_perf_script(in, 1000);
    CHECK(read.samples == 2);
    REQUIRE(read.stacks.paths().size() == 2);
    CHECK(read.stacks.paths()[0].total_ticks == 2'000'000);
    CHECK(read.stacks.paths()[0].self_ticks == 0);
    CHECK(read.stacks.paths()[1].self_ticks == 2'000'000);
    CHECK(read.stacks.scale().to_ns(2e6) == 2e6);
}

TEST_CASE("what is no output of perf has no sample or is one of unknown names", "[tool]") {
    CHECK(folded("").empty());
    CHECK(folded("\n\n\n").empty());
    CHECK(folded("nonsense\nmore nonsense\n\tstill\n") == "[unknown];[unknown] 1\n");
}
