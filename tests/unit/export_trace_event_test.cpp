// SPDX-License-Identifier: BSL-1.0
// Trace Event JSON as text; tests/consumers lets DevTools's engine and speedscope read it.
#include "support/catch.hpp"
#include "support/sample_timeline.hpp"

#include <dwell/export/save.hpp>
#include <dwell/export/trace_event.hpp>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

namespace {

std::string trace_of(const dwell::profile& profile, dwell::trace_event_options options = {}) {
    dwell::string_sink out;
    REQUIRE(dwell::write_trace_event(out, profile, options));
    return out.text();
}

bool trace_has(const std::string& trace, const std::string& part) { return trace.find(part) != std::string::npos; }

/// Begin and end of each scope of a thread, as "[1000,1004]".
std::string intervals_text(const dwell::profile& profile, size_t thread = 0) {
    const dwell::detail::trace_clock clock(profile);
    const dwell::timeline_thread& chosen = profile.timeline().threads[thread];
    const dwell::detail::trace_intervals intervals(profile, chosen, clock);
    std::string text;
    for (size_t i = 0; i < chosen.scopes.size(); ++i) {
        text += "[" + std::to_string(intervals[i].begin_ns) + "," + std::to_string(intervals[i].end_ns) + "]";
    }
    return text;
}

std::string intervals_of(const std::vector<std::pair<std::string, std::pair<uint64_t, uint64_t>>>& scopes,
                         double ns_per_tick = 1) {
    sample::timeline_maker maker(ns_per_tick);
    dwell::timeline_thread thread;
    for (const auto& [path, interval] : scopes) {
        thread.scopes.push_back(maker.scope(path, interval.first, interval.second));
    }
    maker.add("t", std::move(thread));
    maker.recorded.end_ticks = 1'000'000;
    return intervals_text(maker.build());
}

/// Scopes of any depth that begin and end at few moments: `next` gives pseudo-random numbers.
class random_scopes {
public:
    random_scopes(sample::timeline_maker& maker, uint64_t seed) : maker_(maker), state_(seed) {}

    /// Fills [begin, end] of a parent, and gives the number of scopes.
    void fill(dwell::timeline_thread& thread, uint32_t parent, uint64_t begin, uint64_t end, int depth) {
        const uint32_t path = maker_.builder.path(parent, maker_.builder.name("scope"));
        for (uint64_t count = next(4); count > 0 && begin <= end; --count) {
            const uint64_t from = begin + next(3) % (end - begin + 1);
            const uint64_t to = from + next(end - from + 1);
            thread.scopes.push_back(maker_.scope_of(path, from, to));
            if (depth > 0) {
                fill(thread, path, from, to, depth - 1);
            }
            begin = to;
        }
    }

    uint64_t next(uint64_t bound) {
        state_ = state_ * 6364136223846793005U + 1442695040888963407U;
        return (state_ >> 33U) % bound;
    }

private:
    sample::timeline_maker& maker_;
    uint64_t state_;
};

/// What a reader that adds microseconds in doubles finds around each scope: DevTools's way. -2 where it gives up.
std::vector<int64_t> around_in_doubles(const dwell::detail::trace_intervals& intervals, size_t size) {
    std::vector<int64_t> result;
    std::vector<size_t> open;
    const auto begin = [&](size_t i) { return static_cast<double>(intervals[i].begin_ns) / 1000; };
    const auto end = [&](size_t i) {
        return begin(i) + static_cast<double>(intervals[i].end_ns - intervals[i].begin_ns) / 1000;
    };
    for (size_t i = 0; i < size; ++i) {
        while (!open.empty() && begin(i) >= end(open.back())) {
            open.pop_back();
        }
        if (!open.empty() && (end(i) > end(open.back()) || begin(i) < begin(open.back()))) {
            result.push_back(-2);
            continue;
        }
        result.push_back(open.empty() ? -1 : static_cast<int64_t>(open.back()));
        open.push_back(i);
    }
    return result;
}

}  // namespace

