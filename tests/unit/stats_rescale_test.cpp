// SPDX-License-Identifier: BSL-1.0
// Histograms of values that were all lowered by one amount, against recording the lowered values.
#include <dwell/stats/histogram.hpp>
#include <dwell/stats/rescale.hpp>

#include "support/catch.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

using dwell::histogram;
using dwell::detail::lowered;

namespace {

histogram of(const std::vector<uint64_t>& values) {
    histogram result;
    for (const uint64_t value : values) {
        result.record(value);
    }
    return result;
}

}  // namespace

TEST_CASE("lowering by a whole number is exact where buckets hold one integer") {
    const histogram values = of({20, 21, 21, 40, 255});
    CHECK(lowered(values, 20) == of({0, 1, 1, 20, 235}));
    CHECK(lowered(values, 0) == values);
    CHECK(lowered(values, -1) == values);
    CHECK(lowered(histogram(), 5) == histogram());
}

TEST_CASE("what would be below 0 is 0, and the sum is that of the rest") {
    const histogram values = of({3, 10, 20, 20, 50});
    const histogram result = lowered(values, 20);
    CHECK(result == of({0, 0, 0, 0, 30}));
    CHECK(lowered(values, 1e9) == of({0, 0, 0, 0, 0}));
}

TEST_CASE("lowering by a fraction keeps the mean") {
    histogram values;
    values.record(100, 1'000);
    values.record(200, 1'000);
    const histogram result = lowered(values, 10.25);
    CHECK(result.mean() == Approx(139.75));
    CHECK((result.min)() == 90);
    CHECK((result.max)() == 190);
}

TEST_CASE("refused, over-range and saturated values are still said to be so") {
    histogram values;
    values.record(-1);
    values.record(1e300);
    values.set_saturated();
    const histogram result = lowered(values, 1);
    CHECK(result.refused() == 1);
    CHECK(result.over_range() == 1);
    CHECK(result.saturated());
    CHECK(result.count() == 1);
}

TEST_CASE("bounds that were no values stay bounds") {
    histogram values = of({1'000, 2'000, 3'000});
    REQUIRE(values.subtract(of({1'000})));
    REQUIRE_FALSE(values.bounds_are_exact());
    CHECK_FALSE(lowered(values, 100).bounds_are_exact());
    CHECK((lowered(values, 100).min)() <= 1'900);
    CHECK((lowered(values, 100).max)() >= 2'900);
}

TEST_CASE("percentiles of lowered values are within two buckets of the original") {
    std::mt19937_64 random(1);
    std::lognormal_distribution<double> draw(6, 1);
    std::vector<uint64_t> values(100'000);
    for (uint64_t& value : values) {
        value = static_cast<uint64_t>(draw(random));
    }
    const histogram original = of(values);
    for (const double amount : {7.0, 33.5, 150.0, 400.0}) {
        const histogram result = lowered(original, amount);
        CHECK(result.count() == original.count());
        for (const double percent : {1.0, 10.0, 50.0, 90.0, 99.0, 99.9}) {
            const double exact = std::max(0.0, original.percentile(percent) - amount);
            INFO(amount << ", p" << percent);
            CHECK(std::abs(result.percentile(percent) - exact) <= original.percentile(percent) * 0.016 + 0.5);
        }
        double sum = 0;
        for (const uint64_t value : values) {
            sum += std::max(0.0, static_cast<double>(value) - amount);
        }
        CHECK(static_cast<double>(result.sum()) == Approx(sum).epsilon(0.0001));
    }
}
