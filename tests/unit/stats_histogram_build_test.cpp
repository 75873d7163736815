// SPDX-License-Identifier: BSL-1.0
// Histograms that are built of buckets counted elsewhere, and histograms in another unit.
#include <dwell/stats/histogram.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "support/catch.hpp"

using dwell::histogram;
using layout = histogram::layout;

namespace {

histogram rebuilt(const histogram& from) {
    histogram result;
    from.for_each_bucket([&](size_t index, uint64_t, uint64_t, uint64_t count) { result.add_bucket(index, count); });
    result.set_extremes((from.min)(), (from.max)());
    result.add_to_sum(from.sum_low(), from.sum_high());
    result.add_misfits(from.refused(), from.over_range());
    return result;
}

std::vector<double> lognormal(size_t count, double location, double scale, uint64_t seed) {
    std::mt19937_64 random(seed);
    std::vector<double> values(count);
    for (double& value : values) {
        const double u = (static_cast<double>(random() >> 11) + 0.5) / 9007199254740992.0;
        const double v = (static_cast<double>(random() >> 11) + 0.5) / 9007199254740992.0;
        value = std::exp(location + scale * std::sqrt(-2 * std::log(u)) * std::cos(2 * 3.14159265358979323846 * v));
    }
    return values;
}

}  // namespace

TEST_CASE("a histogram is rebuilt from its buckets, extremes, sum and misfits", "[stats]") {
    std::mt19937_64 random(71);
    histogram original;
    for (int i = 0; i < 5000; ++i) {
        original.record(random() >> (random() % 64));
    }
    original.record(-1);
    original.record(1e20);
    CHECK(rebuilt(original) == original);
    histogram single;
    single.record(123456);
    CHECK(rebuilt(single) == single);
    CHECK(rebuilt(histogram()) == histogram());
}

TEST_CASE("without extremes, minimum and maximum are bucket bounds", "[stats]") {
    histogram values;
    CHECK(values.add_bucket(layout::index(5000), 3));
    CHECK(values.add_bucket(layout::index(100), 1));
    CHECK(values.count() == 4);
    CHECK((values.min)() == 100);
    CHECK((values.max)() == layout::upper(layout::index(5000)));
    CHECK_FALSE(values.bounds_are_exact());
    CHECK(values.set_extremes(100, 5001));
    CHECK((values.max)() == 5001);
    CHECK(values.bounds_are_exact());
    CHECK(values.percentile(100) == 5001.0);
}

TEST_CASE("a bucket that does not exist and extremes that cannot be are refused", "[stats]") {
    histogram values;
    CHECK_FALSE(values.set_extremes(1, 2));
    CHECK_FALSE(values.add_bucket(layout::count, 1));
    CHECK_FALSE(values.add_bucket(SIZE_MAX, 1));
    CHECK(values.add_bucket(7, 0));
    CHECK(values == histogram());

    CHECK(values.add_bucket(layout::index(5000), 3));
    CHECK(values.add_bucket(layout::index(100), 1));
    const histogram before = values;
    CHECK_FALSE(values.set_extremes(5001, 100));
    CHECK(values == before);
    CHECK_FALSE(values.set_extremes(101, 9999));
    CHECK(values == before);
    // One of the two fits: it is taken, and the bound of the other stays.
    CHECK_FALSE(values.set_extremes(100, 999999));
    CHECK((values.max)() == layout::upper(layout::index(5000)));
    CHECK_FALSE(values.set_extremes(7, 5002));
    CHECK((values.max)() == 5002);
    CHECK((values.min)() == 100);
    CHECK_FALSE(values.bounds_are_exact());
}

TEST_CASE("buckets and sums from a hostile file saturate", "[stats]") {
    histogram values;
    CHECK(values.add_bucket(3, UINT64_MAX));
    CHECK(values.add_bucket(4, UINT64_MAX));
    CHECK(values.count() == UINT64_MAX);
    CHECK(values.saturated());
    CHECK((values.max)() == 3);

    histogram sums;
    sums.record(1);
    sums.add_to_sum(UINT64_MAX, UINT64_MAX);
    CHECK(sums.saturated());
    CHECK(sums.mean() == 1.0);
    sums.record(1);
    CHECK(sums.sum_high() == UINT64_MAX);
}

