// SPDX-License-Identifier: BSL-1.0
#include <support/catch.hpp>

#include "command_error.hpp"
#include "history/chart_axis.hpp"
#include "history/history_metric.hpp"
#include "history/history_text.hpp"
#include "history/series_changes.hpp"

#include <dwell/stats/random.hpp>

#include <cmath>

using dwell::tool::change_settings;
using dwell::tool::find_changes;
using dwell::tool::parse_metric;
using dwell::tool::series_analysis;
using dwell::tool::series_method;
using dwell::tool::spark_line;

namespace {

constexpr double missing = NAN;

/// `runs` values with a spread of about 3 %, `ratio` times as large from `step_at` on.
std::vector<double> noisy(size_t runs, size_t step_at, double ratio, uint64_t seed = 1) {
    dwell::random_generator random(seed);
    std::vector<double> values;
    for (size_t i = 0; i < runs; ++i) {
        values.push_back(1000 * (0.95 + 0.1 * random.uniform()) * (i < step_at ? 1 : ratio));
    }
    return values;
}

/// Each value keeps a share of the one before; a spread of about 10 %.
std::vector<double> wavy(size_t runs, double correlation, uint64_t seed) {
    dwell::random_generator random(seed);
    const double own = 0.35 * std::sqrt(1 - correlation * correlation);
    std::vector<double> values;
    double wave = 0;
    for (size_t i = 0; i < runs; ++i) {
        wave = correlation * wave + own * (random.uniform() - 0.5);
        values.push_back(1000 * std::exp(wave));
    }
    return values;
}

}  // namespace

TEST_CASE("a step in noise is found where it is", "[tool]") {
    for (const size_t at : {size_t{4}, size_t{20}, size_t{41}, size_t{57}}) {
        CAPTURE(at);
        const series_analysis found = find_changes(noisy(60, at, 1.2), false, 1, {});
        REQUIRE(found.method == series_method::permuted);
        REQUIRE(found.changes.size() == 1);
        CHECK(std::abs(static_cast<double>(found.changes[0].after) - static_cast<double>(at)) <= 2);
        CHECK(found.changes[0].before + 1 == found.changes[0].after);
        CHECK(found.changes[0].ratio() > 1.1);
        CHECK(found.changes[0].ratio() < 1.3);
        CHECK(found.changes[0].p_value <= 0.01);
        CHECK(found.levels.size() == 2);
    }
}

TEST_CASE("noise has no change and a step too small to be told is none", "[tool]") {
    for (uint64_t seed = 1; seed <= 20; ++seed) {
        CAPTURE(seed);
        CHECK(find_changes(noisy(60, 60, 1, seed), false, 1, {}).changes.empty());
    }
    std::vector<double> values(60, 1000.0);
    for (size_t i = 30; i < 60; ++i) {
        values[i] = 1020;
    }
    CHECK(find_changes(values, false, 1, {}).changes.empty());
    change_settings settings;
    settings.smallest_change = 0.01;
    CHECK(find_changes(values, false, 1, settings).changes.size() == 1);
}

TEST_CASE("more series need more certainty", "[tool]") {
    const std::vector<double> values = noisy(12, 8, 1.3, 3);
    CHECK(find_changes(values, false, 1, {}).changes.size() == 1);
    CHECK(find_changes(values, false, 1000, {}).changes.empty());
}

TEST_CASE("runs without a value are left out of a series", "[tool]") {
    std::vector<double> values = noisy(60, 30, 1.3);
    for (const size_t gap : {size_t{0}, size_t{28}, size_t{29}, size_t{30}, size_t{59}}) {
        values[gap] = missing;
    }
    const series_analysis found = find_changes(values, false, 1, {});
    REQUIRE(found.changes.size() == 1);
    CHECK(found.changes[0].before == 27);
    CHECK(found.changes[0].after == 31);
    CHECK(found.levels[0].first == 1);
    CHECK(found.levels[1].last == 58);
    CHECK(found.levels[0].runs == 27);
}

TEST_CASE("any difference between exact counts is a change", "[tool]") {
    std::vector<double> values(60, 2.0);
    values[40] = 3;
    values[59] = 4;
    const series_analysis found = find_changes(values, true, 1, {});
    CHECK(found.method == series_method::exact);
    REQUIRE(found.changes.size() == 3);
    CHECK(found.changes[0].after == 40);
    CHECK(found.changes[1].after == 41);
    CHECK(found.changes[2].after == 59);
    CHECK(found.changes[2].to == 4);
    // From nothing to something.
    CHECK(std::isinf(find_changes({0, 0, 0, 0, 0, 0, 1}, true, 1, {}).changes.at(0).ratio()));
}