TEST_CASE("a trace has threads, scopes, spans, marks and metrics, microseconds after the first moment") {
    sample::timeline_maker maker(2.5);
    maker.builder.parts().metadata.program = "prog";
    maker.builder.parts().metadata.command = "prog --now";
    maker.builder.parts().metadata.pid = 42;
    maker.builder.parts().origin_unix_ns = 1'000'000'000'000'000'000;
    maker.builder.parts().exemplars_per_name = 1;
    maker.recorded.end_ticks = 10'000;
    dwell::timeline_thread main;
    main.scopes = {maker.scope("a", 4000, 10'000, true), maker.scope("a;b", 4001, 4003)};
    main.overlapping = {maker.scope("span", 4002, 4802)};
    main.marks = {{"deploy", 4400}};
    main.overwritten_scopes = 7;
    main.overwritten_values = 1;
    maker.add("main", main);
    maker.add("", {});
    dwell::timeline_series series;
    series.identity = {"bytes.read", {{"disk", "a"}}, "", "bytes"};
    series.values = {{4000, 18446744073709551615.0}, {4400, dwell::detail::not_a_number}};
    maker.recorded.counters = {series};
    series.identity = {"queue", {}, "", ""};
    series.values = {{8000, -1.5}, {8001, dwell::detail::infinity}};
    maker.recorded.gauges = {series};
    dwell::exemplar slow;
    slow.instance = main.scopes[1];
    slow.thread = "main";
    slow.thread_number = 1;
    slow.allocations = 3;
    slow.allocated_bytes = 100;
    maker.builder.add_exemplar(slow);
    const std::string trace = trace_of(maker.build());
    CHECK(trace ==
          R"json({
 "traceEvents":[
  {"ph":"M","pid":42,"tid":1,"ts":0.000,"cat":"__metadata","name":"process_name","args":{"name":"prog"}},
  {"ph":"M","pid":42,"tid":1,"ts":0.000,"cat":"__metadata","name":"thread_name","args":{"name":"main"}},
  {"ph":"M","pid":42,"tid":1,"ts":0.000,"cat":"__metadata","name":"thread_sort_index","args":{"sort_index":1}},
  {"ph":"I","pid":42,"tid":1,"ts":1.000,"cat":"dwell","name":"overwritten before this: scopes 7, marks and values 1","s":"t"},
  {"ph":"X","pid":42,"tid":1,"ts":1.000,"dur":15.000,"cat":"scope","name":"a"},
  {"ph":"X","pid":42,"tid":1,"ts":1.003,"dur":0.005,"cat":"scope","name":"b"},
  {"ph":"b","pid":42,"tid":1,"ts":1.005,"cat":"span","name":"span","id":1},
  {"ph":"e","pid":42,"tid":1,"ts":3.005,"cat":"span","name":"span","id":1},
  {"ph":"I","pid":42,"tid":1,"ts":2.000,"cat":"mark","name":"deploy","s":"t"},
  {"ph":"M","pid":42,"tid":2,"ts":0.000,"cat":"__metadata","name":"thread_name","args":{"name":"(unnamed thread)"}},
  {"ph":"M","pid":42,"tid":2,"ts":0.000,"cat":"__metadata","name":"thread_sort_index","args":{"sort_index":2}},
  {"ph":"C","pid":42,"tid":1,"ts":1.000,"cat":"metric","name":"bytes.read{disk=\"a\"} (bytes)","args":{"value":18446744073709551616}},
  {"ph":"C","pid":42,"tid":1,"ts":11.000,"cat":"metric","name":"queue","args":{"value":-1.5}},
  {"ph":"b","pid":42,"tid":1,"ts":1.003,"cat":"slowest","name":"slowest b","id":2,"args":{"detail":"number 1: 100 % in b itself","rank":1,"cause":"b","cause_ns":5,"thread":"main","allocations":3,"allocated_bytes":100}},
  {"ph":"e","pid":42,"tid":1,"ts":1.008,"cat":"slowest","name":"slowest b","id":2}
 ],
 "otherData":{
  "exporter":"dwell@)json" DWELL_VERSION_STRING R"json(",
  "program":"prog",
  "command":"prog --now",
  "unix_ns_at_first_moment":"1000000000000010000",
  "us_at_first_moment":1.000,
  "overwritten_scopes":7,
  "overwritten_values":1,
  "left_out_values":2,
  "left_out_exemplars":0
 }
}
)json");
}

TEST_CASE("a trace of no timeline is valid and empty") {
    CHECK(trace_of(dwell::profile()) == R"({
 "traceEvents":[
  {"ph":"M","pid":1,"tid":1,"ts":0.000,"cat":"__metadata","name":"process_name","args":{"name":"dwell"}}
 ],
 "otherData":{
  "exporter":"dwell@)" DWELL_VERSION_STRING R"(",
  "program":"",
  "command":"",
  "unix_ns_at_first_moment":"0",
  "us_at_first_moment":1.000,
  "overwritten_scopes":0,
  "overwritten_values":0,
  "left_out_values":0,
  "left_out_exemplars":0
 }
}
)");
}

TEST_CASE("a trace leaves out exemplars that are older than its timeline or not wanted") {
    const dwell::profile profile = sample::hostile_timeline(1);
    REQUIRE(profile.exemplars().size() == 2);
    const std::string trace = trace_of(profile);
    CHECK(trace_has(trace, R"("name":"slowest load")"));
    CHECK(trace_has(trace, R"("rank":1,)") != trace_has(trace, R"("rank":2,)"));
    CHECK(trace_has(trace, R"("left_out_exemplars":1)"));
    const std::string without = trace_of(profile, {.exemplars = false});
    CHECK_FALSE(trace_has(without, "slowest"));
    CHECK(trace_has(without, R"("left_out_exemplars":0)"));
}

