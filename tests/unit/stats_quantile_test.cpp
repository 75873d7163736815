// SPDX-License-Identifier: BSL-1.0
// Quantiles of the histogram against those of the exact sample. The exact quantile q of n sorted values is the value of
// nearest rank, x[ceil(q * n)] counted from 1: the smallest value that at least q * n values do not exceed.
#include <dwell/stats/histogram.hpp>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "support/catch.hpp"

using dwell::histogram;

namespace {

constexpr size_t sample_size = 1'000'000;
constexpr double worst_allowed = 0.0079;
constexpr double typical_allowed = 0.0001;

// Distributions of our own: those of the standard library differ from one library to the next.
class generator {
public:
    explicit generator(uint64_t seed) : random_(seed) {}
    /// Uniform in (0, 1).
    double uniform() { return (static_cast<double>(random_() >> 11) + 0.5) / 9007199254740992.0; }
    double normal() {
        const double radius = std::sqrt(-2 * std::log(uniform()));
        return radius * std::cos(2 * 3.14159265358979323846 * uniform());
    }

private:
    std::mt19937_64 random_;
};

template <typename Draw>
std::vector<uint64_t> sample_of(uint64_t seed, Draw draw) {
    generator random(seed);
    std::vector<uint64_t> values(sample_size);
    for (uint64_t& value : values) {
        value = static_cast<uint64_t>(draw(random));
    }
    return values;
}

struct accuracy {
    double worst = 0.0;
    double median = 0.0;
    bool monotone = true;
};

accuracy accuracy_of(std::vector<uint64_t> values) {
    histogram recorded;
    for (const uint64_t value : values) {
        recorded.record(value);
    }
    std::sort(values.begin(), values.end());
    REQUIRE(recorded.count() == values.size());
    REQUIRE((recorded.min)() == values.front());
    REQUIRE((recorded.max)() == values.back());
    accuracy result;
    std::vector<double> errors;
    double before = 0.0;
    // 1 to 99.99 in steps of 0.01, as integers so that the exact rank is one too, and the far ends.
    for (size_t hundredths = 0; hundredths <= 10000; ++hundredths) {
        const size_t rank = (std::max)(size_t{1}, hundredths * sample_size / 10000);
        const auto exact = static_cast<double>(values[rank - 1]);
        const double found = recorded.percentile(static_cast<double>(hundredths) / 100);
        const double error = exact == 0.0 ? found : std::abs(found - exact) / exact;
        result.worst = (std::max)(result.worst, error);
        result.monotone &= found >= before;
        before = found;
        if (hundredths >= 100 && hundredths < 10000) {
            errors.push_back(error);
        }
    }
    std::nth_element(errors.begin(), errors.begin() + static_cast<ptrdiff_t>(errors.size() / 2), errors.end());
    result.median = errors[errors.size() / 2];
    return result;
}

}  // namespace

TEST_CASE("quantiles of a million lognormal values", "[stats][accuracy]") {
    const accuracy found =
        accuracy_of(sample_of(101, [](generator& random) { return std::exp(10 + random.normal()); }));
    INFO("worst " << found.worst << " median " << found.median);
    CHECK(found.worst <= worst_allowed);
    CHECK(found.median <= typical_allowed);
    CHECK(found.monotone);
}

TEST_CASE("quantiles of a million uniform values", "[stats][accuracy]") {
    const accuracy found = accuracy_of(sample_of(103, [](generator& random) { return 1e6 * random.uniform(); }));
    INFO("worst " << found.worst << " median " << found.median);
    CHECK(found.worst <= worst_allowed);
    CHECK(found.median <= typical_allowed);
    CHECK(found.monotone);
}

TEST_CASE("quantiles of a million equal values are that value", "[stats][accuracy]") {
    for (const uint64_t constant : {uint64_t{0}, uint64_t{1}, uint64_t{1003}, uint64_t{987654321}}) {
        const accuracy found = accuracy_of(std::vector<uint64_t>(sample_size, constant));
        CHECK(found.worst == 0.0);
        CHECK(found.monotone);
    }
}

TEST_CASE("quantiles of a million Pareto values", "[stats][accuracy]") {
    // Shape 1.1: a mean that a few values make up, and a tail over seven decades.
    const accuracy found =
        accuracy_of(sample_of(107, [](generator& random) { return 1000 * std::pow(random.uniform(), -1 / 1.1); }));
    INFO("worst " << found.worst << " median " << found.median);
    CHECK(found.worst <= worst_allowed);
    CHECK(found.monotone);
}

TEST_CASE("quantiles of a million values with two modes", "[stats][accuracy]") {
    const accuracy found = accuracy_of(sample_of(109, [](generator& random) {
        return random.uniform() < 0.9 ? 250 + 10 * std::abs(random.normal()) : 2e6 + 1e4 * std::abs(random.normal());
    }));
    INFO("worst " << found.worst << " median " << found.median);
    CHECK(found.worst <= worst_allowed);
    CHECK(found.monotone);
}

