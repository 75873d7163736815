// SPDX-License-Identifier: BSL-1.0
// The Theil-Sen slope: against its definition, against wild values, and how often its interval holds where noise has a
// memory. `dwell_unit_tests "[trend]" -s` prints the table of docs/statistics.md.
#include <dwell/stats/random.hpp>
#include <dwell/stats/theil_sen.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "support/catch.hpp"
#include "support/normal_number.hpp"

using dwell::theil_sen;
using dwell::timed_value;
using dwell::trend;
using dwell::trend_status;

namespace {

using series = std::vector<timed_value>;

using test::normal_number;

/// A line from time 0 to 1, with noise of variance 1 whose correlation falls by a factor of e in `memory`: AR(1). With
/// an infinite memory, a random walk.
series line_with_noise(dwell::random_generator& random, size_t points, double slope, double memory) {
    const double step = 1.0 / static_cast<double>(points);
    const double kept = memory > 0 ? std::exp(-step / memory) : 0.0;
    double noise = normal_number(random);
    series result;
    for (size_t i = 0; i < points; ++i) {
        const double time = static_cast<double>(i) * step;
        result.push_back({time, slope * time + noise});
        noise = kept < 1 ? kept * noise + std::sqrt(1 - kept * kept) * normal_number(random)
                         : noise + normal_number(random);
    }
    return result;
}

/// 60 points of which two neighbours each are one block, at whole times, so that medians are these values.
series pairs_of(const std::vector<double>& values) {
    series result;
    for (size_t i = 0; i < values.size(); ++i) {
        const auto time = static_cast<double>(10 * i);
        result.push_back({time - 1, values[i]});
        result.push_back({time + 1, values[i]});
    }
    return result;
}

}  // namespace

TEST_CASE("Student's distribution by way of the normal one is close to the tables", "[stats][trend]") {
    // Abramowitz and Stegun, table 26.10.
    for (const auto& [freedom, tail, t, error] : std::vector<std::array<double, 4>>{{4, 0.025, 2.776, 0.005},
                                                                                    {4, 0.0005, 8.610, 0.06},
                                                                                    {10, 0.025, 2.228, 0.001},
                                                                                    {10, 0.0005, 4.587, 0.005},
                                                                                    {30, 0.05, 1.697, 0.0005},
                                                                                    {30, 0.0005, 3.646, 0.0005},
                                                                                    {1e12, 0.025, 1.95996, 1e-5}}) {
        INFO(freedom << " degrees of freedom, tail " << tail);
        CHECK(dwell::detail::student_upper_quantile(tail, freedom) == Approx(t).epsilon(error));
        CHECK(dwell::detail::student_upper_tail(dwell::detail::student_upper_quantile(tail, freedom), freedom) ==
              Approx(tail).epsilon(1e-9));
    }
    CHECK(dwell::detail::student_upper_tail(-2, 5) == Approx(1 - dwell::detail::student_upper_tail(2, 5)));
    CHECK(dwell::detail::student_upper_tail(0, 5) == 0.5);
}

TEST_CASE("slope and interval are the ranks of all pairs' slopes that Sen says", "[stats][trend]") {
    dwell::random_generator random(3);
    std::vector<double> values;
    for (int i = 0; i < 30; ++i) {
        values.push_back(std::floor(3.0 * i + 40 * random.uniform()));  // whole numbers: some are tied
    }
    const trend found = theil_sen(pairs_of(values), 0.9);
    REQUIRE(found.is_defined());
    std::vector<double> slopes;
    for (size_t i = 0; i < values.size(); ++i) {
        for (size_t j = i + 1; j < values.size(); ++j) {
            slopes.push_back((values[j] - values[i]) / (10.0 * static_cast<double>(j - i)));
        }
    }
    std::sort(slopes.begin(), slopes.end());
    CHECK(found.slope == slopes[217]);
    // The variance of S with its ties, written out.
    double variance = 30.0 * 29 * 65;
    for (double value = 0; value < 200; ++value) {
        const auto equal = static_cast<double>(std::count(values.begin(), values.end(), value));
        variance -= equal > 0 ? equal * (equal - 1) * (2 * equal + 5) : 0;
    }
    CHECK(variance < 30.0 * 29 * 65);
    const double inflation = (1 + found.correlation) / (1 - found.correlation);
    CHECK(found.effective_blocks == Approx(30 / inflation));
    const double deviation = std::sqrt(variance / 18 * inflation);
    const double t = dwell::detail::student_upper_quantile(0.05, 30 / inflation - 2);
    const auto rank = static_cast<size_t>(std::floor((435 - t * deviation) / 2));
    CHECK(found.lower == slopes[rank - 1]);
    CHECK(found.upper == slopes[435 - rank]);
    const double usual_t = dwell::detail::student_upper_quantile(0.025, 30 / inflation - 2);
    const auto usual_rank = static_cast<size_t>(std::floor((435 - usual_t * deviation) / 2));
    const double error = (slopes[435 - usual_rank] - slopes[usual_rank - 1]) / 2 / usual_t;
    CHECK(found.p_growth == Approx(dwell::detail::student_upper_tail(found.slope / error, 30 / inflation - 2)));
    CHECK(found.p_growth < 1e-6);
}

