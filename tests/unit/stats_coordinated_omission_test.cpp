// SPDX-License-Identifier: BSL-1.0
// Coordinated omission: the closed form against a loop, against HdrHistogram's own results, and at the limits.
#include "support/catch.hpp"

#include <dwell/stats/histogram.hpp>

#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <utility>
#include <vector>

using dwell::basic_histogram;
using dwell::histogram;

namespace {

/// The definition, one value at a time.
template <typename Histogram>
void record_by_loop(Histogram& into, uint64_t value, uint64_t interval, uint64_t times = 1) {
    into.record(value, times);
    if (interval == 0 || value < interval) {
        return;
    }
    for (uint64_t missing = value - interval; missing >= interval; missing -= interval) {
        into.record(missing, times);
    }
}

using value_counts = std::vector<std::pair<uint64_t, uint64_t>>;

/// The upper bound of each bucket and its count, as HdrHistogram's recordedValues() lists them.
value_counts recorded_values(const histogram& values) {
    value_counts result;
    values.for_each_bucket([&](size_t, uint64_t, uint64_t upper, uint64_t n) { result.emplace_back(upper, n); });
    return result;
}

/// The same in one number, for long lists.
uint64_t checksum(const histogram& values) {
    uint64_t sum = 0;
    for (const auto& [value, count] : recorded_values(values)) {
        sum = (sum * 31 + value % 1000003 * 7 + count) % 1000000007;
    }
    return sum;
}

}  // namespace

TEST_CASE("the closed form is the loop: buckets, count, sum, minimum and maximum", "[stats]") {
    for (uint64_t value = 0; value < 700; ++value) {
        for (uint64_t interval = 0; interval < 360; ++interval) {
            histogram closed;
            histogram loop;
            closed.record_with_expected_interval(value, interval);
            record_by_loop(loop, value, interval);
            REQUIRE((closed == loop));
        }
    }
}