TEST_CASE("quantiles of a million values on a coarse clock", "[stats][accuracy]") {
    // A clock that ticks every 10 ns: all values of a bucket are one and the same, the worst case of interpolation.
    const accuracy found =
        accuracy_of(sample_of(113, [](generator& random) { return 1270 * std::floor(1 + 20 * random.uniform()); }));
    INFO("worst " << found.worst << " median " << found.median);
    CHECK(found.worst <= worst_allowed);
    CHECK(found.monotone);
}

TEST_CASE("every quantile of a single value is that value", "[stats]") {
    for (const uint64_t value : {uint64_t{0}, uint64_t{255}, uint64_t{1003}, UINT64_MAX}) {
        histogram single;
        single.record(value);
        for (const double p : {-5.0, 0.0, 0.1, 50.0, 99.999, 100.0, 1e9}) {
            CHECK(single.percentile(p) == static_cast<double>(value));
        }
        CHECK(single.mean() == static_cast<double>(value));
        CHECK(single.stddev() == 0.0);
    }
}

TEST_CASE("a percentile is clamped to [0, 100], and NaN for a NaN", "[stats]") {
    histogram values;
    for (int i = 1; i <= 100; ++i) {
        values.record(1000 * i + 1);
    }
    CHECK(values.percentile(0) == 1001.0);
    CHECK(values.percentile(-1) == 1001.0);
    CHECK(values.percentile(-INFINITY) == 1001.0);
    CHECK(values.percentile(100) == 100001.0);
    CHECK(values.percentile(200) == 100001.0);
    CHECK(values.percentile(INFINITY) == 100001.0);
    CHECK(std::isnan(values.percentile(std::nan(""))));
}

TEST_CASE("the nearest rank is not moved by the rounding of p / 100", "[stats]") {
    // With values that have a bucket each, the percentile names its rank.
    histogram values;
    for (int i = 1; i <= 200; ++i) {
        values.record(i);
    }
    for (int half_percents = 1; half_percents <= 200; ++half_percents) {
        CHECK(values.percentile(half_percents / 2.0) == static_cast<double>(half_percents));
    }
    CHECK(dwell::detail::nearest_rank(0.999, 1000) == 999);
    CHECK(dwell::detail::nearest_rank(0.9991, 1000) == 1000);
    CHECK(dwell::detail::nearest_rank(0.07, 100) == 7);
    CHECK(dwell::detail::nearest_rank(1.0, UINT64_MAX) == UINT64_MAX);
    CHECK(dwell::detail::nearest_rank(0.0, UINT64_MAX) == 1);
}

TEST_CASE("values that fill a bucket evenly come back one by one", "[stats]") {
    histogram values;
    values.record(1);
    for (int value = 1000; value < 1008; ++value) {
        values.record(value);
    }
    values.record(1'000'000);
    for (int i = 0; i < 8; ++i) {
        CHECK(values.percentile(20 + 10 * i) == 1000.0 + i);
        CHECK(values.count_at_or_below(1000 + static_cast<uint64_t>(i)) == 2 + static_cast<uint64_t>(i));
    }
}

TEST_CASE("the count at or below a value inverts the quantile", "[stats]") {
    std::mt19937_64 random(127);
    histogram values;
    std::vector<uint64_t> sorted;
    for (int i = 0; i < 20000; ++i) {
        sorted.push_back(random() >> (random() % 50));
        values.record(sorted.back());
    }
    std::sort(sorted.begin(), sorted.end());
    values.for_each_bucket([&](size_t, uint64_t lower, uint64_t upper, uint64_t) {
        const auto exact = [&](uint64_t value) {
            return static_cast<uint64_t>(std::upper_bound(sorted.begin(), sorted.end(), value) - sorted.begin());
        };
        CHECK(values.count_at_or_below(upper) == exact(upper));
        if (lower != 0) {
            CHECK(values.count_at_or_below(lower - 1) == exact(lower - 1));
        }
        const uint64_t middle = lower + (upper - lower) / 2;
        CHECK(values.count_at_or_below(middle) <= exact(upper));
        CHECK(values.count_at_or_below(middle) >= (lower == 0 ? 0 : exact(lower - 1)));
    });
    CHECK(values.count_at_or_below(sorted.front() - 1) == (sorted.front() == 0 ? sorted.size() : 0));
    CHECK(values.count_at_or_below(sorted.back()) == sorted.size());
    CHECK(values.count_at_or_below(UINT64_MAX) == sorted.size());
}

TEST_CASE("the standard deviation is within 0.4 % of the root mean square", "[stats]") {
    generator random(131);
    histogram values;
    dwell::moments exact;
    double squares = 0.0;
    for (int i = 0; i < 100000; ++i) {
        const double value = std::floor(std::exp(9 + 0.7 * random.normal()));
        values.record(value);
        exact.record(value);
        squares += value * value;
    }
    const double expected = std::sqrt(exact.population_variance());
    CHECK(std::abs(values.stddev() - expected) <= 0.004 * std::sqrt(squares / 100000));
    CHECK(values.stddev() == Approx(expected).epsilon(0.001));
    CHECK(values.mean() == Approx(exact.mean()).epsilon(1e-12));
}
