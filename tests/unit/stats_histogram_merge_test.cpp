// SPDX-License-Identifier: BSL-1.0
// The algebra of histograms: merge and subtract.
#include <dwell/stats/histogram.hpp>

#include <random>

#include "support/catch.hpp"

using dwell::histogram;

namespace {

histogram random_histogram(uint64_t seed, size_t count, unsigned most_bits = 64) {
    std::mt19937_64 random(seed);
    histogram result;
    for (size_t i = 0; i < count; ++i) {
        result.record(random() >> (64 - 1 - random() % most_bits));
    }
    return result;
}

}  // namespace

TEST_CASE("merging is commutative and associative, to the last bit", "[stats]") {
    for (uint64_t seed = 0; seed < 20; ++seed) {
        const histogram a = random_histogram(3 * seed, 100);
        histogram b = random_histogram(3 * seed + 1, 1000, 20);
        b.record(-1.0);
        b.record(1e30);
        const histogram c = random_histogram(3 * seed + 2, 10 * seed, 40);
        histogram ab = a;
        ab.merge(b);
        histogram ba = b;
        ba.merge(a);
        CHECK(ab == ba);
        histogram ab_c = ab;
        ab_c.merge(c);
        histogram bc = b;
        bc.merge(c);
        histogram a_bc = a;
        a_bc.merge(bc);
        CHECK(ab_c == a_bc);
        CHECK(ab.count() == a.count() + b.count());
        CHECK(ab.refused() == 1);
        CHECK(ab.over_range() == 1);
    }
}

TEST_CASE("a merge is what recording everything in one would be", "[stats]") {
    std::mt19937_64 random(37);
    histogram all;
    histogram parts[3];
    for (int i = 0; i < 20000; ++i) {
        const uint64_t value = random() >> (random() % 64);
        all.record(value);
        parts[random() % 3].record(value);
    }
    histogram merged;
    for (const histogram& part : parts) {
        merged.merge(part);
    }
    CHECK(merged == all);
    merged.record(77);
    all.record(77);
    CHECK(merged == all);
    histogram twice = all;
    twice.merge(twice);
    CHECK(twice.count() == 2 * all.count());
    CHECK(twice.mean() == Approx(all.mean()).epsilon(1e-15));
}

TEST_CASE("a merge knows no more than its parts", "[stats]") {
    histogram exact;
    exact.record(1000);
    histogram bounded;
    bounded.add_bucket(histogram::layout::index(2000), 1);
    histogram merged = exact;
    merged.merge(bounded);
    CHECK_FALSE(merged.bounds_are_exact());
    CHECK((merged.min)() == 1000);
    CHECK((merged.max)() == 2007);

    histogram told;
    told.set_saturated();
    merged = exact;
    merged.merge(told);
    CHECK(merged.saturated());

    histogram full_sum;
    full_sum.add_to_sum(UINT64_MAX, UINT64_MAX);
    CHECK_FALSE(full_sum.saturated());
    merged = exact;
    merged.merge(full_sum);
    CHECK(merged.saturated());
    CHECK(merged.sum_high() == UINT64_MAX);
}

TEST_CASE("a delta has what was recorded in between, with bounds for minimum and maximum", "[stats]") {
    std::mt19937_64 random(41);
    histogram live;
    histogram interval;
    for (int i = 0; i < 5000; ++i) {
        live.record(random() >> (random() % 64));
    }
    live.record(-1);
    const histogram earlier = live;
    for (int i = 0; i < 300; ++i) {
        const uint64_t value = 1000 + random() % 100000;
        live.record(value);
        interval.record(value);
    }
    live.record(-1);
    histogram difference = live;
    REQUIRE(difference.subtract(earlier));
    CHECK(difference.count() == 300);
    CHECK(difference.sum() == interval.sum());
    CHECK(difference.refused() == 1);
    CHECK_FALSE(difference.bounds_are_exact());
    CHECK((difference.min)() <= (interval.min)());
    CHECK((difference.min)() == histogram::layout::lower(histogram::layout::index((interval.min)())));
    CHECK((difference.max)() == histogram::layout::upper(histogram::layout::index((interval.max)())));
    for (const double p : {1.0, 25.0, 50.0, 75.0, 99.0}) {
        CHECK(difference.percentile(p) == Approx(interval.percentile(p)).epsilon(0.0079));
    }

    // Merging the interval back gives the later state again, but for what is known of the extremes.
    histogram again = earlier;
    again.merge(difference);
    CHECK(again.count() == live.count());
    CHECK(again.sum_low() == live.sum_low());
    CHECK(again.sum_high() == live.sum_high());
    CHECK((again.min)() == (live.min)());
    REQUIRE(again.subtract(live));
    CHECK(again.empty());
}

TEST_CASE("the delta of a merge is the merge of the deltas", "[stats]") {
    const histogram a_earlier = random_histogram(43, 100, 30);
    const histogram b_earlier = random_histogram(47, 200, 40);
    histogram a = a_earlier;
    a.merge(random_histogram(53, 50));
    histogram b = b_earlier;
    b.merge(random_histogram(59, 60));

    histogram of_merges = a;
    of_merges.merge(b);
    histogram earlier = a_earlier;
    earlier.merge(b_earlier);
    REQUIRE(of_merges.subtract(earlier));
    REQUIRE(a.subtract(a_earlier));
    REQUIRE(b.subtract(b_earlier));
    a.merge(b);
    CHECK(of_merges.count() == a.count());
    CHECK(of_merges.sum_low() == a.sum_low());
    CHECK(of_merges.sum_high() == a.sum_high());
    for (double p = 0.5; p < 100; p += 1) {
        CHECK(of_merges.percentile(p) == Approx(a.percentile(p)).epsilon(0.0079));
    }
}

TEST_CASE("what is no earlier state is refused, and nothing changes", "[stats]") {
    histogram values;
    values.record(100, 5);
    values.record(5000, 2);
    const histogram before = values;

    histogram more_in_a_bucket;
    more_in_a_bucket.record(100, 6);
    CHECK_FALSE(values.subtract(more_in_a_bucket));
    histogram another_bucket;
    another_bucket.record(101);
    CHECK_FALSE(values.subtract(another_bucket));
    histogram larger_sum;
    larger_sum.record(5001, 2);
    larger_sum.add_to_sum(1000000);
    CHECK_FALSE(values.subtract(larger_sum));
    histogram more_refused;
    more_refused.record(-1);
    CHECK_FALSE(values.subtract(more_refused));
    CHECK(values == before);

    REQUIRE(values.subtract(histogram()));
    CHECK(values == before);
    REQUIRE(values.subtract(before));
    CHECK(values == histogram());
    values.record(7);
    CHECK((values.min)() == 7);
    CHECK(values.bounds_are_exact());
}
