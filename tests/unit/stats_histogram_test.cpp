// SPDX-License-Identifier: BSL-1.0
// The histogram as a value: what is recorded, what is refused, and where it stops counting.
#include <dwell/stats/histogram.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <type_traits>
#include <utility>
#include <vector>

#include "support/catch.hpp"

using dwell::basic_histogram;
using dwell::histogram;

namespace {

template <typename Histogram, typename Value>
concept records = requires(Histogram values, Value value) {
    values.record(value);
};
template <typename A, typename B>
concept merges = requires(A a, const B& b) {
    a.merge(b);
};

enum unscoped : int {};
struct convertible {
    operator int() const { return 1; }  // NOLINT(google-explicit-constructor)
};

static_assert(records<histogram, char> && records<histogram, signed char> && records<histogram, unsigned char>);
static_assert(records<histogram, short> && records<histogram, int> && records<histogram, long long>);
static_assert(records<histogram, size_t> && records<histogram, uint64_t> && records<histogram, int64_t>);
static_assert(records<histogram, float> && records<histogram, double> && records<histogram, long double>);
static_assert(!records<histogram, bool> && !records<histogram, void*> && !records<histogram, unscoped>);
static_assert(!records<histogram, convertible>);
static_assert(merges<histogram, histogram> && !merges<histogram, basic_histogram<5>>);
static_assert(std::is_nothrow_move_constructible_v<histogram> && std::is_nothrow_move_assignable_v<histogram>);
static_assert(std::is_nothrow_swappable_v<histogram>);

}  // namespace

TEST_CASE("an empty histogram answers 0 to everything", "[stats]") {
    const histogram values;
    CHECK(values.empty());
    CHECK(values.count() == 0);
    CHECK((values.min)() == 0);
    CHECK((values.max)() == 0);
    CHECK(values.sum() == 0);
    CHECK(values.mean() == 0.0);
    CHECK(values.stddev() == 0.0);
    CHECK(values.percentile(50) == 0.0);
    CHECK(values.percentile(std::nan("")) == 0.0);
    CHECK(values.count_at_or_below(UINT64_MAX) == 0);
    CHECK(values.refused() == 0);
    CHECK(values.over_range() == 0);
    CHECK_FALSE(values.saturated());
    CHECK(values.bounds_are_exact());
}

TEST_CASE("count, sum, minimum, maximum, mean and deviation of small values are exact", "[stats]") {
    histogram values;
    for (const int value : {2, 4, 4, 4, 5, 5, 7, 9}) {
        values.record(value);
    }
    CHECK(values.count() == 8);
    CHECK(values.sum() == 40);
    CHECK((values.min)() == 2);
    CHECK((values.max)() == 9);
    CHECK(values.mean() == 5.0);
    CHECK(values.stddev() == Approx(2.0));
    CHECK(values.percentile(0) == 2.0);
    CHECK(values.percentile(12.5) == 2.0);
    CHECK(values.percentile(50) == 4.0);
    CHECK(values.percentile(50.1) == 5.0);
    CHECK(values.percentile(100) == 9.0);
    CHECK(values.count_at_or_below(1) == 0);
    CHECK(values.count_at_or_below(4) == 4);
    CHECK(values.count_at_or_below(6) == 6);
    CHECK(values.count_at_or_below(9) == 8);
}

TEST_CASE("floating values are truncated toward zero", "[stats]") {
    histogram values;
    values.record(7.99);
    values.record(7.99F);
    values.record(7.99L);
    values.record(0.9);
    values.record(-0.0);
    histogram expected;
    expected.record(7, 3);
    expected.record(0, 2);
    CHECK(values == expected);
}

TEST_CASE("negative values and NaN are refused and counted, and change nothing else", "[stats]") {
    histogram values;
    values.record(100);
    histogram same = values;
    values.record(-1);
    values.record(-0.5);
    values.record(std::numeric_limits<int64_t>::min());
    values.record(static_cast<signed char>(-1));
    values.record(-std::numeric_limits<double>::infinity());
    values.record(std::nan(""));
    values.record(std::numeric_limits<float>::quiet_NaN(), 10);
    CHECK(values.refused() == 16);
    same.add_misfits(16, 0);
    CHECK(values == same);
}

TEST_CASE("values above 2^64 - 1 are recorded there and counted", "[stats]") {
    histogram values;
    values.record(std::numeric_limits<double>::infinity());
    values.record(18446744073709551616.0);
    values.record(std::numeric_limits<float>::max(), 3);
    values.record(1e300L);
    CHECK(values.over_range() == 6);
    CHECK(values.count() == 6);
    CHECK((values.min)() == UINT64_MAX);
    CHECK(values.sum() == UINT64_MAX);
    CHECK(values.sum_high() == 5);
    values.record(UINT64_MAX);
    values.record(18446744073709549568.0);  // the largest double below 2^64
    CHECK(values.over_range() == 6);
    CHECK(values.count() == 8);
}

