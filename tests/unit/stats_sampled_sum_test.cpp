// SPDX-License-Identifier: BSL-1.0
// The interval of a mean: how often it holds the true one, and where there is none.
#include <dwell/stats/histogram.hpp>
#include <dwell/stats/random.hpp>
#include <dwell/stats/sampled_sum.hpp>

#include <cmath>
#include <cstdint>

#include "support/catch.hpp"

namespace {

// Lognormal with a deviation of 1, as skewed as durations are: its mean is e^0.5 medians.
constexpr double median_of_values = 1e5;
constexpr double mean_of_values = median_of_values * 1.6487212707001282;

double lognormal_value(dwell::random_generator& random) {
    const double radius = std::sqrt(-2 * std::log(random.uniform()));
    return median_of_values * std::exp(radius * std::cos(6.283185307179586 * random.uniform()));
}

}  // namespace

TEST_CASE("sampled_sum: the interval of a mean holds the true one as often as it says") {
    dwell::random_generator random(3);
    constexpr int repetitions = 2'000;
    for (const uint64_t run : {1U, 8U}) {
        int below = 0;
        int above = 0;
        for (int i = 0; i < repetitions; ++i) {
            dwell::histogram values;
            constexpr uint64_t samples = 200;
            for (uint64_t k = 0; k < samples; ++k) {
                values.record(lognormal_value(random), run);
            }
            const auto mean = dwell::sampled_sum{values, samples * run, samples * run * run}.mean_interval(0.95);
            REQUIRE(mean.is_defined());
            CHECK_FALSE(mean.estimate < mean.lower);
            below += mean.upper < mean_of_values ? 1 : 0;
            above += mean.lower > mean_of_values ? 1 : 0;
        }
        CAPTURE(run, below, above);
        // 2.5 % beyond each end, and what a skewness of 6 makes of it.
        CHECK(below < repetitions * 0.06);
        CHECK(above < repetitions * 0.04);
        CHECK(below + above > repetitions * 0.02);
    }
}

TEST_CASE("sampled_sum: the interval of a mean shrinks with the square root of the samples") {
    dwell::random_generator random(4);
    dwell::histogram values;
    const auto width = [&](uint64_t count) {
        while (values.count() < count) {
            values.record(lognormal_value(random));
        }
        const auto mean = dwell::sampled_sum{values, count, count}.mean_interval();
        return mean.upper - mean.lower;
    };
    const double wide = width(1'000);
    CHECK(wide / width(100'000) == Approx(10).epsilon(0.25));
}

TEST_CASE("sampled_sum: where a mean has no interval and where it is a point") {
    dwell::histogram values;
    CHECK(dwell::sampled_sum{values, 0, 0}.mean_interval().status == dwell::interval_status::empty);
    CHECK(dwell::sampled_sum{values, 0, 0}.mean_interval().estimate == 0);
    values.record(500, 9);
    const auto few = dwell::sampled_sum{values, 9, 9}.mean_interval();
    CHECK(few.status == dwell::interval_status::too_few_samples);
    CHECK(few.estimate == 500);
    CHECK(std::isnan(few.lower));
    values.record(500);
    const auto equal = dwell::sampled_sum{values, 10, 10}.mean_interval();
    CHECK(equal.is_defined());
    // All in one bucket, whose middle stands for them.
    CHECK(equal.lower == Approx(500).epsilon(0.004));
    CHECK(equal.upper == Approx(500).epsilon(0.004));
    CHECK(dwell::sampled_sum{values, 10, 10}.mean_interval(1).status == dwell::interval_status::invalid_argument);
    values.record(1, UINT64_MAX);
    CHECK(dwell::sampled_sum{values, 10, 10}.mean_interval().status == dwell::interval_status::saturated);
}
