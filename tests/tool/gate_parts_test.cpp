// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>
#include <support/scratch_folder.hpp>

#include "command_error.hpp"
#include "commands/option_units.hpp"
#include "gate/allocation_counts.hpp"
#include "gate/gate_metric.hpp"
#include "gate/gate_progress.hpp"
#include "gate/gate_report.hpp"
#include "gate/gate_self_test.hpp"
#include "gate/last_lines.hpp"

#include <cstdio>
#include <fstream>
#include <string>

using namespace dwell::tool;

namespace {

/// Ranges of so many runs of each program, all of which allocate the same.
allocation_ranges ranges_of(size_t runs, const allocation_counts& base, const allocation_counts& head) {
    allocation_ranges ranges;
    for (size_t run = 0; run < runs; ++run) {
        ranges.add(false, base);
        ranges.add(true, head);
    }
    return ranges;
}

gate_report report_of(const std::string& metric, const std::string& command) {
    gate_report report;
    report.options.metrics[0] = parse_gate_metric(metric);
    report.base.command = report.head.command = command;
    report.judgement.metrics.resize(1);
    report.judgement.metrics[0].verdict = gate_verdict::regression;
    report.judgement.metrics[0].reason = "slower";
    report.judgement.metrics[0].found.change.median = 1.125;
    report.judgement.verdict = gate_verdict::regression;
    return report;
}

}  // namespace