TEST_CASE("recording a value n times is recording it n times over", "[stats]") {
    histogram one_by_one;
    histogram at_once;
    for (uint64_t value = 0; value < 5000; value += 7) {
        at_once.record(value, value % 5);
        for (uint64_t i = 0; i < value % 5; ++i) {
            one_by_one.record(value);
        }
    }
    CHECK(one_by_one == at_once);
    at_once.record(1'000'000, 0);
    at_once.record(-1, 0);
    CHECK(one_by_one == at_once);
}

TEST_CASE("buckets are listed in ascending order, with their bounds", "[stats]") {
    std::mt19937_64 random(31);
    histogram values;
    for (int i = 0; i < 5000; ++i) {
        values.record(random() >> (random() % 64));
    }
    uint64_t total = 0;
    uint64_t next = 0;
    values.for_each_bucket([&](size_t index, uint64_t lower, uint64_t upper, uint64_t count) {
        CHECK(lower >= next);
        CHECK(lower == histogram::layout::lower(index));
        CHECK(upper == histogram::layout::upper(index));
        CHECK(count != 0);
        next = upper + 1;
        total += count;
    });
    CHECK(total == values.count());
}

TEST_CASE("a moved-from histogram is empty, and copies are apart", "[stats]") {
    histogram original;
    for (int i = 0; i < 1000; ++i) {
        original.record(i * i);
    }
    const histogram copy = original;
    original.record(1);
    CHECK_FALSE(original == copy);
    histogram moved = std::move(original);
    CHECK(original == histogram());  // NOLINT(bugprone-use-after-move)
    original.record(12);
    CHECK(original.count() == 1);
    CHECK(moved.count() == copy.count() + 1);
    swap(original, moved);
    CHECK(moved.count() == 1);
    std::swap(original, moved);
    CHECK(moved.count() == copy.count() + 1);
    moved = copy;
    CHECK(moved == copy);
    moved = std::move(moved);
    CHECK(moved == copy);
    std::vector<histogram> many(3, copy);
    many.resize(100);
    CHECK(many[2] == copy);
}

TEST_CASE("a count that would pass 2^64 - 1 stays there, and says so", "[stats]") {
    histogram values;
    values.record(10, UINT64_MAX - 1);
    CHECK_FALSE(values.saturated());
    values.record(20);
    CHECK_FALSE(values.saturated());
    CHECK(values.count() == UINT64_MAX);
    values.record(30);
    CHECK(values.saturated());
    CHECK(values.count() == UINT64_MAX);
    values.record(10);
    CHECK(values.count() == UINT64_MAX);
    CHECK((values.max)() == 20);
    CHECK(values.percentile(50) == 10.0);

    histogram merged;
    merged.record(5, uint64_t{1} << 63);
    merged.record(6, 100);
    histogram copy = merged;
    merged.merge(copy);
    CHECK(merged.saturated());
    CHECK(merged.count() == UINT64_MAX);
    uint64_t total = 0;
    merged.for_each_bucket([&](size_t, uint64_t, uint64_t, uint64_t count) { total += count; });
    CHECK(total == UINT64_MAX);
    copy.merge(copy);
    CHECK(copy == merged);

    histogram refusing;
    refusing.record(-1, UINT64_MAX);
    CHECK_FALSE(refusing.saturated());
    refusing.record(-1);
    CHECK(refusing.refused() == UINT64_MAX);
    CHECK(refusing.saturated());
}

TEST_CASE("increments never wrap a count near the end", "[stats]") {
    histogram values;
    values.record(10);  // makes the fast path
    values.record(10, UINT64_MAX - 3);
    for (int i = 0; i < 10; ++i) {
        values.record(10);
    }
    CHECK(values.count() == UINT64_MAX);
    CHECK(values.saturated());

    histogram half;
    half.record(10);
    histogram other;
    other.record(10, UINT64_MAX - 3);
    half.merge(other);
    for (int i = 0; i < 10; ++i) {
        half.record(10);
    }
    CHECK(half.count() == UINT64_MAX);
    CHECK(half.saturated());
}

TEST_CASE("the sum of huge values is exact, and the mean with it", "[stats]") {
    histogram values;
    for (int i = 0; i < 1000; ++i) {
        values.record(UINT64_MAX - 5);
    }
    CHECK(values.sum() == UINT64_MAX);
    CHECK(values.sum_high() == 999);
    CHECK(values.sum_low() == static_cast<uint64_t>(0) - 6000);
    CHECK(values.mean() == static_cast<double>(UINT64_MAX - 5));
}

TEST_CASE("other precisions keep their promise", "[stats]") {
    std::mt19937_64 random(67);
    basic_histogram<3> coarse;
    basic_histogram<12> fine;
    std::vector<uint64_t> values(10001);
    for (uint64_t& value : values) {
        value = random() >> (random() % 50);
        coarse.record(value);
        fine.record(value);
    }
    std::sort(values.begin(), values.end());
    for (size_t rank = 1; rank < values.size(); rank += 100) {
        const double q = static_cast<double>(rank) / 10001;
        const auto exact = static_cast<double>(values[rank - 1]);
        CHECK(std::abs(coarse.quantile(q) - exact) <= exact / 8);
        CHECK(std::abs(fine.quantile(q) - exact) <= exact / 4096);
    }
}
