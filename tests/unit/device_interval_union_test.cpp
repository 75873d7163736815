// SPDX-License-Identifier: BSL-1.0
// Stretches of time in any order are one set, and what is taken off the front has the right length.
#include <dwell/device/interval_union.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <random>
#include <vector>

#include "support/catch.hpp"

using dwell::detail::interval_union;

TEST_CASE("stretches of time that overlap or touch are one", "[device]") {
    const auto set = std::make_unique<interval_union>();
    CHECK(set->add(50, 60));
    CHECK(set->add(10, 20));
    CHECK(set->add(30, 40));
    CHECK(set->count() == 3);
    CHECK(set->begin() == 10);
    CHECK(set->add(20, 25));  // touches
    CHECK(set->count() == 3);
    CHECK(set->add(45, 50));  // touches on the other side
    CHECK(set->count() == 3);
    CHECK(set->add(15, 35));  // overlaps two
    CHECK(set->count() == 2);
    CHECK(set->add(5, 5));  // nothing
    CHECK(set->begin() == 10);
    CHECK(set->take_until(5) == 0);
    CHECK(set->take_until(22) == 12);
    CHECK(set->begin() == 22);
    CHECK(set->take_until(55) == 28);
    CHECK(set->add(0, 100));
    CHECK(set->count() == 1);
    CHECK(set->take_until(100) == 100);
    CHECK(set->count() == 0);
    CHECK(set->begin() == UINT64_MAX);
}

TEST_CASE("a full set of stretches takes what lengthens one", "[device]") {
    const auto set = std::make_unique<interval_union>();
    for (std::uint64_t i = interval_union::capacity; i-- > 0;) {
        REQUIRE(set->add(10 * i, 10 * i + 5));
    }
    CHECK_FALSE(set->add(7, 8));
    CHECK(set->count() == interval_union::capacity);
    CHECK(set->add(5, 8));
    CHECK(set->middle() == 10 * (interval_union::capacity / 2) + 5);
    CHECK(set->take_until(UINT64_MAX) == interval_union::capacity * 5 + 3);
}

TEST_CASE("a set of stretches agrees with one bit for each moment", "[device]") {
    std::mt19937 random(7);
    for (int round = 0; round < 200; ++round) {
        const auto set = std::make_unique<interval_union>();
        std::vector<bool> moments(300, false);
        std::size_t taken = 0;
        for (int i = 0; i < 60; ++i) {
            const std::size_t from = taken + random() % (moments.size() - taken);
            const std::size_t to = (std::min)(moments.size(), from + random() % 12);
            set->add(from, to);
            for (std::size_t at = from; at < to; ++at) {
                moments[at] = true;
            }
            if (i % 10 == 9) {
                const std::size_t until = taken + random() % (moments.size() - taken);
                std::uint64_t expected = 0;
                for (; taken < until; ++taken) {
                    expected += moments[taken] ? 1 : 0;
                }
                CHECK(set->take_until(until) == expected);
            }
        }
    }
}
