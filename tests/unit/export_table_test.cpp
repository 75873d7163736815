// SPDX-License-Identifier: BSL-1.0
// The table: order, columns, width, units; and the numbers for people that it is made of.
#include "support/catch.hpp"
#include "support/exemplar_fixture.hpp"
#include "support/profile_fixture.hpp"
#include "support/sample_exemplars.hpp"
#include "support/sample_profile.hpp"
#include "support/text_search.hpp"

#include <dwell/export/table.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace {

std::string table(const dwell::profile& profile, dwell::table_options options = {}) {
    dwell::string_sink out;
    REQUIRE(dwell::write_table(out, profile, options));
    return out.text();
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (size_t begin = 0; begin < text.size();) {
        const size_t end = text.find('\n', begin);
        REQUIRE(end != std::string::npos);
        lines.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

using test::contains;

size_t widest(const std::vector<std::string>& lines) {
    size_t width = 0;
    for (const std::string& line : lines) {
        width = (std::max)(width, dwell::detail::count_code_points(line));
    }
    return width;
}

// 1,000 steps of 1 ms, and two that took longer, which are among the exemplars.
dwell::profile_builder two_slow_steps() {
    dwell::profile_builder builder = test::builder_of({{"step", 0, 1'000'000'000 + 20'000'000 + 5'000'000},
                                                       {"step;parse", 1'002, 1'002'000'000},
                                                       {"step;rebuild", 1, 19'000'000},
                                                       {"once", 1, 5}});
    dwell::histogram& durations = builder.at(test::add_path(builder, "step")).durations;
    durations.record(1'000'000, 1'000);
    durations.record(20'000'000);
    durations.record(5'000'000);
    builder.at(test::add_path(builder, "step")).calls = 1'002;
    builder.parts().exemplars_per_name = 3;
    builder.parts().origin_unix_ns = 1'790'000'000'000'000'000;
    dwell::exemplar slow =
        test::exemplar_of(builder, {"step", 4'005'000'000, 20'000'000},
                          {{"step;parse", 4'005'000'000, 1'000'000}, {"step;rebuild", 4'006'000'000, 19'000'000}});
    slow.allocations = 12;
    slow.left_out = 3;
    builder.add_exemplar(slow);
    slow = test::exemplar_of(builder, {"step", 600'000'000, 5'000'000}, {{"step;parse", 600'000'000, 1'000'000}});
    slow.thread = "a thread that has a name to be cut";
    slow.is_cut = true;
    builder.add_exemplar(slow);
    builder.add_exemplar(test::exemplar_of(builder, {"step", 700'000'000, 1'000'000}));
    builder.add_exemplar(test::exemplar_of(builder, {"once", 0, 5}));
    return builder;
}

// From the line that begins so on.
std::string text_from_line(const std::string& text, const std::string& begin) {
    const size_t at = text.find("\n" + begin);
    return at == std::string::npos ? std::string() : text.substr(at + 1);
}

}  // namespace

TEST_CASE("the table of a small profile") {
    CHECK(table(sample::small_profile()) ==
          "orchestrator: 2.50 s, clock tsc (steps of 10.4 ns),\n"
          "  a scope costs 9.50 ns itself and 10.2 ns its parent\n"
          "scope  count    total     self  self %      p50      p95      p99      max\n"
          "load       1  49.4 ms  49.4 ms    99.1  49.4 ms  49.4 ms  49.4 ms  49.4 ms\n"
          "plan     100   340 us   340 us     0.7  3.35 us  6.38 us  6.66 us  6.66 us\n"
          "parse    100  97.3 us  97.3 us     0.2   741 ns  1.51 us  1.53 us  1.54 us\n"
          "tiny     100   120 ns   120 ns     0.0  1.20 ns  1.20 ns  1.20 ns  1.20 ns\n"
          "step     100   437 us     0 ns     0.0  4.31 us  7.50 us  8.06 us  8.20 us\n"
          "\n"
          "counter                              value\n"
          "bytes.read (bytes)    18446744073709551615\n"
          "requests{route=\"/a\"}                    41\n"
          "requests{route=\"/b\"}                     1\n"
          "\n"
          "gauge                value\n"
          "queue.length (jobs)    2.5\n"
          "\n"
          "distribution                   count    mean     p50      p95      p99   max\n"
          "reply.size{kind=\"json\"} (KiB)   1000  750.75  750.25  1424.72  1485.21  1500\n");
}

TEST_CASE("rows are call paths where that is asked for") {
    const std::vector<std::string> lines =
        lines_of(table(sample::small_profile(), {dwell::table_rows_are::call_paths, 3, 0, false}));
    REQUIRE(lines.size() > 5);
    CHECK(lines[1].substr(0, 9) == "call path");
    CHECK(lines[2].substr(0, 5) == "load ");
    CHECK(lines[3].substr(0, 20) == "step;plan;plan;plan ");
    CHECK(lines[4].substr(0, 11) == "step;parse ");
    CHECK(lines[5] == "(4 more call paths)");
}

TEST_CASE("the top is by self time, and says what it leaves out") {
    std::vector<test::path_entry> entries;
    for (uint64_t i = 1; i <= 40; ++i) {
        entries.push_back({"n" + std::to_string(i), 1, i * 1'000});
    }
    const dwell::profile profile = test::profile_of(entries);
    std::vector<std::string> lines = lines_of(table(profile));
    REQUIRE(lines.size() == 1 + 1 + 30 + 1);
    CHECK(lines[2].substr(0, 4) == "n40 ");
    CHECK(lines[31].substr(0, 4) == "n11 ");
    CHECK(lines[32] == "(10 more scopes)");
    CHECK(lines_of(table(profile, {dwell::table_rows_are::names, 0, 0, false})).size() == 42);
    CHECK(lines_of(table(profile, {dwell::table_rows_are::names, 1, 0, false})).size() == 4);
}

TEST_CASE("names are shortened so that lines fit, and only as far") {
    const dwell::profile profile = sample::full_profile();
    for (const size_t width : {90U, 100U, 200U}) {
        dwell::table_options options;
        options.width = width;
        std::vector<std::string> lines = lines_of(table(profile, options));
        CHECK(dwell::detail::count_code_points(lines[0]) <= width);
        lines.erase(lines.begin());
        lines.erase(std::find_if(lines.begin(), lines.end(),
                                 [](const std::string& line) { return line.substr(0, 8) == "warning:"; }),
                    lines.end());
        CHECK(widest(lines) == width);
    }
    dwell::table_options options;
    options.width = 0;
    CHECK(widest(lines_of(table(profile, options))) > 1'000);
    options.width = 1;  // numbers are never cut, nor is what little is left of a name
    CHECK(contains(table(profile, options), "gr\xC3\xBC\xC3\x9F \xE4\xB8\x96\xE7\x95\x8C \xF0\x9F\x8C\x8D "));
    CHECK(contains(table(profile, options), "xxxxx..xxxxx "));
}

TEST_CASE("memory has rows of its own, and what is in no call path") {
    const std::string plain = table(sample::small_profile());
    const std::string text = table(sample::with_memory(sample::small_profile()));
    CHECK_FALSE(contains(plain, "memory"));
    const std::string expected =
        "\n"
        "memory            allocations  a call     bytes  self bytes  live bytes                  95 %\n"
        "plan                       90     0.9  39.1 MiB    39.1 MiB    6.29 MiB  4.00 MiB to 9.99 MiB\n"
        "parse                      20     0.2  3.81 MiB    3.81 MiB    1.72 MiB   665 KiB to 4.32 MiB\n"
        "step                      120     1.2  43.9 MiB     977 KiB    13.2 MiB  9.73 MiB to 17.9 MiB\n"
        "load                        0       0       0 B         0 B     586 KiB  72.6 KiB to 2.76 MiB\n"
        "tiny                        0       0       0 B         0 B    4.01 MiB  2.23 MiB to 7.22 MiB\n"
        "(outside scopes)           12       -   338 KiB     338 KiB     684 KiB   469 KiB to 2.62 MiB\n"
        "(dwell itself)             40       -  97.7 KiB    97.7 KiB           -                     -\n"
        "(bytes: requested; live bytes: estimates, of one sample every 512 KiB on average)\n";
    // All else is as it was.
    const size_t at = plain.find("\n\ncounter") + 1;
    const std::string warnings =
        "\n"
        "warning: frees of which only the usable size was known: 3\n"
        "warning: allocations for which there was no memory: 2\n"
        "warning: live blocks that are not followed, for want of memory: 1\n";
    CHECK(text == plain.substr(0, at) + expected + plain.substr(at) + warnings);

    const std::string by_path =
        table(sample::with_memory(sample::small_profile()), {.rows = dwell::table_rows_are::call_paths, .top = 2});
    CHECK(
        contains(by_path,
                 "\nstep;plan;plan;plan           50     0.5  23.8 MiB    23.8 MiB    3.43 MiB  1.81 MiB to 6.51 MiB\n"
                 "step;plan;plan                90       -  39.1 MiB    15.3 MiB    6.29 MiB  4.00 MiB to 9.99 MiB\n"
                 "(outside scopes)"));
    CHECK(contains(by_path, "97.7 KiB           -                     -\n(5 more call paths)\n(bytes: "));
}

TEST_CASE("the table says what was counted and followed") {
    const auto with = [](const std::string& sizes, uint64_t interval, uint64_t allocations) {
        dwell::profile_builder builder = test::builder_of({{"a", 1, 1}});
        builder.at(0).self_memory.allocations = allocations;
        builder.parts().memory.sizes = sizes;
        builder.parts().memory.sample_interval_bytes = interval;
        return table(builder.build());
    };
    CHECK(contains(with("usable", 0, 7),
                   "\na                 7       7    0 B         0 B           -\n(bytes: usable)\n"));
    CHECK(contains(with("mixed", 1, 7), "         0 B\n(bytes: mixed; live bytes: each block is followed)\n"));
    CHECK(contains(with("", 0, 7), "\n(bytes: of a kind that is not known)\n"));
    CHECK(contains(with("not counted under AddressSanitizer", 0, 0),
                   "\nno allocation was counted (sizes: not counted under AddressSanitizer)\n"));
    CHECK(contains(with("x\x1b[1m", 0, 0), "(sizes: x?[1m)"));
}

TEST_CASE("the slowest instances and what each took its time for") {
    CHECK(text_from_line(table(two_slow_steps().build()), "slowest") ==
          "slowest instances     took   median   after      at (UTC)            thread\n"
          "step               20.0 ms  1.00 ms  4.00 s  14:13:24.005            worker\n"
          "  rebuild: 19.0 ms, usually 0 ns; 3 short scopes inside are not kept\n"
          "step               5.00 ms  1.00 ms  600 ms  14:13:20.600  a threa.. be cut\n"
          "  itself: 4.00 ms, usually 0 ns; its beginning is not in the timeline\n"
          "(instances of which the timeline lacks the beginning: 1)\n");
    CHECK(contains(table(two_slow_steps().build(), {.slowest = 1}),
                   "\n  rebuild: 19.0 ms, usually 0 ns; 3 short scopes inside are not kept\n(1 more instances)\n"));
    CHECK(contains(table(two_slow_steps().build(), {.slowest = 0}), "\n  itself: 4.00 ms"));
    // Allocations where any were counted; no time of day where it is not known.
    dwell::profile_builder builder = two_slow_steps();
    builder.at(0).self_memory = {12, 100, 0, 0};
    builder.parts().origin_unix_ns = 0;
    const std::string text = text_from_line(table(builder.build()), "slowest");
    CHECK(text.substr(0, text.find("  rebuild")) ==
          "slowest instances     took   median   after  at (UTC)            thread  allocations\n"
          "step               20.0 ms  1.00 ms  4.00 s         -            worker           12\n");
    CHECK(text_from_line(table(sample::full_profile()), "slowest").empty());
    CHECK_FALSE(contains(table(sample::full_profile()), "timeline"));
}

TEST_CASE("what the timeline had to overwrite is said") {
    dwell::profile_builder builder = test::builder_of({{"a", 1, 10}});
    dwell::timeline recorded;
    recorded.threads.resize(2);
    recorded.threads[0].overwritten_scopes = 7;
    recorded.threads[1].overwritten_values = 5;
    builder.set_timeline(recorded);
    CHECK(
        contains(table(builder.build()), "\n\n(the timeline has overwritten 7 older scopes and 5 marks and values)\n"));
    recorded.threads.resize(1);
    dwell::profile_builder cut = two_slow_steps();
    cut.set_timeline(recorded);
    CHECK(contains(table(cut.build()), "the beginning: 1; the timeline has overwritten 7 older scopes and 0 marks"));
}

TEST_CASE("lines about instances keep to the width and say nothing to a terminal") {
    const dwell::profile profile = sample::with_exemplars(sample::with_memory(sample::full_profile()));
    for (const size_t width : {100U, 120U}) {
        CHECK(widest(lines_of(text_from_line(table(profile, {.width = width, .slowest = 0}), "slowest instances"))) <=
              width);
    }
    dwell::profile_builder builder = two_slow_steps();
    dwell::exemplar slow = test::exemplar_of(builder, {"step", 1, 30'000'000},
                                             {{"step;\x9b"
                                               "2J\xff",
                                               1, 30'000'000}});
    slow.thread = "\x1b[31m\xC2\x9B\n";
    builder.add_exemplar(slow);
    const std::string text = table(builder.build());
    CHECK(contains(text, "  ?[31m??\n  ?2J?: 30.0 ms"));
    CHECK(text.find('\x1b') == std::string::npos);
}

TEST_CASE("only what recording lost is a warning") {
    const std::string text = table(sample::full_profile());
    CHECK(contains(text, "\nwarning: scopes that ended out of order: 4\n"));
    CHECK(contains(text, ": 18446744073709551615\n"));
    CHECK_FALSE(contains(table(sample::small_profile()), "warning"));
}

TEST_CASE("scopes that are only open have no percentiles") {
    dwell::profile_builder builder;
    builder.at(builder.path(dwell::call_path::no_parent, builder.name("main"))).total_ticks = 1'500'000;
    CHECK(table(builder.build()) ==
          "profile\n"
          "scope  count    total     self  self %  p50  p95  p99  max\n"
          "main       0  1.50 ms  1.50 ms   100.0    -    -    -    -\n");
}

TEST_CASE("an empty profile is said to be one") {
    CHECK(table(dwell::profile()) == "profile\nno scope was recorded\n");
}

TEST_CASE("colour is in escape sequences, and only where asked for") {
    CHECK_FALSE(contains(table(sample::full_profile()), "\x1b"));
    dwell::table_options options;
    options.colour = true;
    std::string text = table(sample::full_profile(), options);
    CHECK(contains(text, "\x1b[33mwarning: "));
    for (size_t at = text.find('\x1b'); at != std::string::npos; at = text.find('\x1b')) {
        text.erase(at, text.find('m', at) - at + 1);
    }
    CHECK(text == table(sample::full_profile()));
}

TEST_CASE("nothing that a name holds reaches the terminal as a command") {
    using dwell::detail::printable;
    CHECK(printable("a\x1b[31mb\r\n\x7f") == "a?[31mb???");
    CHECK(printable("\xC2\x9B"
                    "31m\xFF") == "?31m?");
    CHECK(printable("gr\xC3\xBC\xC3\x9F") == "gr\xC3\xBC\xC3\x9F");
    dwell::profile_builder builder = test::builder_of({{"a", 1, 1}});
    builder.parts().metadata.program = "p\x1b]0;x";
    builder.parts().counters = {{{"c\x1b[A", {{"k\n", "v\r"}}, "", "u\b"}, 1}};
    const std::string text = table(builder.build());
    CHECK(std::none_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; }));
    CHECK(lines_of(text).size() == 6);
}

TEST_CASE("durations for people") {
    using dwell::detail::human_duration;
    CHECK(human_duration(0) == "0 ns");
    CHECK(human_duration(0.254) == "0.25 ns");
    CHECK(human_duration(9.994) == "9.99 ns");
    CHECK(human_duration(9.996) == "10.0 ns");
    CHECK(human_duration(99.94) == "99.9 ns");
    CHECK(human_duration(99.96) == "100 ns");
    CHECK(human_duration(999.4) == "999 ns");
    CHECK(human_duration(999.6) == "1.00 us");
    CHECK(human_duration(12'345) == "12.3 us");
    CHECK(human_duration(999'600) == "1.00 ms");
    CHECK(human_duration(1e9) == "1.00 s");
    CHECK(human_duration(125e9) == "125 s");
    CHECK(human_duration(2 * 3.6e12) == "2.00 h");
    CHECK(human_duration(std::numeric_limits<double>::infinity()).back() == 'h');
}

TEST_CASE("sizes for people") {
    using dwell::detail::human_bytes;
    CHECK(human_bytes(0.0) == "0 B");
    CHECK(human_bytes(999.4) == "999 B");
    CHECK(human_bytes(999.6) == "0.98 KiB");
    CHECK(human_bytes(uint64_t{1024}) == "1.00 KiB");
    CHECK(human_bytes(999.4 * 1024) == "999 KiB");
    CHECK(human_bytes(999.6 * 1024) == "0.98 MiB");
    CHECK(human_bytes(12.34 * 1024 * 1024 * 1024) == "12.3 GiB");
    CHECK(human_bytes(18446744073709551615.0) == "16.0 EiB");
    CHECK(human_bytes(std::numeric_limits<double>::infinity()).find(" EiB") != std::string::npos);
}

TEST_CASE("counts and numbers for people") {
    using dwell::detail::human_count;
    using dwell::detail::human_number;
    CHECK(human_count(0) == "0");
    CHECK(human_count(9'999'999) == "9999999");
    CHECK(human_count(10'000'000) == "10.0 M");
    CHECK(human_count(999'600'000) == "1.00 G");
    CHECK(human_count(UINT64_MAX) == "18.4 E");
    CHECK(human_number(42) == "42");
    CHECK(human_number(-123456789) == "-123456789");
    CHECK(human_number(0.1) == "0.1");
    CHECK(human_number(1234.5678) == "1234.57");
    CHECK(human_number(1e300) == "1e+300");
    CHECK(human_number(std::nan("")) == "nan");
    CHECK(human_number(-INFINITY) == "-inf");
}

TEST_CASE("text is shortened in its middle, by code points") {
    using dwell::detail::shortened;
    CHECK(shortened("abcdefghij", 10) == "abcdefghij");
    CHECK(shortened("abcdefghij", 9) == "abcd..hij");
    CHECK(shortened("abcdefghij", 4) == "a..j");
    CHECK(shortened("abcdefghij", 3) == "a..");
    CHECK(shortened("abcdefghij", 1) == ".");
    CHECK(shortened("", 0).empty());
    CHECK(shortened("\xC3\xA4\xC3\xB6\xC3\xBC\xC3\x9F\xC3\xA9", 4) == "\xC3\xA4..\xC3\xA9");
}