TEST_CASE("the correlation of neighbours is known for simple rows", "[stats][trend]") {
    using dwell::detail::neighbour_correlation;
    // Ranks -3.5 to 3.5: 42 in squares, and 26.25 in products of neighbours; (0.625 * 8 + 2) / 4 is beyond the bound.
    CHECK(neighbour_correlation({1, 2, 3, 4, 5, 6, 7, 8}, 0) == 0.95);
    CHECK(neighbour_correlation({1, 8, 2, 7, 3, 6, 4, 5}, 0) == 0.0);
    CHECK(neighbour_correlation({5, 5, 5, 5, 5, 5}, 0) == 0.0);
    CHECK(neighbour_correlation({1, 1.1, 1.2, 1.3, 1.4, 1.5}, 1) == 0.0);
    // A row in which neighbours have something in common, but not much, over and over.
    const std::vector<double> ranks = {-2.5, -1.5, 2.5, 0.5, 1.5, -0.5};
    double spread = 0;
    double common = 0;
    std::vector<double> row;
    for (int repeat = 0; repeat < 6; ++repeat) {
        for (const double rank : ranks) {
            row.push_back(rank);
        }
    }
    for (size_t i = 0; i < row.size(); ++i) {
        spread += row[i] * row[i];
        common += i == 0 ? 0 : row[i] * row[i - 1];
    }
    CHECK(neighbour_correlation(row, 0) == Approx((common / spread * 36 + 2) / 32));
}

TEST_CASE("a line is found exactly, whatever is added to a few of its points", "[stats][trend]") {
    for (const double slope : {-7.25, 0.0, 1e-9, 3.1e12}) {
        series points;
        for (int i = 0; i < 500; ++i) {
            points.push_back({0.1 * i, 12345 + slope * 0.1 * i});
        }
        const trend exact = theil_sen(points);
        REQUIRE(exact.is_defined());
        CHECK(exact.slope == Approx(slope).epsilon(1e-9).margin(1e-12));
        CHECK(exact.lower == Approx(slope).epsilon(1e-2).margin(1e-9));
        CHECK(exact.upper == Approx(slope).epsilon(1e-2).margin(1e-9));
        CHECK(exact.correlation == 0.0);
        CHECK((exact.p_growth < 1e-8) == (slope > 0));
        CHECK((exact.p_growth > 0.99) == (slope <= 0));
        // One point in five is anywhere.
        dwell::random_generator random(5);
        for (int i = 0; i < 500; i += 5) {
            points[static_cast<size_t>(i)].value = 1e15 * (random.uniform() - 0.5);
        }
        const trend wild = theil_sen(points);
        REQUIRE(wild.is_defined());
        CHECK(wild.slope == Approx(slope).epsilon(0.01).margin(1e-6));
    }
}

