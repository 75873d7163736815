// SPDX-License-Identifier: BSL-1.0
// Google Benchmark's JSON as text; tests/consumers lets its compare.py read it.
#include "support/catch.hpp"
#include "support/profile_fixture.hpp"
#include "support/sample_profile.hpp"
#include "support/text_search.hpp"

#include <dwell/export/benchmark_json.hpp>
#include <dwell/export/json_reader.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace {

template <typename Source>
std::string benchmarks(const Source& source, dwell::benchmark_json_options options = {}) {
    dwell::string_sink out;
    REQUIRE(dwell::write_benchmark_json(out, source, options));
    dwell::detail::json_reader in(out.text());
    REQUIRE((in.skip() && in.end()));
    return out.text();
}

/// The elements of "benchmarks", a line each.
template <typename Source>
std::vector<std::string> rows(const Source& source) {
    const std::string text = benchmarks(source);
    std::vector<std::string> lines;
    for (size_t at = text.find("\n  {"); at != std::string::npos; at = text.find("\n  {", at + 1)) {
        const size_t end = text.find('\n', at + 1);
        lines.push_back(text.substr(at + 3, end - at - 3));
        if (lines.back().back() == ',') {
            lines.back().pop_back();
        }
    }
    return lines;
}

std::string member(const std::string& row, const std::string& key) {
    const size_t begin = row.find("\"" + key + "\":");
    return begin == std::string::npos
               ? "none"
               : row.substr(begin + key.size() + 3, row.find_first_of(",}", begin) - begin - key.size() - 3);
}

using test::contains;

}  // namespace

TEST_CASE("a profile is four aggregates a scope, in nanoseconds a call") {
    dwell::profile_builder builder = test::builder_of({{"a", 2, 40}, {"a;b", 1, 10}});
    dwell::profile_parts& parts = builder.parts();
    parts.scale.ns_per_tick = 2.5;
    parts.metadata.program = "prog";
    parts.metadata.host = "here";
    parts.metadata.cpu_count = 4;
    parts.metadata.git_commit = "0123abc";
    builder.at(0).durations.record(30, 2);
    builder.at(0).cpu_calls = 3;
    builder.at(0).cpu_ns = 100;
    CHECK(benchmarks(builder.build()) ==
          "{\n"
          " \"context\":{\n"
          "  \"date\":\"1970-01-01T00:00:00+00:00\",\n"
          "  \"host_name\":\"here\",\n"
          "  \"executable\":\"prog\",\n"
          "  \"num_cpus\":4,\n"
          "  \"caches\":[],\n"
          "  \"load_avg\":[],\n"
          "  \"command\":\"\",\n"
          "  \"cpu_model\":\"\",\n"
          "  \"operating_system\":\"\",\n"
          "  \"compiler\":\"\",\n"
          "  \"build_flags\":\"\",\n"
          "  \"git_commit\":\"0123abc\",\n"
          "  \"dwell_version\":\"\",\n"
          "  \"compensated\":\"false\"\n"
          " },\n"
          " \"benchmarks\":[\n"
          R"(  {"name":"a_mean","family_index":0,"per_family_instance_index":0,"run_name":"a","run_type":"aggregate",)"
          R"("repetitions":1,"threads":1,"aggregate_name":"mean","aggregate_unit":"time","iterations":2,)"
          R"("real_time":50,"cpu_time":33.333,"time_unit":"ns"},)"
          "\n"
          R"(  {"name":"a_median","family_index":0,"per_family_instance_index":1,"run_name":"a",)"
          R"("run_type":"aggregate","repetitions":1,"threads":1,"aggregate_name":"median","aggregate_unit":"time",)"
          R"("iterations":2,"real_time":25,"cpu_time":0,"time_unit":"ns"},)"
          "\n"
          R"(  {"name":"a_p95","family_index":0,"per_family_instance_index":2,"run_name":"a","run_type":"aggregate",)"
          R"("repetitions":1,"threads":1,"aggregate_name":"p95","aggregate_unit":"time","iterations":2,)"
          R"("real_time":75,"cpu_time":0,"time_unit":"ns"},)"
          "\n"
          R"(  {"name":"a_p99","family_index":0,"per_family_instance_index":3,"run_name":"a","run_type":"aggregate",)"
          R"("repetitions":1,"threads":1,"aggregate_name":"p99","aggregate_unit":"time","iterations":2,)"
          R"("real_time":75,"cpu_time":0,"time_unit":"ns"},)"
          "\n"
          R"(  {"name":"b_mean","family_index":1,"per_family_instance_index":0,"run_name":"b","run_type":"aggregate",)"
          R"("repetitions":1,"threads":1,"aggregate_name":"mean","aggregate_unit":"time","iterations":1,)"
          R"("real_time":25,"cpu_time":0,"time_unit":"ns"},)"
          "\n"
          R"(  {"name":"b_median","family_index":1,"per_family_instance_index":1,"run_name":"b",)"
          R"("run_type":"aggregate","repetitions":1,"threads":1,"aggregate_name":"median","aggregate_unit":"time",)"
          R"("iterations":1,"real_time":25,"cpu_time":0,"time_unit":"ns"},)"
          "\n"
          R"(  {"name":"b_p95","family_index":1,"per_family_instance_index":2,"run_name":"b","run_type":"aggregate",)"
          R"("repetitions":1,"threads":1,"aggregate_name":"p95","aggregate_unit":"time","iterations":1,)"
          R"("real_time":25,"cpu_time":0,"time_unit":"ns"},)"
          "\n"
          R"(  {"name":"b_p99","family_index":1,"per_family_instance_index":3,"run_name":"b","run_type":"aggregate",)"
          R"("repetitions":1,"threads":1,"aggregate_name":"p99","aggregate_unit":"time","iterations":1,)"
          R"("real_time":25,"cpu_time":0,"time_unit":"ns"})"
          "\n"
          " ]\n"
          "}\n");
}

