// SPDX-License-Identifier: BSL-1.0
// The trimmed mean and the median absolute deviation out of buckets, against those of the sorted sample.
#include <dwell/stats/histogram.hpp>
#include <dwell/stats/random.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

#include "support/catch.hpp"

using dwell::histogram;

namespace {

double exact_median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[(values.size() - 1) / 2];  // of nearest rank
}

double exact_deviation(std::vector<double> values) {
    const double median = exact_median(values);
    for (double& value : values) {
        value = std::abs(value - median);
    }
    return exact_median(values);
}

double exact_trimmed_mean(std::vector<double> values, size_t cut) {
    std::sort(values.begin(), values.end());
    double sum = 0.0;
    for (size_t i = cut; i < values.size() - cut; ++i) {
        sum += values[i];
    }
    return sum / static_cast<double>(values.size() - 2 * cut);
}

histogram recorded(const std::vector<double>& values) {
    histogram result;
    for (const double value : values) {
        result.record(value);
    }
    return result;
}

}  // namespace

TEST_CASE("spread and location that extreme values cannot move are exact for values below 256", "[stats]") {
    const std::vector<double> values = {1, 1, 2, 2, 4, 6, 9, 90, 200};
    const histogram found = recorded(values);
    CHECK(found.median_absolute_deviation() == 3.0);  // |v - 4|: 0 2 2 2 3 3 5 86 196
    CHECK(found.trimmed_mean(0) == found.mean());
    CHECK(found.trimmed_mean(0.1) == found.mean());  // less than one value
    CHECK(found.trimmed_mean(0.12) == Approx(114.0 / 7));
    CHECK(found.trimmed_mean(0.25) == Approx((2 + 2 + 4 + 6 + 9) / 5.0));
    CHECK(found.trimmed_mean(0.5) == 4.0);
    CHECK(found.trimmed_mean(7) == 4.0);
    CHECK(found.trimmed_mean(-1) == found.mean());
    CHECK(std::isnan(found.trimmed_mean(std::nan(""))));
}

TEST_CASE("spread and location of no value, one value and equal values", "[stats]") {
    CHECK(histogram().median_absolute_deviation() == 0.0);
    CHECK(histogram().trimmed_mean(0.1) == 0.0);
    for (const uint64_t value : {uint64_t{0}, uint64_t{1003}, UINT64_MAX}) {
        for (const uint64_t times : {uint64_t{1}, uint64_t{2}, uint64_t{1000}}) {
            histogram found;
            found.record(value, times);
            CHECK(found.median_absolute_deviation() == 0.0);
            CHECK(found.trimmed_mean(0.3) == static_cast<double>(value));
        }
    }
    // At the top of the range nothing overflows, and the bounds hold.
    histogram far;
    far.record(0, 2);
    far.record(UINT64_MAX, 3);
    CHECK(far.median_absolute_deviation() <= 0.0079 * 2 * std::ldexp(1.0, 64));
    far.record(0, 2);
    CHECK(far.median_absolute_deviation() == 0.0);
    far.record(uint64_t{1} << 63, 1);
    CHECK(far.trimmed_mean(0.5) == Approx(std::ldexp(1.0, 62)).epsilon(0.0079));
}

TEST_CASE("a tenth of ten values is one, however it was rounded", "[stats]") {
    for (int count = 10; count <= 250; count += 10) {
        histogram found;
        for (int i = 1; i < count; ++i) {
            found.record(10);
        }
        found.record(250);
        CHECK(found.trimmed_mean(0.1) == 10.0);
        CHECK(found.trimmed_mean(1.0 / count) == 10.0);
    }
}

TEST_CASE("the trimmed mean of values that fill a bucket evenly is exact", "[stats]") {
    histogram found;
    found.record(1);
    for (int value = 1000; value < 1008; ++value) {
        found.record(value);
    }
    found.record(1'000'000);
    CHECK(found.trimmed_mean(0.1) == 1003.5);
    CHECK(found.trimmed_mean(0.3) == 1003.5);
    found.record(2, 2);  // two values less at each end: 1 and 2, 1007 and 1000000
    CHECK(found.trimmed_mean(0.2) == Approx((2.0 + 1000 + 1001 + 1002 + 1003 + 1004 + 1005 + 1006) / 8));
}

TEST_CASE("spread and location are within their documented errors", "[stats][accuracy]") {
    dwell::random_generator random(17);
    for (const double sigma : {0.01, 0.3, 1.5}) {
        std::vector<double> values;
        for (int i = 0; i < 20001; ++i) {
            const double normal =
                std::sqrt(-2 * std::log(random.uniform())) * std::cos(6.283185307179586 * random.uniform());
            values.push_back(std::floor(std::exp(10 + sigma * normal)));
        }
        const histogram found = recorded(values);
        const double deviation = exact_deviation(values);
        INFO("sigma " << sigma);
        CHECK(std::abs(found.median_absolute_deviation() - deviation) <=
              0.0079 * (2 * exact_median(values) + deviation));
        CHECK(found.median_absolute_deviation() == Approx(deviation).margin(0.0005 * exact_median(values)));
        for (const double proportion : {0.001, 0.1, 0.25, 0.4, 0.499}) {
            const double exact = exact_trimmed_mean(values, static_cast<size_t>(proportion * 20001));
            CHECK(std::abs(found.trimmed_mean(proportion) - exact) <= 0.0079 * exact);
            CHECK(found.trimmed_mean(proportion) == Approx(exact).epsilon(0.0005));
        }
    }
}

TEST_CASE("the error of spread and location is bounded for the steps of a coarse clock", "[stats][accuracy]") {
    dwell::random_generator random(19);
    std::vector<double> values;
    for (int i = 0; i < 5001; ++i) {
        values.push_back(1270.0 * static_cast<double>(1 + random.below(20)));
    }
    const histogram found = recorded(values);
    const double deviation = exact_deviation(values);
    CHECK(std::abs(found.median_absolute_deviation() - deviation) <= 0.0079 * (2 * exact_median(values) + deviation));
    const double trimmed = exact_trimmed_mean(values, 500);
    CHECK(std::abs(found.trimmed_mean(0.1) - trimmed) <= 0.0079 * trimmed);
}

TEST_CASE("the numbers of merged histograms are those of all values", "[stats]") {
    dwell::random_generator random(23);
    std::vector<double> all;
    histogram parts[3];
    for (int i = 0; i < 3000; ++i) {
        const auto value = static_cast<double>(random.next() >> (20 + random.below(40)));
        all.push_back(value);
        parts[i % 3].record(value);
    }
    histogram merged;
    for (const histogram& part : parts) {
        merged.merge(part);
    }
    const histogram whole = recorded(all);
    CHECK(merged.median_absolute_deviation() == whole.median_absolute_deviation());
    CHECK(merged.trimmed_mean(0.1) == whole.trimmed_mean(0.1));
    CHECK(merged.stddev() == whole.stddev());
    CHECK(merged.percentile_interval(99).lower == whole.percentile_interval(99).lower);
    CHECK(merged.percentile_interval(99).upper == whole.percentile_interval(99).upper);
    CHECK(whole.median_absolute_deviation() > 0.0);
}
