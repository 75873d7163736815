// SPDX-License-Identifier: BSL-1.0
// The rank test against the enumeration of all arrangements, and against published numbers.
#include <dwell/stats/mann_whitney.hpp>
#include <dwell/stats/random.hpp>

#include <cmath>
#include <numeric>
#include <vector>

#include "support/catch.hpp"

using dwell::mann_whitney;
using dwell::mann_whitney_result;

namespace {

using measurements = std::vector<double>;

/// Pairs with a > b, ties half, by comparing each with each.
double counted_u(const measurements& a, const measurements& b) {
    double u = 0.0;
    for (const double x : a) {
        for (const double y : b) {
            u += x > y ? 1.0 : (x < y ? 0.0 : 0.5);
        }
    }
    return u;
}

/// The share of all ways to choose the a's among all values, of which u is at least, or at most, that of (a, b).
struct enumerated {
    double at_least = 0.0;
    double at_most = 0.0;

    enumerated(const measurements& a, const measurements& b) {
        measurements all = a;
        all.insert(all.end(), b.begin(), b.end());
        const double found = counted_u(a, b);
        double ways = 0.0;
        for (unsigned chosen = 0; chosen < 1U << all.size(); ++chosen) {
            measurements left;
            measurements right;
            for (size_t i = 0; i < all.size(); ++i) {
                ((chosen >> i & 1U) != 0 ? left : right).push_back(all[i]);
            }
            if (left.size() == a.size()) {
                const double u = counted_u(left, right);
                ++ways;
                at_least += u >= found ? 1 : 0;
                at_most += u <= found ? 1 : 0;
            }
        }
        at_least /= ways;
        at_most /= ways;
    }
};

measurements random_sample(dwell::random_generator& random, size_t size, uint64_t different) {
    measurements result;
    while (result.size() < size) {
        result.push_back(different == 0 ? random.uniform() : static_cast<double>(random.below(different)));
    }
    return result;
}

}  // namespace

TEST_CASE("the rank test without ties is exact: all arrangements were counted", "[stats]") {
    dwell::random_generator random(3);
    for (size_t m = 1; m <= 6; ++m) {
        for (size_t n = 1; n <= 6; ++n) {
            const measurements a = random_sample(random, m, 0);
            const measurements b = random_sample(random, n, 0);
            const mann_whitney_result found = mann_whitney(a, b);
            const enumerated expected(a, b);
            REQUIRE(found.is_defined);
            CHECK(found.is_exact);
            CHECK(found.u == counted_u(a, b));
            CHECK(found.p_greater == Approx(expected.at_least).epsilon(1e-12));
            CHECK(found.p_less == Approx(expected.at_most).epsilon(1e-12));
            CHECK(found.p_two_sided == Approx((std::min)(1.0, 2 * (std::min)(expected.at_least, expected.at_most))));
            CHECK(found.superiority == Approx(found.u / static_cast<double>(m * n)));
            const mann_whitney_result reversed = mann_whitney(b, a);
            CHECK(reversed.p_less == Approx(found.p_greater).epsilon(1e-12));
            CHECK(reversed.superiority == Approx(1 - found.superiority));
        }
    }
}

TEST_CASE("the rank test with ties is near the exact one", "[stats]") {
    dwell::random_generator random(5);
    for (int round = 0; round < 8; ++round) {
        const measurements a = random_sample(random, 8, 6);
        const measurements b = random_sample(random, 9, 6);
        const mann_whitney_result found = mann_whitney(a, b);
        const enumerated expected(a, b);
        CHECK_FALSE(found.is_exact);
        CHECK(found.u == counted_u(a, b));
        CHECK(found.p_greater == Approx(expected.at_least).margin(0.05));
        CHECK(found.p_less == Approx(expected.at_most).margin(0.05));
    }
}

TEST_CASE("the rank test's approximation has the correction for ties and for continuity", "[stats]") {
    // By hand: 11.5 of 20 pairs; ties of 2, 3 and 2 values, so that sum(t^3 - t) = 36; variance 20 / 12 * (10 - 36 /
    // 72).
    const mann_whitney_result found = mann_whitney({1, 3, 3, 7, 9}, {1, 3, 5, 5});
    const double deviation = std::sqrt(20.0 / 12 * (10 - 36.0 / 72));
    CHECK(found.u == 11.5);
    CHECK(found.p_greater == Approx(0.5 * std::erfc((1.5 - 0.5) / deviation / std::sqrt(2.0))));
    CHECK(found.p_less == Approx(0.5 * std::erfc((-1.5 - 0.5) / deviation / std::sqrt(2.0))));
}

TEST_CASE("the exact rank test and its approximation meet where the one ends", "[stats]") {
    measurements a(30);
    measurements b(30);
    std::iota(a.begin(), a.end(), 5.0);
    std::iota(b.begin(), b.end(), 0.5);
    const mann_whitney_result exact = mann_whitney(a, b);
    b.push_back(17.2);
    const mann_whitney_result approximate = mann_whitney(a, b);
    CHECK(exact.is_exact);
    CHECK_FALSE(approximate.is_exact);
    CHECK(exact.p_two_sided == Approx(approximate.p_two_sided).epsilon(0.1));
    CHECK(exact.p_two_sided < 0.1);
    // All arrangements of 30 and 30 are there: the two tails share the arrangements of u itself.
    CHECK(exact.p_greater + exact.p_less > 1.0);
    CHECK(exact.p_greater + exact.p_less < 1.002);
}

TEST_CASE("equal samples have no effect and no significance", "[stats]") {
    const measurements same(20, 3.0);
    const mann_whitney_result found = mann_whitney(same, same);
    CHECK(found.superiority == 0.5);
    CHECK(found.p_two_sided == 1.0);
    CHECK(found.p_greater == 1.0);
}

TEST_CASE("a rank test of nothing, or of what is no number, is undefined", "[stats]") {
    for (const mann_whitney_result& found :
         {mann_whitney({}, {1.0}), mann_whitney({1.0}, {}), mann_whitney({1.0, std::nan("")}, {1.0}),
          mann_whitney({1.0}, {HUGE_VAL})}) {
        CHECK_FALSE(found.is_defined);
        CHECK(std::isnan(found.u));
        CHECK(std::isnan(found.p_two_sided));
        CHECK(std::isnan(found.superiority));
    }
    const mann_whitney_result one = mann_whitney({1.0}, {2.0});
    CHECK(one.p_less == 0.5);
    CHECK(one.p_two_sided == 1.0);
}