TEST_CASE("repetitions are rows of one name, and a scope that a run lacks has fewer") {
    const std::vector<dwell::profile> runs = {test::profile_of({{"a", 1, 10}, {"c", 3, 30}}),
                                              test::profile_of({{"b", 1, 10}}),
                                              test::profile_of({{"a", 5, 50}, {"c", 7, 70}})};
    const std::vector<std::string> lines = rows(runs);
    REQUIRE(lines.size() == 20);
    const auto summary = [&](size_t i) {
        return member(lines[i], "name") + " " + member(lines[i], "run_type") + " " +
               member(lines[i], "repetition_index") + " of " + member(lines[i], "repetitions") + ": " +
               member(lines[i], "iterations");
    };
    CHECK(summary(0) == "\"a_mean\" \"iteration\" 0 of 3: 1");
    CHECK(summary(1) == "\"a_mean\" \"iteration\" 2 of 3: 5");
    CHECK(summary(2) == "\"a_median\" \"iteration\" 0 of 3: 1");
    CHECK(summary(8) == "\"b_mean\" \"iteration\" 1 of 3: 1");
    CHECK(summary(12) == "\"c_mean\" \"iteration\" 0 of 3: 3");
    CHECK(summary(19) == "\"c_p99\" \"iteration\" 2 of 3: 7");
    CHECK(member(lines[19], "run_name") == "\"c_p99\"");
    CHECK(member(lines[19], "aggregate_name") == "none");
    CHECK(rows(std::vector<dwell::profile>(1)).empty());

    dwell::string_sink out;
    CHECK(dwell::write_benchmark_json(out, std::vector<dwell::profile>()).message() ==
          "no profile was given: a file of repetitions needs one at least");
    CHECK(out.text().empty());
}

TEST_CASE("a benchmark is marked where it is an estimate, and has allocations a call where they were counted") {
    dwell::profile_builder builder = test::builder_of({{"a", 4, 40}, {"open only", 0, 40, 1}, {"s", 9, 90}});
    builder.at(0).self_memory = {6, 100, 0, 0};
    builder.at(2).sampled = {9, 3, 27};
    const std::vector<std::string> lines = rows(builder.build());
    REQUIRE(lines.size() == 8);
    CHECK(member(lines[0], "allocs_per_iter") == "1.5");
    CHECK(member(lines[1], "allocs_per_iter") == "none");
    CHECK(member(lines[4], "allocs_per_iter") == "0");
    CHECK(member(lines[0], "label") == "none");
    CHECK(member(lines[4], "label") == "\"sampled\"");
    CHECK(member(rows(test::profile_of({{"a", 4, 40}}))[0], "allocs_per_iter") == "none");
}

TEST_CASE("names that are the same as UTF-8 are one benchmark, and counts near 2^64 are written in full") {
    dwell::profile_builder builder = test::builder_of({{"x\xff", 1, 10}, {"x\xfe", 2, 20}, {"y", UINT64_MAX, 10}});
    const std::vector<std::string> lines = rows(builder.build());
    REQUIRE(lines.size() == 8);
    CHECK(member(lines[0], "name") == "\"x\xEF\xBF\xBD_mean\"");
    CHECK(member(lines[0], "iterations") == "3");
    CHECK(member(lines[4], "iterations") == "18446744073709551615");
    CHECK(member(lines[4], "real_time") == "10");
}

TEST_CASE("benchmarks can be less what scopes cost, and the file says so") {
    dwell::profile_builder builder = test::builder_of({{"a", 4, 40}});
    builder.parts().metadata.scope_cost_ns = 3;
    const dwell::profile source = builder.build();
    for (const std::string& text : {benchmarks(source, {.compensate = true}),
                                    benchmarks(std::vector<dwell::profile>(2, source), {.compensate = true})}) {
        CHECK(contains(text, "\"compensated\":\"true\""));
        CHECK(contains(text, "\"real_time\":7,"));
        CHECK_FALSE(contains(text, "\"real_time\":10,"));
    }
}
