// SPDX-License-Identifier: BSL-1.0
// Streaming mean and variance against the two-pass formula, and what is undefined.
#include <dwell/stats/moments.hpp>

#include <cmath>
#include <random>
#include <vector>

#include "support/catch.hpp"

using dwell::moments;

namespace {

struct two_pass {
    double mean = 0.0;
    double sample_variance = 0.0;

    explicit two_pass(const std::vector<double>& values) {
        long double sum = 0;
        for (const double value : values) {
            sum += value;
        }
        const long double exact_mean = sum / static_cast<long double>(values.size());
        long double squares = 0;
        for (const double value : values) {
            squares += (value - exact_mean) * (value - exact_mean);
        }
        mean = static_cast<double>(exact_mean);
        sample_variance = static_cast<double>(squares / static_cast<long double>(values.size() - 1));
    }
};

std::vector<double> random_values(size_t count, double offset, uint64_t seed) {
    std::mt19937_64 random(seed);
    std::vector<double> values(count);
    for (double& value : values) {
        value = offset + static_cast<double>(random() >> 11) / 9007199254740992.0;
    }
    return values;
}

moments moments_of(const std::vector<double>& values) {
    moments result;
    for (const double value : values) {
        result.record(value);
    }
    return result;
}

}  // namespace

TEST_CASE("moments of few values are what they are by hand, and NaN where undefined", "[stats]") {
    moments values;
    CHECK(values.count() == 0);
    CHECK(std::isnan(values.mean()));
    CHECK(std::isnan(values.population_variance()));
    CHECK(std::isnan(values.variance()));
    CHECK(std::isnan(values.stddev()));

    values.record(2.0);
    CHECK(values.mean() == 2.0);
    CHECK(values.population_variance() == 0.0);
    CHECK(std::isnan(values.variance()));

    values.record(4.0);
    values.record(9.0);
    CHECK(values.count() == 3);
    CHECK(values.mean() == Approx(5.0));
    CHECK(values.population_variance() == Approx(26.0 / 3));
    CHECK(values.variance() == Approx(13.0));
    CHECK(values.stddev() == Approx(std::sqrt(13.0)));
}

TEST_CASE("moments keep the variance of values with a large offset, where sums of squares lose it", "[stats]") {
    const std::vector<double> values = random_values(100000, 1e9, 7);
    const two_pass expected(values);
    const moments streamed = moments_of(values);
    CHECK(streamed.mean() == Approx(expected.mean).epsilon(1e-14));
    CHECK(streamed.variance() == Approx(expected.sample_variance).epsilon(1e-6));
}

TEST_CASE("merged moments are those of all values, in whatever parts and order", "[stats]") {
    const std::vector<double> values = random_values(50000, -3.0, 11);
    const two_pass expected(values);
    std::mt19937_64 random(13);
    for (int round = 0; round < 10; ++round) {
        moments parts[3];
        for (const double value : values) {
            parts[random() % 3].record(value);
        }
        moments left = parts[0];
        left.merge(parts[1]);
        left.merge(parts[2]);
        moments right = parts[2];
        right.merge(parts[1]);
        right.merge(parts[0]);
        for (const moments& merged : {left, right}) {
            CHECK(merged.count() == values.size());
            CHECK(merged.mean() == Approx(expected.mean).epsilon(1e-12));
            CHECK(merged.variance() == Approx(expected.sample_variance).epsilon(1e-12));
        }
    }
}

TEST_CASE("recording a value several times over is recording it that often", "[stats]") {
    moments once;
    moments over;
    for (int value = 1; value < 50; ++value) {
        over.record(value, static_cast<uint64_t>(value));
        for (int i = 0; i < value; ++i) {
            once.record(value);
        }
    }
    CHECK(over.count() == once.count());
    CHECK(over.mean() == Approx(once.mean()).epsilon(1e-13));
    CHECK(over.variance() == Approx(once.variance()).epsilon(1e-13));

    const moments before = over;
    over.record(1e9, 0);
    over.merge(moments());
    CHECK(over == before);
    moments empty;
    empty.merge(before);
    CHECK(empty == before);
}
