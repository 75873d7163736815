// SPDX-License-Identifier: BSL-1.0
// The window of a histogram: intervals between its states, and what is refused.
#include <dwell/stats/histogram_window.hpp>

#include "support/catch.hpp"

using dwell::window_status;

TEST_CASE("a histogram has a window of its own") {
    dwell::histogram values;
    dwell::histogram_window window(3);
    CHECK_FALSE(window.last(0));
    for (uint64_t second = 1; second <= 5; ++second) {
        values.record(second * 1000, second);
        CHECK(window.add(values, second * 1'000'000'000) == window_status::added);
    }
    CHECK(window.size() == 3);
    CHECK(window.capacity() == 3);
    const dwell::histogram_interval last = *window.last(1);
    CHECK(last.duration_ns == 1'000'000'000);
    CHECK(last.values.count() == 5);
    CHECK(last.values.sum() == 25'000);
    CHECK(last.per_second() == 5.0);
    CHECK(window.last(UINT64_MAX)->values.count() == 9);
    CHECK(window.last(UINT64_MAX)->per_second() == 4.5);
    CHECK(window.between(0, 1)->values.count() == 4);
    CHECK_FALSE(window.between(1, 1));
    CHECK_FALSE(window.between(0, 3));

    CHECK(window.add(values, 5'000'000'000) == window_status::not_later);
    CHECK(window.add(dwell::histogram(), 6'000'000'000) == window_status::no_later_state);
    CHECK(window.add(values, 6'000'000'000) == window_status::added);
    CHECK(window.last(1)->values.empty());
    window.clear();
    CHECK(window.size() == 0);
    CHECK(window.add(dwell::histogram(), 1) == window_status::added);
}
