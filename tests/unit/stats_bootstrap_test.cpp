// SPDX-License-Identifier: BSL-1.0
// Intervals of a ratio of quantiles: how often they hold, and what is refused.
#include <dwell/stats/bootstrap.hpp>

#include <cmath>
#include <vector>

#include "support/catch.hpp"

using dwell::quantile_ratio_interval;
using dwell::ratio_interval;

namespace {

using measurements = std::vector<double>;

/// Exponential, so that every quantile of `scale` times as much is `scale` times as much.
measurements exponential(dwell::random_generator& random, size_t size, double scale) {
    measurements result;
    while (result.size() < size) {
        result.push_back(-scale * std::log(random.uniform()));
    }
    return result;
}

}  // namespace

TEST_CASE("the interval of a ratio of medians holds about as often as it says", "[stats][accuracy]") {
    dwell::random_generator random(11);
    int covered = 0;
    int below = 0;
    const int draws = 400;
    for (int draw = 0; draw < draws; ++draw) {
        const measurements base = exponential(random, 60, 1.0);
        const measurements head = exponential(random, 80, 1.3);
        const ratio_interval found =
            quantile_ratio_interval(base, head, 0.5, {.resamples = 500, .seed = static_cast<uint64_t>(draw)});
        REQUIRE(found.is_defined);
        CHECK(found.lower <= found.ratio);
        CHECK(found.ratio <= found.upper);
        covered += found.lower <= 1.3 && 1.3 <= found.upper ? 1 : 0;
        below += found.upper < 1.3 ? 1 : 0;
    }
    INFO(covered << " of " << draws << " hold, " << below << " lie below");
    CHECK(covered >= 366);  // 91.5 %
    CHECK(covered <= 396);
    CHECK(below <= 26);
}

TEST_CASE("the interval of a ratio is that of the resamples' ranks", "[stats]") {
    // All resamples of a constant are that constant: the ratio is certain.
    const ratio_interval certain = quantile_ratio_interval(measurements(30, 2.0), measurements(7, 3.0), 0.99);
    CHECK(certain.ratio == 1.5);
    CHECK(certain.lower == 1.5);
    CHECK(certain.upper == 1.5);
    // The minimum of {1, 2} drawn again is 2 in a quarter of the cases: inside a 95 % interval, outside one of 40 %.
    CHECK(quantile_ratio_interval({1, 1}, {1, 2}, 0.0).upper == 2.0);
    CHECK(quantile_ratio_interval({1, 1}, {1, 2}, 0.0, {.confidence = 0.4}).upper == 1.0);
    CHECK(quantile_ratio_interval({1, 2}, {1, 1}, 1.0, {.confidence = 0.4}).ratio == 0.5);
}

TEST_CASE("the same seed gives the same interval, everywhere", "[stats]") {
    measurements base;
    measurements head;
    for (int i = 1; i <= 100; ++i) {
        base.push_back(i);
        head.push_back((i * 37) % 101 + 5);
    }
    const ratio_interval found = quantile_ratio_interval(base, head, 0.9, {.seed = 5});
    const ratio_interval again = quantile_ratio_interval(base, head, 0.9, {.seed = 5});
    CHECK(found.lower == again.lower);
    CHECK(found.upper == again.upper);
    // Every step is exact but the division, which is rounded alike everywhere. The same in Python, with its own sort of
    // each resample: ranks 51 and 1950 of 2,000 ratios.
    CHECK(found.ratio == 95.0 / 90.0);
    CHECK(found.lower == 91.0 / 95.0);
    CHECK(found.upper == 100.0 / 86.0);
    const ratio_interval wider = quantile_ratio_interval(base, head, 0.9, {.confidence = 0.999, .seed = 5});
    CHECK(wider.lower < found.lower);
    CHECK(wider.upper > found.upper);
}

TEST_CASE("a ratio that cannot be had is undefined", "[stats]") {
    const measurements good = {1, 2, 3};
    CHECK(quantile_ratio_interval(good, good, 0.5).is_defined);
    for (const measurements& bad : {measurements{}, measurements{1, 0}, measurements{-1}, measurements{1, std::nan("")},
                                    measurements{HUGE_VAL}}) {
        CHECK_FALSE(quantile_ratio_interval(bad, good, 0.5).is_defined);
        CHECK_FALSE(quantile_ratio_interval(good, bad, 0.5).is_defined);
        CHECK(std::isnan(quantile_ratio_interval(good, bad, 0.5).lower));
    }
    for (const double q : {-0.1, 1.1, std::nan("")}) {
        CHECK_FALSE(quantile_ratio_interval(good, good, q).is_defined);
    }
    CHECK_FALSE(quantile_ratio_interval(good, good, 0.5, {.confidence = 1.0}).is_defined);
    CHECK_FALSE(quantile_ratio_interval(good, good, 0.5, {.confidence = std::nan("")}).is_defined);
    CHECK_FALSE(quantile_ratio_interval(good, good, 0.5, {.resamples = 99}).is_defined);
    CHECK_FALSE(quantile_ratio_interval(good, good, 0.5, {.resamples = 1'000'001}).is_defined);
}
