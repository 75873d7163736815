// SPDX-License-Identifier: BSL-1.0
// Holm's procedure: a worked example, ties, what is no p-value, and how often any is found by chance.
#include <dwell/stats/holm.hpp>
#include <dwell/stats/random.hpp>

#include <cmath>
#include <vector>

#include "support/catch.hpp"

using indices = std::vector<dwell::uint32_t>;

TEST_CASE("the smallest p-values are significant, each against what is left", "[stats]") {
    // 0.01 <= 0.05 / 4 and 0.013 <= 0.05 / 3, but 0.03 > 0.05 / 2: what follows is not looked at, though 0.04 <= 0.05.
    CHECK(dwell::holm({0.04, 0.01, 0.03, 0.013}, 0.05) == indices{1, 3});
    CHECK(dwell::holm({0.0125, 0.5, 0.5, 0.5}, 0.05) == indices{0});
    CHECK(dwell::holm({0.0126, 0.5, 0.5, 0.5}, 0.05).empty());
    CHECK(dwell::holm({0.05}, 0.05) == indices{0});
    CHECK(dwell::holm({}, 0.05).empty());
    CHECK(dwell::holm({0, 0, 0}, 0.05) == indices{0, 1, 2});
    CHECK(dwell::holm({0.001}, std::nan("")).empty());
    // A test that gave no p-value was looked at all the same.
    CHECK(dwell::holm({std::nan(""), 0.025, std::nan("")}, 0.05).empty());
    CHECK(dwell::holm({std::nan(""), 0.016, std::nan("")}, 0.05) == indices{1});
}

TEST_CASE("any of 50 tests without an effect is significant as often as asked for", "[stats]") {
    dwell::random_generator random(7);
    int alarms = 0;
    for (int run = 0; run < 2000; ++run) {
        std::vector<double> p_values(50);
        for (double& p : p_values) {
            p = random.uniform();
        }
        alarms += dwell::holm(p_values, 0.05).empty() ? 0 : 1;
    }
    INFO(alarms << " of 2000");
    CHECK(alarms <= 130);  // 98 expected, sigma 9.7
    CHECK(alarms >= 69);
}
