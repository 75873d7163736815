// SPDX-License-Identifier: BSL-1.0
// Sums of 128 bits: carries, borrows, products, and the end of the range.
#include <dwell/stats/wide_sum.hpp>

#include <random>

#include "support/catch.hpp"

using dwell::detail::wide_sum;

namespace {

constexpr wide_sum largest{UINT64_MAX, UINT64_MAX};

constexpr wide_sum product(uint64_t a, uint64_t b) {
    wide_sum sum;
    return sum.add_product(a, b) ? sum : wide_sum{};
}

static_assert(product(3, 5) == wide_sum{15, 0});
static_assert(product(UINT64_MAX, 2) == wide_sum{UINT64_MAX - 1, 1});
static_assert(product(UINT64_MAX, UINT64_MAX) == wide_sum{1, UINT64_MAX - 1});
static_assert(product(uint64_t{1} << 32, uint64_t{1} << 32) == wide_sum{0, 1});

}  // namespace

TEST_CASE("a product is the sum of its terms", "[stats]") {
    std::mt19937_64 random(17);
    for (int round = 0; round < 200; ++round) {
        const uint64_t value = random() >> (random() % 64);
        const uint64_t times = random() % 300;
        wide_sum one_by_one;
        for (uint64_t i = 0; i < times; ++i) {
            REQUIRE(one_by_one.add(value));
        }
        CHECK(product(value, times) == one_by_one);
        CHECK(product(times, value) == one_by_one);
    }
}

TEST_CASE("(a + b) * c is a * c + b * c for words of any size", "[stats]") {
    std::mt19937_64 random(19);
    for (int round = 0; round < 1000; ++round) {
        const uint64_t a = random() >> 1;
        const uint64_t b = random() >> 1;
        const uint64_t c = random();
        wide_sum apart;
        REQUIRE(apart.add_product(a, c));
        REQUIRE(apart.add_product(b, c));
        CHECK(apart == product(a + b, c));
        CHECK(apart.covers(product(a, c)));
        apart.subtract(product(a, c));
        CHECK(apart == product(b, c));
    }
}

TEST_CASE("a sum that does not fit stays at the largest", "[stats]") {
    wide_sum sum = largest;
    CHECK(sum.add(0));
    CHECK_FALSE(sum.add(1));
    CHECK(sum == largest);
    CHECK_FALSE(sum.add(wide_sum{0, 1}));
    CHECK(sum == largest);

    wide_sum carried{1, UINT64_MAX};
    CHECK_FALSE(carried.add(wide_sum{UINT64_MAX, 0}));
    CHECK(carried == largest);
}

TEST_CASE("covers is the order of the numbers", "[stats]") {
    CHECK(wide_sum{0, 1}.covers(wide_sum{UINT64_MAX, 0}));
    CHECK_FALSE(wide_sum{UINT64_MAX, 0}.covers(wide_sum{0, 1}));
    CHECK(wide_sum{5, 5}.covers(wide_sum{5, 5}));
    CHECK_FALSE(wide_sum{4, 5}.covers(wide_sum{5, 5}));
}

TEST_CASE("a sum becomes a double and comes back", "[stats]") {
    CHECK(wide_sum{7, 0}.to_double() == 7.0);
    CHECK(wide_sum{0, 1}.to_double() == 18446744073709551616.0);
    CHECK(wide_sum::from_double(7.9) == wide_sum{7, 0});
    CHECK(wide_sum::from_double(18446744073709551616.0 * 3) == wide_sum{0, 3});
    CHECK(wide_sum::from_double(1e300) == largest);
    for (const wide_sum sum : {wide_sum{123456789, 0}, wide_sum{0, 1000}, wide_sum{uint64_t{1} << 63, 12345}}) {
        CHECK(wide_sum::from_double(sum.to_double()) == sum);
    }
}