TEST_CASE("a metric of a gate is a word or a statistic of a scope", "[tool]") {
    CHECK(parse_gate_metric("wall").from == gate_metric::source::wall);
    CHECK(parse_gate_metric("cpu").from == gate_metric::source::cpu);
    CHECK(parse_gate_metric("memory").from == gate_metric::source::memory);
    CHECK(parse_gate_metric("stdout").from == gate_metric::source::output);
    const gate_metric scope = parse_gate_metric("main;app::parse:p50");
    CHECK(scope.from == gate_metric::source::profile);
    CHECK(scope.of_scope.scope == "main;app::parse");
    CHECK(scope.of_scope.text() == "main;app::parse:p50");
    for (const char* const text : {"", "walls", ":p50", "parse:", "parse:p98", "parse"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(parse_gate_metric(text), command_error);
    }
    CHECK_THROWS_WITH(parse_gate_metric("parse:meam"), Catch::Matchers::Contains("did you mean \"mean\"?"));
}

TEST_CASE("p99 and max are of the rarest calls", "[tool]") {
    CHECK(is_tail(parse_gate_metric("parse:p99")));
    CHECK(is_tail(parse_gate_metric("parse:max")));
    for (const char* const text : {"wall", "stdout", "parse:p50", "parse:min", "parse:total"}) {
        CHECK_FALSE(is_tail(parse_gate_metric(text)));
    }
}

TEST_CASE("allocations of all runs are a regression above the floor only", "[tool]") {
    const allocation_ranges ranges = ranges_of(12, {100, {{"parse", 40}}}, {111, {{"parse", 51}}});
    CHECK(allocation_increases(ranges, 10).size() == 2);
    CHECK(allocation_increases(ranges, 11).empty());
    // Too few runs to know that counts do not vary.
    CHECK(allocation_increases(ranges_of(11, {100, {}}, {200, {}}), 10).empty());
}

TEST_CASE("allocation counts that vary are told apart by their ranges", "[tool]") {
    allocation_ranges ranges = ranges_of(12, {100, {{"parse", 50}}}, {200, {{"parse", 150}}});
    CHECK(allocation_increases(ranges, 10).size() == 2);
    ranges.add(false, {195, {{"parse", 50}}});
    // In total, one run of the base is near those of the head.
    const auto increases = allocation_increases(ranges, 10);
    REQUIRE(increases.size() == 1);
    CHECK(increases[0].scope == "parse");
    // A run of the head in which the scope did not run allocates nothing there.
    ranges.add(true, {200, {}});
    CHECK(allocation_increases(ranges, 10).empty());
}

TEST_CASE("a scope that only the head has is no regression of itself", "[tool]") {
    const allocation_ranges ranges = ranges_of(12, {100, {{"load", 100}}}, {100, {{"load", 100}, {"load.new", 60}}});
    CHECK(allocation_increases(ranges, 0).empty());
}

TEST_CASE("the largest increase of allocations comes first", "[tool]") {
    const auto increases =
        allocation_increases(ranges_of(12, {100, {{"a", 1}, {"b", 1}}}, {150, {{"a", 21}, {"b", 51}}}), 0);
    REQUIRE(increases.size() == 3);
    CHECK(increases[0].scope.empty());
    CHECK(increases[1].scope == "b");
    CHECK(increases[2].scope == "a");
}

TEST_CASE("a report in Markdown shows hostile names as they are", "[tool]") {
    gate_report report = report_of("a|b`<script>:p50", "echo '|' `x` \n# <b>");
    report.judgement.allocations.push_back({"evil|`scope", {1, 1, 12}, {90, 90, 12}});
    const std::string text = gate_markdown(report);
    CHECK_THAT(text, Catch::Matchers::Contains("| ``a\\|b`<script>:p50`` | regression |"));
    CHECK_THAT(text, Catch::Matchers::Contains("``echo '|' `x` ?# <b>``"));
    CHECK_THAT(text, Catch::Matchers::Contains("| ``evil\\|`scope`` | regression | 1 | 90 |"));
    CHECK_THAT(text, Catch::Matchers::Contains("+12.5 %"));
}

TEST_CASE("annotations are one line each whatever is in a name", "[tool]") {
    gate_report report = report_of("50%\n::error::x:p50", "true");
    CHECK(gate_annotations(report, false) ==
          "::error title=dwell gate::50%25?::error::x:p50: regression, +12.5 %25 (slower)\n");
    report.judgement.metrics[0].verdict = gate_verdict::inconclusive;
    CHECK_THAT(gate_annotations(report, false), Catch::Matchers::StartsWith("::warning "));
    report.judgement.metrics[0].verdict = gate_verdict::passed;
    CHECK(gate_annotations(report, false).empty());
}

TEST_CASE("a report says which slow-down was injected", "[tool]") {
    gate_report report = report_of("wall", "true");
    CHECK_THAT(gate_text(report), !Catch::Matchers::Contains("multiplied"));
    report.head.injected_factor = 1.1;
    CHECK_THAT(gate_text(report), Catch::Matchers::Contains("values were multiplied by 1.1 after"));
    CHECK_THAT(gate_markdown(report), Catch::Matchers::Contains("values were multiplied by 1.1 after"));
    CHECK(gate_json(report)["head"]["injected_factor"] == 1.1);
}

TEST_CASE("a self-test passes where equal programs do and the slow-down is caught", "[tool]") {
    using enum gate_verdict;
    CHECK(self_test_verdict(passed, regression) == passed);
    CHECK(self_test_verdict(regression, regression) == regression);
    CHECK(self_test_verdict(passed, passed) == regression);
    CHECK(self_test_verdict(inconclusive, passed) == regression);
    CHECK(self_test_verdict(inconclusive, regression) == inconclusive);
    CHECK(self_test_verdict(passed, inconclusive) == inconclusive);
}

TEST_CASE("the progress of a gate says how much is left", "[tool]") {
    gate_options options;
    gate_record record;
    gate_block block;
    for (gate_run& run : block.runs) {
        run.values = {2.0};
    }
    record.blocks.assign(10, block);
    CHECK(progress_text(options, record, {20, 10, 0}, 5.0) == "block 10 of 40, wall +0.0 %, 15.0 s left");
}

TEST_CASE("the last lines of a file are those that are not blank", "[tool]") {
    const test::scratch_folder scratch;
    const std::string path = (scratch.path / "output").string();
    const auto last = [&](const std::string& text, size_t count) {
        std::ofstream(path, std::ios::binary) << text;
        return last_lines(path, count);
    };
    CHECK(last("one\ntwo\nthree\n\n \n", 1) == "three");
    CHECK(last("one\ntwo\nthree", 2) == "two\nthree");
    CHECK(last("one\ntwo", 5) == "one\ntwo");
    CHECK(last("\none", 1) == "one");
    CHECK(last("\n\n", 1).empty());
    CHECK(last("", 1).empty());
    CHECK(last(std::string(20'000, 'x') + "\nend\n", 1) == "end");
    std::remove(path.c_str());
    CHECK(last_lines(path, 1).empty());
    CHECK(indented("a\nb") == "    a\n    b");
}

TEST_CASE("options have units", "[tool]") {
    const auto converted = [](const CLI::Validator& unit, std::string text) {
        const std::string problem = unit(text);
        return problem.empty() ? text : "refused";
    };
    CHECK(converted(time_in_seconds(), "500ms") == "0.5");
    CHECK(converted(time_in_seconds(), "90s") == "90");
    CHECK(converted(time_in_seconds(), "1.5m") == "90");
    CHECK(converted(time_in_seconds(), "2h") == "7200");
    CHECK(converted(percentage_as_share("10%"), "10%") == "0.1");
    for (const char* const text : {"", "5", "s", "5x", "-5s", "0s", "nans", "infs", "5 s", "1e999s"}) {
        CAPTURE(text);
        CHECK(converted(time_in_seconds(), text) == "refused");
    }
    CHECK(converted(percentage_as_share("10%"), "7%") == "0.07");
    for (const char* const text : {"", "10", "%", "10 %", "0%", "-1%", "nan%"}) {
        CAPTURE(text);
        CHECK(converted(percentage_as_share("10%"), text) == "refused");
    }
    CHECK(converted(percentage_or_zero_as_share("3%"), "0%") == "0");
    CHECK(converted(percentage_or_zero_as_share("3%"), "-1%") == "refused");
}
