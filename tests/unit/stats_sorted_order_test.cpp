// SPDX-License-Identifier: BSL-1.0
// Sorting by index against std::stable_sort.
#include <dwell/stats/sorted_order.hpp>

#include "support/catch.hpp"

#include <algorithm>
#include <numeric>
#include <random>
#include <vector>

TEST_CASE("a sorted order is that of std::stable_sort, for every size", "[profile]") {
    std::mt19937_64 random(5);
    for (size_t size = 0; size < 200; ++size) {
        // Few different values: most elements have an equal one.
        std::vector<uint64_t> values(size);
        for (uint64_t& value : values) {
            value = random() % (1 + size / 4);
        }
        const auto is_before = [&](uint32_t a, uint32_t b) { return values[a] < values[b]; };
        std::vector<uint32_t> expected(size);
        std::iota(expected.begin(), expected.end(), 0U);
        std::stable_sort(expected.begin(), expected.end(), is_before);
        CHECK(dwell::detail::sorted_order(size, is_before) == expected);
    }
}

TEST_CASE("what is in order already takes one comparison an element", "[profile]") {
    size_t comparisons = 0;
    const auto order = dwell::detail::sorted_order(1000, [&](uint32_t a, uint32_t b) {
        ++comparisons;
        return a < b;
    });
    CHECK(std::is_sorted(order.begin(), order.end()));
    CHECK(comparisons == 999);
}