TEST_CASE("an interval of 95 % holds as often as it says, though noise has a memory", "[stats][trend]") {
    dwell::random_generator random(11);
    constexpr int draws = 1000;
    for (const size_t points : {size_t{60}, size_t{240}, size_t{1440}}) {
        for (const double memory : {0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 1.0, HUGE_VAL}) {
            int given = 0;
            int drifts = 0;
            int held = 0;
            int alarms = 0;
            int rare_alarms = 0;
            for (int draw = 0; draw < draws; ++draw) {
                const double slope = draw % 2 == 0 ? 0 : 3;
                const trend found = theil_sen(line_with_noise(random, points, slope, memory));
                CHECK((found.is_defined() || found.status == trend_status::too_correlated));
                given += found.is_defined() ? 1 : 0;
                drifts += found.drifts ? 1 : 0;
                held += found.is_defined() && found.lower <= slope && slope <= found.upper ? 1 : 0;
                alarms += slope == 0 && found.p_growth <= 0.05 ? 1 : 0;
                rare_alarms += slope == 0 && found.p_growth <= 0.0001 ? 1 : 0;
            }
            INFO(points << " points, memory " << memory << ": given " << 0.1 * given << " %, as a random walk "
                        << 0.1 * drifts << " %; hold " << 100.0 * held / given << " %; p <= 0.05 without growth "
                        << 0.2 * alarms << " %, p <= 0.0001 " << 0.2 * rare_alarms << " %");
            // What docs/statistics.md says, less three standard errors of this many.
            const double least = memory <= 0.2 ? 0.95 : memory <= 1 ? 0.93 : 0.90;
            CHECK(held >= given * (least - 3 * std::sqrt(least * (1 - least) / given)));
            CHECK(given >= draws * 98 / 100);
            CHECK(alarms <= draws / 2 * (0.07 + 3 * 0.0114));
            if (memory <= 0.02) {
                CHECK(rare_alarms <= 2);
            }
        }
    }
}

TEST_CASE("a slow drift below fast noise is where an interval does not hold", "[stats][trend]") {
    // A random walk that ends as far away as four times the fast noise. What docs/statistics.md warns of.
    dwell::random_generator random(19);
    constexpr int draws = 1000;
    for (const size_t points : {size_t{60}, size_t{240}, size_t{1440}}) {
        int given = 0;
        int held = 0;
        for (int draw = 0; draw < draws; ++draw) {
            series drift = line_with_noise(random, points, 0, HUGE_VAL);
            for (timed_value& point : drift) {
                point.value += std::sqrt(static_cast<double>(points)) / 4 * normal_number(random);
            }
            const trend found = theil_sen(drift);
            given += found.is_defined() ? 1 : 0;
            held += found.is_defined() && found.lower <= 0 && 0 <= found.upper ? 1 : 0;
        }
        INFO(points << " points: given " << 0.1 * given << " %; hold " << 100.0 * held / given << " %");
        CHECK(held >= given * 7 / 10);
    }
}

TEST_CASE("an interval is not needlessly wide", "[stats][trend]") {
    // Of white noise, least squares knows the slope to 1.96 sqrt(12 / n) on either side.
    dwell::random_generator random(13);
    double width = 0;
    for (int draw = 0; draw < 300; ++draw) {
        const trend found = theil_sen(line_with_noise(random, 1440, 0, 0));
        width += found.is_defined() ? found.upper - found.lower : 0;
    }
    const double least_squares = 2 * 1.96 * std::sqrt(12.0 / 1440);
    INFO(width / 300 / least_squares << " times as wide");
    CHECK(width / 300 < 1.8 * least_squares);
}

TEST_CASE("a series that bends slowly is no line with noise", "[stats][trend]") {
    series warm_up;
    series cycle;
    for (int i = 0; i < 600; ++i) {
        const double time = i / 600.0;
        warm_up.push_back({time, 100 * (1 - std::exp(-5 * time))});
        cycle.push_back({time, 50 * std::sin(6.2832 * time)});
    }
    for (const series& slow : {warm_up, cycle}) {
        const trend found = theil_sen(slow);
        CHECK(found.status == trend_status::too_correlated);
        CHECK(std::isfinite(found.slope));
        CHECK(std::isnan(found.lower));
        CHECK(std::isnan(found.upper));
        CHECK(found.p_growth == 1.0);
    }
}