TEST_CASE("counts that are never the same are noise", "[tool]") {
    const series_analysis found = find_changes(noisy(60, 30, 1.2), true, 1, {});
    CHECK(found.method == series_method::permuted);
    CHECK(found.changes.size() == 1);
}

TEST_CASE("a few values are no series", "[tool]") {
    CHECK(find_changes({}, false, 1, {}).levels.empty());
    CHECK(find_changes({missing}, true, 1, {}).method == series_method::nothing);
    const series_analysis found = find_changes({1, 2, 3, 4, 5}, false, 1, {});
    CHECK(found.method == series_method::nothing);
    REQUIRE(found.levels.size() == 1);
    CHECK(found.levels[0].median == 3);
}

TEST_CASE("waves are no changes", "[tool]") {
    size_t with_changes = 0;
    size_t with_waves = 0;
    for (uint64_t seed = 1; seed <= 40; ++seed) {
        const series_analysis found = find_changes(wavy(60, seed % 2 == 0 ? 0.6 : 0.9, seed), false, 11, {});
        with_changes += found.changes.empty() ? 0 : 1;
        with_waves += found.in_waves != 0 ? 1 : 0;
        CHECK((found.in_waves == 0 || found.correlation > 0.3));
    }
    // Without regard to the waves, these would be changes.
    CHECK(with_waves >= 10);
    CHECK(with_changes <= 1);
}

TEST_CASE("a step that stands out from waves is told", "[tool]") {
    std::vector<double> values = wavy(60, 0.9, 1);
    for (size_t i = 35; i < values.size(); ++i) {
        values[i] *= 2;
    }
    const series_analysis found = find_changes(values, false, 11, {});
    REQUIRE(found.changes.size() == 1);
    CHECK(found.changes[0].after == 35);
}

TEST_CASE("a step is not taken for a wave and neither are a few", "[tool]") {
    for (uint64_t seed = 1; seed <= 10; ++seed) {
        CAPTURE(seed);
        const series_analysis step = find_changes(noisy(60, 30, 1.2, seed), false, 11, {});
        CHECK(step.changes.size() == 1);
        CHECK(step.in_waves == 0);
        CHECK(step.correlation < 0.7);
        std::vector<double> bump = noisy(60, 20, 1.3, seed);
        for (size_t i = 40; i < bump.size(); ++i) {
            bump[i] /= 1.3;
        }
        const series_analysis both = find_changes(bump, false, 1, {});
        REQUIRE(both.changes.size() == 2);
        CHECK(both.changes[0].after == 20);
        CHECK(both.changes[1].after == 40);
    }
}

TEST_CASE("a metric is a name and a statistic or a word", "[tool]") {
    CHECK(parse_metric("db::query:p50").of_scope.scope == "db::query");
    CHECK(parse_metric("a;b:allocations").text() == "a;b:allocations");
    CHECK(parse_metric("wall").of_process != nullptr);
    for (const char* const text : {"", "p50", ":p50", "a:", "a:p49", "wall:p50:", "a:wall"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(parse_metric(text), dwell::tool::command_error);
    }
}

TEST_CASE("a spark line shows steps and leaves noise flat", "[tool]") {
    CHECK(spark_line({1, 1, 1, 2, 2, 2}, 6) == "\u2581\u2581\u2581\u2588\u2588\u2588");
    CHECK(spark_line({100, 101, 100, 101}, 4) == "\u2584\u2585\u2584\u2585");
    CHECK(spark_line({1, missing, 2}, 3) == "\u2581 \u2588");
    CHECK(spark_line({1, 1, 9, 2, 2, 2}, 2) == "\u2581\u2588");
    CHECK(spark_line({}, 8).empty());
    CHECK(spark_line({0, 0}, 2) == "\u2585\u2585");
}

TEST_CASE("an axis has round numbers and room for all but the outermost", "[tool]") {
    using dwell::tool::axis_for;
    using dwell::tool::metric_unit;
    const auto axis = axis_for({1.0e6, 1.02e6, 0.98e6, 1.01e6, 9e6}, {1.01e6}, metric_unit::nanoseconds);
    CHECK(axis.unit == "ms");
    CHECK(axis.low < 0.98e6);
    CHECK(axis.high > 1.02e6);
    CHECK(axis.high < 9e6);
    REQUIRE(axis.ticks.size() >= 2);
    CHECK(axis.ticks.size() <= 7);
    const auto counts = axis_for({2, 2, 3, 3}, {2, 3}, metric_unit::count);
    CHECK(counts.ticks.at(0).text == "2");
    CHECK(counts.ticks.at(1).text == "3");
    const auto nothing = axis_for({0, 0, 0}, {0}, metric_unit::bytes);
    CHECK(nothing.low == 0);
    CHECK(nothing.high > 0);
    CHECK(axis_for({missing}, {}, metric_unit::count).ticks.empty());
}