TEST_CASE("so it is for random values, on top of others, several times over and for any precision", "[stats]") {
    std::mt19937_64 random(1);
    const auto draw = [&](uint64_t below) { return std::uniform_int_distribution<uint64_t>(0, below - 1)(random); };
    histogram closed;
    histogram loop;
    basic_histogram<2> coarse;
    basic_histogram<2> coarse_loop;
    basic_histogram<14> fine;
    basic_histogram<14> fine_loop;
    for (int i = 0; i < 1000; ++i) {
        const uint64_t value = draw(uint64_t{1} << draw(64));
        const uint64_t interval = value / (1 + draw(1000)) + draw(3);
        if (interval == 0) {
            continue;
        }
        const uint64_t times = draw(4);
        closed.record_with_expected_interval(value, interval, times);
        record_by_loop(loop, value, interval, times);
        coarse.record_with_expected_interval(value, interval, times);
        record_by_loop(coarse_loop, value, interval, times);
        REQUIRE((closed == loop));
        REQUIRE((coarse == coarse_loop));
        // It has 800,000 buckets: with each draw it takes two minutes under ThreadSanitizer.
        if (i % 10 == 0) {
            fine.record_with_expected_interval(value, interval, times);
            record_by_loop(fine_loop, value, interval, times);
            REQUIRE((fine == fine_loop));
        }
    }
    CHECK(closed.count() > 100'000);
    CHECK(fine.count() > 10'000);
}

// From HdrHistogram 2.1.11 (Debian's libhdrhistogram-java): with `Histogram h = new Histogram(2)`,
// `h.recordValueWithExpectedInterval(value, interval)`, then for each `v` of `h.recordedValues()` the numbers
// `v.getValueIteratedTo()` and `v.getCountAtValueIteratedTo()`, and the checksum above of them.
TEST_CASE("HdrHistogram records the same with an expected interval", "[stats]") {
    histogram few;
    few.record_with_expected_interval(10000, 1500);
    CHECK((recorded_values(few) == value_counts{{2511, 1}, {4015, 1}, {5503, 1}, {7007, 1}, {8511, 1}, {10047, 1}}));
    const struct {
        uint64_t value, interval, count, checksum;
    } cases[] = {
        {100000, 100, 1000, 618236078}, {123456, 1000, 123, 788803463},
        {999999, 7, 142857, 814755444}, {5000, 2500, 2, 580080},
        {5000, 2501, 1, 35162},         {uint64_t{1} << 40, uint64_t{1} << 30, 1024, 996019201},
    };
    for (const auto& expected : cases) {
        CAPTURE(expected.value, expected.interval);
        histogram values;
        values.record_with_expected_interval(expected.value, expected.interval);
        CHECK(values.count() == expected.count);
        CHECK(checksum(values) == expected.checksum);
    }
}

// `h.recordValue(1000 + i * i)` for i in 0..99, `h.recordValueWithCount(100000, 3)`, and then the values and counts of
// `h.copyCorrectedForCoordinatedOmission(interval)`.
TEST_CASE("HdrHistogram corrects the same after the fact", "[stats]") {
    histogram recorded;
    for (int i = 0; i < 100; ++i) {
        recorded.record(1000 + i * i);
    }
    recorded.record(100000, 3);

    const histogram corrected = recorded.corrected_for_coordinated_omission(1000);
    CHECK(corrected.count() == 686);
    CHECK(checksum(corrected) == 283308031);

    value_counts expected = recorded_values(recorded);
    const std::pair<uint64_t, uint64_t> last = expected.back();
    CHECK((last == std::pair<uint64_t, uint64_t>{100351, 3}));
    expected.pop_back();
    expected.insert(expected.end(), {{25471, 3}, {50431, 3}, {75775, 3}, {100351, 3}});
    CHECK((recorded_values(recorded.corrected_for_coordinated_omission(25000)) == expected));
}

TEST_CASE("one stall of 100 s, as its users meet it and as a waiting load generator records it", "[stats]") {
    // A request each 10 ms for 200 s. Each takes 1 ms, but the server stands still for the second half.
    histogram waiting;  // milliseconds
    histogram expected;
    for (int request = 0; request < 10'000; ++request) {
        waiting.record(1);
        expected.record_with_expected_interval(1, 10);
    }
    waiting.record(100'000);
    expected.record_with_expected_interval(100'000, 10);

    CHECK(waiting.percentile(99.9) == 1.0);
    CHECK(expected.percentile(75) == Approx(50'000).epsilon(0.01));
    CHECK(expected.percentile(99) == Approx(98'000).epsilon(0.01));
    // After the fact, the buckets are all there is to go by.
    CHECK(waiting.corrected_for_coordinated_omission(10).percentile(99) == Approx(98'000).epsilon(0.01));
}

TEST_CASE("what was recorded stays exact when it is corrected, and the bounds say that they are none", "[stats]") {
    histogram recorded;
    recorded.record(50'000);
    recorded.record(1'000'001);
    histogram corrected = recorded.corrected_for_coordinated_omission(10);
    CHECK((corrected.max)() == 1'000'001);
    CHECK((corrected.min)() >= 10);
    CHECK((corrected.min)() < 20);
    CHECK_FALSE(corrected.bounds_are_exact());
    // Against recording with the interval, each missing value and the number of them are off by a bucket's width.
    histogram exact;
    exact.record_with_expected_interval(50'000, 10);
    exact.record_with_expected_interval(1'000'001, 10);
    CHECK(static_cast<double>(corrected.count()) == Approx(static_cast<double>(exact.count())).epsilon(1.0 / 128));
    CHECK(corrected.mean() == Approx(exact.mean()).epsilon(1.0 / 128));
    for (const double p : {1.0, 25.0, 50.0, 75.0, 99.0}) {
        CHECK(corrected.percentile(p) == Approx(exact.percentile(p)).epsilon(2.0 / 128));
    }
    // Values of one integer a bucket are what was recorded, so nothing is off.
    histogram small;
    histogram small_exact;
    for (uint64_t value = 0; value < 256; ++value) {
        small.record(value);
        small_exact.record_with_expected_interval(value, 9);
    }
    CHECK((recorded_values(small.corrected_for_coordinated_omission(9)) == recorded_values(small_exact)));
    CHECK(small.corrected_for_coordinated_omission(9).sum() == small_exact.sum());
}

TEST_CASE("without an interval, or with one that nothing reaches twice, it is plain recording", "[stats]") {
    histogram plain;
    plain.record(1000);
    const auto with_interval = [](auto interval) {
        histogram values;
        values.record_with_expected_interval(1000, interval);
        return values;
    };
    CHECK((with_interval(0) == plain));
    CHECK((with_interval(-5) == plain));
    CHECK((with_interval(0.9) == plain));
    CHECK((with_interval(std::nan("")) == plain));
    CHECK((with_interval(-std::numeric_limits<double>::infinity()) == plain));
    CHECK((with_interval(std::numeric_limits<double>::infinity()) == plain));
    CHECK((with_interval(501) == plain));
    CHECK((with_interval(1001) == plain));
    CHECK(with_interval(500).count() == 2);
    for (const double interval : {0.0, -1.0, std::nan(""), 502.0}) {
        CHECK((plain.corrected_for_coordinated_omission(interval) == plain));
    }
    CHECK((histogram().corrected_for_coordinated_omission(1) == histogram()));
}

TEST_CASE("a value that is refused hides none, one above the range hides those below the top", "[stats]") {
    histogram values;
    values.record_with_expected_interval(-7, 1, 2);
    values.record_with_expected_interval(std::nan(""), 1);
    CHECK(values.refused() == 3);
    CHECK(values.empty());
    values.record_with_expected_interval(1e30, uint64_t{1} << 62);
    CHECK(values.over_range() == 1);
    CHECK(values.count() == 3);
    CHECK((values.max)() == UINT64_MAX);
    CHECK((values.min)() == (uint64_t{1} << 63) - 1);
}

TEST_CASE("the longest progression there is takes no loop and keeps its sum", "[stats]") {
    histogram values;
    values.record_with_expected_interval(UINT64_MAX, 1);
    // 1 + 2 + … + (2^64 - 1) = 2^63 (2^64 - 1) = 2^127 - 2^63
    CHECK(values.count() == UINT64_MAX);
    CHECK(values.sum_high() == (uint64_t{1} << 63) - 1);
    CHECK(values.sum_low() == uint64_t{1} << 63);
    CHECK((values.min)() == 1);
    CHECK((values.max)() == UINT64_MAX);
    CHECK_FALSE(values.saturated());
    uint64_t wrong = 0;
    values.for_each_bucket([&](size_t, uint64_t lower, uint64_t upper, uint64_t n) {
        wrong += n == upper - lower + (lower == 0 ? 0 : 1) ? 0 : 1;
    });
    CHECK(wrong == 0);
    // One more finds no room.
    values.record_with_expected_interval(10, 5);
    CHECK(values.count() == UINT64_MAX);
    CHECK(values.saturated());
}

TEST_CASE("where the count is full, the loop and the closed form stop at the same value", "[stats]") {
    for (const uint64_t room : {1U, 2U, 5U, 6U, 7U, 11U, 12U, 13U, 20U, 29U, 30U, 31U}) {
        for (const uint64_t times : {1U, 2U, 3U, 7U}) {
            CAPTURE(room, times);
            histogram closed;
            closed.record(3, UINT64_MAX - room);
            histogram loop = closed;
            closed.record_with_expected_interval(10'000, 1'000, times);
            record_by_loop(loop, 10'000, 1'000, times);
            CHECK((closed == loop));
            CHECK(closed.saturated() == (room < 10 * times));
        }
    }
}
