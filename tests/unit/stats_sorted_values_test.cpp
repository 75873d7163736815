// SPDX-License-Identifier: BSL-1.0
#include <dwell/stats/sorted_values.hpp>

#include "support/catch.hpp"

#include <limits>
#include <vector>

TEST_CASE("a median is the value in the middle, or lies between the two that are", "[stats]") {
    CHECK(dwell::detail::sorted_values({3, 1, 2, 1}) == std::vector<double>{1, 1, 2, 3});
    CHECK(dwell::detail::arithmetic_median({7}) == 7);
    CHECK(dwell::detail::arithmetic_median({1, 2, 9}) == 2);
    CHECK(dwell::detail::arithmetic_median({1, 2, 8, 9}) == 5);
    CHECK(dwell::detail::geometric_median({1, 2, 9}) == 2);
    CHECK(dwell::detail::geometric_median({1, 2, 8, 9}) == Approx(4));
    const double largest = (std::numeric_limits<double>::max)();
    CHECK(dwell::detail::arithmetic_median({largest, largest}) == largest);
    CHECK(dwell::detail::geometric_median({largest, largest}) == Approx(largest));
}