TEST_CASE("noise that drifts widens the interval, to what a random walk may do", "[stats][trend]") {
    dwell::random_generator random(17);
    // One step up in the middle: that may happen again, or not.
    series step;
    for (int i = 0; i < 600; ++i) {
        step.push_back({i / 600.0, (i < 300 ? 0 : 100) + normal_number(random)});
    }
    const trend once = theil_sen(step);
    REQUIRE(once.is_defined());
    CHECK(once.drifts);
    CHECK(once.slope == Approx(100 * 32.0 / 31).epsilon(0.05));
    CHECK(once.lower < 0);
    CHECK(once.upper > 200);
    CHECK(once.p_growth > 0.05);
    // A line that bends a little, with next to no noise, is a line all the same: 100 at first, 80 at the end.
    series bent;
    for (int i = 0; i < 600; ++i) {
        const double time = i / 600.0;
        bent.push_back({time, 100 * time - 10 * time * time + 0.5 * normal_number(random)});
    }
    const trend slower = theil_sen(bent);
    REQUIRE(slower.is_defined());
    CHECK(slower.lower > 75);
    CHECK(slower.upper < 105);
    CHECK(slower.p_growth < 1e-9);
    // The steps between blocks, and Student's interval of their mean, by hand.
    series walk = line_with_noise(random, 64, 0, HUGE_VAL);
    walk.resize(60);
    const trend found = theil_sen(walk);
    REQUIRE(found.is_defined());
    REQUIRE(found.drifts);
    std::vector<double> medians;
    for (size_t i = 0; i < 60; i += 2) {
        medians.push_back((walk[i].value + walk[i + 1].value) / 2);
    }
    const double apart = 2.0 / 64;
    const double mean = (medians.back() - medians.front()) / 29;
    double squares = 0;
    for (size_t i = 1; i < 30; ++i) {
        squares += (medians[i] - medians[i - 1] - mean) * (medians[i] - medians[i - 1] - mean);
    }
    const double effective = 29 * (1 - found.correlation) / (1 + found.correlation);
    const double error = std::sqrt(squares / 28 / effective) / apart;
    CHECK(found.effective_blocks == Approx(effective));
    CHECK(found.slope == Approx(mean / apart));
    CHECK(found.upper - found.slope ==
          Approx(error * dwell::detail::student_upper_quantile(0.025, effective - 1)).epsilon(1e-9));
    CHECK(found.slope - found.lower == Approx(found.upper - found.slope));
    CHECK(found.p_growth == Approx(dwell::detail::student_upper_tail(found.slope / error, effective - 1)));
}

TEST_CASE("what no slope can be made of is refused", "[stats][trend]") {
    const auto line = [](size_t points) {
        series result;
        for (size_t i = 0; i < points; ++i) {
            result.push_back({static_cast<double>(i), static_cast<double>(i % 7)});
        }
        return result;
    };
    CHECK(theil_sen({}).status == trend_status::too_few_points);
    CHECK(theil_sen(line(59)).status == trend_status::too_few_points);
    CHECK(std::isnan(theil_sen(line(59)).slope));
    CHECK(theil_sen(line(60)).is_defined());
    for (const double confidence : {0.0, 1.0, -1.0, std::nan("")}) {
        CHECK(theil_sen(line(60), confidence).status == trend_status::invalid_argument);
    }
    series bad = line(60);
    bad[30].time = bad[29].time;
    CHECK(theil_sen(bad).status == trend_status::invalid_argument);
    bad = line(60);
    bad[30].value = std::nan("");
    CHECK(theil_sen(bad).status == trend_status::invalid_argument);
    bad = line(60);
    bad[59].time = HUGE_VAL;
    CHECK(theil_sen(bad).status == trend_status::invalid_argument);
    // Slopes that no double holds.
    bad = line(60);
    for (size_t i = 0; i < 60; ++i) {
        bad[i].value = i < 30 ? -1e308 : 1e308;
    }
    CHECK(theil_sen(bad).status == trend_status::invalid_argument);
    // More confidence than 30 blocks can give.
    const trend sure = theil_sen(line(60), 1 - 1e-15);
    REQUIRE(sure.is_defined());
    CHECK(sure.lower == -HUGE_VAL);
    CHECK(sure.upper == HUGE_VAL);
}