TEST_CASE("a trace writes a name that browsers keep for themselves with a space behind it") {
    CHECK(dwell::detail::trace_name("Paint") == "Paint ");
    CHECK(dwell::detail::trace_name("thread_sort_index") == "thread_sort_index ");
    CHECK(dwell::detail::trace_name("AbortPostTaskCallback") == "AbortPostTaskCallback ");
    for (const char* const as_it_is : {"", "Pain", "Paint ", "aint", "paint", "Paint\nPaintImage", "\n", "Repaint"}) {
        CHECK(dwell::detail::trace_name(as_it_is) == as_it_is);
    }
    const std::string trace = trace_of(sample::hostile_timeline(0.4));
    CHECK(trace_has(trace, R"("cat":"scope","name":"TracingStartedInBrowser "})"));
    CHECK(trace_has(trace, R"("cat":"mark","name":"TracingStartedInBrowser ",)"));
    CHECK(trace_has(trace, R"("cat":"span","name":"TracingStartedInBrowser ",)"));
    CHECK_FALSE(trace_has(trace, R"("name":"TracingStartedInBrowser","id")"));
}

TEST_CASE("scopes of a trace are apart by a nanosecond and enclose one another by one") {
    // What the clock told apart stays as it is.
    CHECK(intervals_of({{"a", {5, 105}}, {"a;b", {7, 20}}, {"a;b", {22, 103}}}) == "[1000,1100][1002,1015][1017,1098]");
    // A child's end moves its parent's, and a sibling's end the next one's begin.
    CHECK(intervals_of({{"a", {5, 15}}, {"a;b", {5, 10}}, {"a;b", {10, 15}}, {"c", {15, 16}}}) ==
          "[1000,1011][1000,1005][1006,1010][1012,1013]");
    // No time at all: at the parent's begin, inside one of no time, at the parent's end, behind it.
    CHECK(intervals_of({{"a", {5, 15}}, {"a;b", {5, 5}}, {"a;b;c", {5, 5}}, {"a;b", {15, 15}}, {"d", {15, 15}}}) ==
          "[1000,1012][1000,1002][1000,1001][1010,1011][1013,1014]");
    // Both ends of a child are rounded as its parent's are: 12.5 and 37.5 ns are up, for both.
    CHECK(intervals_of({{"a", {0, 6}}, {"a;b", {1, 3}}, {"a;b", {3, 5}}}, 12.5) == "[1000,1075][1013,1038][1039,1063]");
    // What overlaps although nothing should is put one behind the other.
    CHECK(intervals_of({{"a", {0, 10}}, {"b", {5, 20}}}) == "[1000,1010][1011,1020]");
}

TEST_CASE("a reader that adds in doubles finds the nesting of any scopes of a trace") {
    size_t scopes = 0;
    for (uint64_t seed = 1; seed <= 300; ++seed) {
        // From a clock with 3 ticks a nanosecond to one with a tick a microsecond.
        const double ns_per_tick = seed % 3 == 0 ? 1.0 / 3 : seed % 3 == 1 ? 41.666 : 1000;
        sample::timeline_maker maker(ns_per_tick);
        random_scopes random(maker, seed);
        dwell::timeline_thread thread;
        const uint64_t origin = seed * 1'000'000'007;
        thread.marks.push_back({"first", 0});
        random.fill(thread, dwell::call_path::no_parent, origin, origin + 1 + random.next(200), 6);
        scopes += thread.scopes.size();
        maker.add("t", thread);
        maker.recorded.end_ticks = origin + 1000;
        const dwell::profile profile = maker.build();
        const dwell::timeline_thread& built = profile.timeline().threads[0];
        const dwell::detail::trace_intervals intervals(profile, built, dwell::detail::trace_clock(profile));
        const std::vector<int64_t> found = around_in_doubles(intervals, built.scopes.size());
        std::vector<size_t> open;
        for (size_t i = 0; i < built.scopes.size(); ++i) {
            const uint32_t depth = profile.paths()[built.scopes[i].path].depth;
            open.resize(depth);
            const int64_t around = open.empty() ? -1 : static_cast<int64_t>(open.back());
            open.push_back(i);
            if (found[i] != around) {
                FAIL("seed " << seed << ", scope " << i << ": inside " << found[i] << ", not " << around);
            }
        }
    }
    CHECK(scopes > 5000);
}

TEST_CASE("moments near the end of what 64 bits hold stay in order in a trace") {
    sample::timeline_maker maker(1e9);
    dwell::timeline_thread thread;
    thread.scopes = {maker.scope("a", 1, 2)};
    thread.scopes[0].duration_ticks = dwell::uint64_max - 1;
    maker.add("t", thread);
    maker.recorded.end_ticks = dwell::uint64_max;
    CHECK(intervals_text(maker.build()) == "[1000,9223372036854776807]");
}

TEST_CASE("save writes a trace where the profile has a timeline") {
    namespace fs = std::filesystem;
    const fs::path folder =
        fs::temp_directory_path() / ("dwell-trace-test-" + std::to_string(dwell::detail::process_id()));
    REQUIRE(dwell::save(sample::small_profile(), folder.string()));
    CHECK_FALSE(fs::exists(folder / "profile.trace.json"));
    REQUIRE(dwell::save(sample::hostile_timeline(1), folder.string(), {.trace = {.exemplars = false}}));
    CHECK(fs::file_size(folder / "profile.trace.json") ==
          trace_of(sample::hostile_timeline(1), {.exemplars = false}).size());
    fs::remove_all(folder);
}
