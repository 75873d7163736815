// SPDX-License-Identifier: BSL-1.0
// Change points: the divergence by its definition, histories with known changes, and histories without.
#include <dwell/stats/change_points.hpp>

#include <cmath>
#include <vector>

#include "support/catch.hpp"
#include "support/normal_number.hpp"

using dwell::change_points;
using dwell::change_points_result;

namespace {

using history = std::vector<double>;

using test::normal_number;

void append(history& to, dwell::random_generator& random, size_t count, double mean, double sigma) {
    for (size_t i = 0; i < count; ++i) {
        to.push_back(mean + sigma * normal_number(random));
    }
}

double mean_distance(const history& a, const history& b) {
    double sum = 0.0;
    for (const double x : a) {
        for (const double y : b) {
            sum += std::abs(x - y);
        }
    }
    return sum / static_cast<double>(a.size() * b.size());
}

/// The divergence of a cut, straight from its definition.
double defined_divergence(const history& values, size_t cut) {
    const history left(values.begin(), values.begin() + static_cast<ptrdiff_t>(cut));
    const history right(values.begin() + static_cast<ptrdiff_t>(cut), values.end());
    const auto m = static_cast<double>(left.size());
    const auto n = static_cast<double>(right.size());
    // The mean over all pairs has those of a value and itself: m of m * m.
    return m * n / (m + n) *
           (2 * mean_distance(left, right) - mean_distance(left, left) * m / (m - 1) -
            mean_distance(right, right) * n / (n - 1));
}

}  // namespace

TEST_CASE("the best cut is the one with the largest divergence", "[stats]") {
    dwell::random_generator random(29);
    for (const size_t size : {size_t{4}, size_t{5}, size_t{9}, size_t{40}}) {
        history values;
        append(values, random, size, 10, 1);
        double best = -1.0;
        size_t cut = 0;
        for (size_t at = 2; at + 2 <= size; ++at) {
            if (defined_divergence(values, at) > best) {
                best = defined_divergence(values, at);
                cut = at;
            }
        }
        const dwell::detail::history_cut found = dwell::detail::history_segment(values, 0, size).best_cut(2);
        if (best > -1.0) {
            CHECK(found.index == cut);
            CHECK(found.divergence == Approx(best).margin(1e-9));
        }
    }
}

TEST_CASE("known changes are found, where they are", "[stats]") {
    dwell::random_generator random(31);
    history values;
    append(values, random, 30, 100, 2);
    append(values, random, 25, 110, 2);
    append(values, random, 35, 104, 2);
    const change_points_result found = change_points(values);
    REQUIRE(found.is_defined);
    REQUIRE(found.changes.size() == 2);
    CHECK(found.changes[0].index == Approx(30).margin(1));
    CHECK(found.changes[1].index == Approx(55).margin(1));
    CHECK(found.changes[0].p_value == 0.005);
    CHECK(found.changes[1].p_value <= 0.01);
    // An abrupt change is found to the value, and so is one of the spread alone.
    history step(20, 5.0);
    step.resize(33, 6.0);
    REQUIRE(change_points(step).changes.size() == 1);
    CHECK(change_points(step).changes[0].index == 20);
    history spread;
    append(spread, random, 60, 100, 1);
    append(spread, random, 60, 100, 8);
    REQUIRE(change_points(spread).changes.size() == 1);
    CHECK(change_points(spread).changes[0].index == Approx(60).margin(6));
}

TEST_CASE("a history without a change has one found about as often as the significance says", "[stats]") {
    dwell::random_generator random(37);
    int alarms = 0;
    const int histories = 200;
    for (int i = 0; i < histories; ++i) {
        history values;
        append(values, random, 30, 100, 3);
        alarms += change_points(values, {.seed = static_cast<uint64_t>(i)}).changes.empty() ? 0 : 1;
    }
    INFO(alarms << " of " << histories);
    CHECK(alarms <= 19);  // 10 expected, sigma 3.1
    CHECK(alarms >= 2);
}

TEST_CASE("a search for changes is bounded, and ends", "[stats]") {
    history stairs;
    for (int step = 0; step < 6; ++step) {
        stairs.resize(stairs.size() + 12, 10.0 * step);
    }
    CHECK(change_points(stairs).changes.size() == 5);
    const change_points_result two = change_points(stairs, {.most_changes = 2});
    CHECK(two.is_defined);
    CHECK(two.changes.size() == 2);
    CHECK(two.changes[0].index < two.changes[1].index);
    CHECK(change_points(history(50, 1.0)).changes.empty());
    CHECK(change_points({}).is_defined);
    CHECK(change_points({}).changes.empty());
    CHECK(change_points({1, 2, 3, 40, 50}).changes.empty());
    // Segments are never shorter than asked for.
    history spike(20, 1.0);
    spike[19] = 9.0;
    CHECK(change_points(spike, {.smallest_segment = 5}).changes.empty());
}

TEST_CASE("the same seed finds the same changes with the same p-values", "[stats]") {
    dwell::random_generator random(41);
    history values;
    append(values, random, 20, 100, 5);
    append(values, random, 20, 105, 5);
    const change_points_result a = change_points(values, {.significance = 0.5, .seed = 3});
    const change_points_result b = change_points(values, {.significance = 0.5, .seed = 3});
    REQUIRE(a.changes.size() == b.changes.size());
    REQUIRE_FALSE(a.changes.empty());
    for (size_t i = 0; i < a.changes.size(); ++i) {
        CHECK(a.changes[i].index == b.changes[i].index);
        CHECK(a.changes[i].p_value == b.changes[i].p_value);
    }
}

TEST_CASE("a history that is none is refused", "[stats]") {
    CHECK_FALSE(change_points({1, 2, std::nan(""), 3}).is_defined);
    CHECK_FALSE(change_points({1, 2, HUGE_VAL, 3}).is_defined);
    CHECK_FALSE(change_points(history(dwell::change_points_longest + 1, 1.0)).is_defined);
    CHECK_FALSE(change_points({1, 2}, {.significance = 0.0}).is_defined);
    CHECK_FALSE(change_points({1, 2}, {.significance = 1.0}).is_defined);
    CHECK_FALSE(change_points({1, 2}, {.permutations = 18}).is_defined);  // 1/19 is above 5 %
    CHECK(change_points({1, 2}, {.permutations = 19}).is_defined);
    CHECK_FALSE(change_points({1, 2}, {.smallest_segment = 1}).is_defined);
}