TEST_CASE("scaled values have the scaled quantiles, within 1.6 %", "[stats]") {
    for (const double location : {7.0, 12.0, 30.0}) {
        const std::vector<double> values = lognormal(100000, location, 1.0, 73);
        histogram original;
        for (const double value : values) {
            original.record(value);
        }
        for (const double factor : {0.2857142857, 0.9999, 1.0, 1.00011, 1.37, 1000.0}) {
            const histogram scaled = original.scaled(factor);
            INFO("location " << location << " factor " << factor);
            CHECK(scaled.count() == original.count());
            CHECK(scaled.bounds_are_exact());
            // The sum is a whole number: what it loses is shared by all values.
            CHECK(scaled.mean() == Approx(original.mean() * factor).epsilon(1e-9).margin(1.0 / 100000));
            CHECK((scaled.min)() ==
                  static_cast<uint64_t>(std::llround(static_cast<double>((original.min)()) * factor)));
            CHECK((scaled.max)() ==
                  static_cast<uint64_t>(std::llround(static_cast<double>((original.max)()) * factor)));
            double worst = 0.0;
            for (double p = 0.1; p < 100; p += 0.1) {
                const double expected = original.percentile(p) * factor;
                worst = (std::max)(worst, (std::abs(scaled.percentile(p) - expected) - 0.5) / expected);
            }
            CHECK(worst <= 0.016);
        }
    }
}

TEST_CASE("scaling spreads a bucket, so that typical quantiles stay within 0.02 %", "[stats]") {
    const std::vector<double> values = lognormal(200000, 12.0, 0.5, 79);
    histogram original;
    histogram expected;
    constexpr double factor = 1.2345;
    for (const double value : values) {
        original.record(value);
        expected.record(value * factor);
    }
    const histogram scaled = original.scaled(factor);
    std::vector<double> errors;
    for (double p = 1; p < 100; p += 0.25) {
        errors.push_back(std::abs(scaled.percentile(p) / expected.percentile(p) - 1));
    }
    std::sort(errors.begin(), errors.end());
    CHECK(errors[errors.size() / 2] <= 0.0002);
}

TEST_CASE("values with a bucket each are scaled one by one", "[stats]") {
    histogram values;
    values.record(0, 2);
    values.record(3, 5);
    values.record(200, 7);
    histogram expected;
    expected.record(0, 2);
    expected.record(300, 5);
    expected.record(20000, 7);
    CHECK(values.scaled(100.0) == expected);
    CHECK(values.scaled(1.0) == values);
    histogram zeros;
    zeros.record(0, 14);
    CHECK(values.scaled(0.0) == zeros);
    CHECK(histogram().scaled(3.0) == histogram());
}

TEST_CASE("a bucket that falls across two is shared in proportion", "[stats]") {
    histogram values;
    values.record(100);
    values.record(1'000'000);
    // One bucket, 1000 of each of its 8 values. Times 3, the first three of them are below 3008.
    for (uint64_t value = 1000; value < 1008; ++value) {
        values.record(value, 1000);
    }
    const histogram scaled = values.scaled(3.0);
    CHECK(scaled.count() == 8002);
    CHECK(scaled.count_at_or_below(3007) == 1 + 3000);
    CHECK(scaled.count_at_or_below(3023) == 1 + 8000);
}

TEST_CASE("what is known of the numbers survives scaling", "[stats]") {
    histogram values;
    values.record(5, UINT64_MAX);
    CHECK_FALSE(values.scaled(2.0).saturated());
    values.record(5);
    CHECK(values.scaled(2.0).saturated());
    histogram told;
    told.set_saturated();
    CHECK(told.saturated());
    told.add_bucket(3, 2);
    CHECK(told.set_extremes(3, 3, false));
    CHECK_FALSE(told.bounds_are_exact());
    CHECK_FALSE(told.scaled(7.0).bounds_are_exact());
}

TEST_CASE("scaling out of range and by no number", "[stats]") {
    histogram values;
    values.record(10, 4);
    values.record(1000, 6);
    values.record(-1);
    const histogram huge = values.scaled(1e17);
    CHECK(huge.count() == 10);
    CHECK(huge.over_range() == 6);
    CHECK((huge.max)() == UINT64_MAX);
    CHECK(huge.refused() == 1);
    for (const double factor : {-1.0, std::nan(""), std::numeric_limits<double>::infinity()}) {
        const histogram none = values.scaled(factor);
        CHECK(none.empty());
        CHECK(none.refused() == 11);
    }
    values.record(1e30);
    CHECK(values.scaled(0.5).over_range() == 1);
}

TEST_CASE("scaling a delta keeps the flag of its bounds", "[stats]") {
    histogram earlier;
    earlier.record(300, 2);
    histogram values = earlier;
    values.record(70001, 1);
    REQUIRE(values.subtract(earlier));
    const histogram scaled = values.scaled(2.0);
    CHECK(scaled.count() == 1);
    CHECK_FALSE(scaled.bounds_are_exact());
    CHECK(scaled.percentile(50) == Approx(140002).epsilon(0.0157));
}
