// SPDX-License-Identifier: BSL-1.0
// Percentiles with their intervals: the exact binomial, the ranks, the buckets, and when there is no interval.
#include <dwell/stats/histogram.hpp>
#include <dwell/stats/random.hpp>

#include <algorithm>
#include <cmath>
#include <vector>

#include "support/catch.hpp"

using dwell::histogram;
using dwell::interval_status;
using dwell::quantile_interval;
using dwell::detail::binomial_at_least;
using dwell::detail::binomial_at_most;
using dwell::detail::binomial_probability;
using dwell::detail::lower_rank;
using dwell::detail::trial_chance;

namespace {

bool has_no_interval(const quantile_interval& found) {
    return !found.is_defined() && std::isnan(found.lower) && std::isnan(found.upper) && found.lower_rank == 0 &&
           found.upper_rank == 0;
}

histogram counted_to(int last) {
    histogram values;
    for (int i = 1; i <= last; ++i) {
        values.record(i);
    }
    return values;
}

}  // namespace

TEST_CASE("tails of the binomial distribution agree with exact fractions", "[stats]") {
    // python3 -c "from fractions import Fraction as F; from math import comb
    // at_most = lambda k, n, p: sum(comb(n, i) * p**i * (1 - p)**(n - i) for i in range(k + 1))
    // print(*[repr(float(at_most(*a))) for a in [(5,20,F(1,2)), (13,40,F(1,2)), (468,1000,F(1,2)), (2,1000,F(1,100)),
    //   (996,1000,F(999,1000)), (0,7,F(1,3)), (6,7,F(1,3)), (3,10,F(7,10)), (14,15,F(9,10)), (900,1000,F(99,100))]])"
    CHECK(binomial_at_most(5, 20, trial_chance(0.5)) == Approx(0.020694732666015625).epsilon(1e-12));
    CHECK(binomial_at_most(13, 40, trial_chance(0.5)) == Approx(0.01923865414210013).epsilon(1e-12));
    CHECK(binomial_at_most(468, 1000, trial_chance(0.5)) == Approx(0.023145598680249076).epsilon(1e-12));
    CHECK(binomial_at_most(2, 1000, trial_chance(0.01)) == Approx(0.002679431993791534).epsilon(1e-12));
    CHECK(binomial_at_most(996, 1000, trial_chance(0.999)) == Approx(0.01892683345036041).epsilon(1e-12));
    CHECK(binomial_at_most(0, 7, trial_chance(1.0 / 3)) == Approx(0.05852766346593507).epsilon(1e-12));
    CHECK(binomial_at_most(6, 7, trial_chance(1.0 / 3)) == Approx(0.9995427526291724).epsilon(1e-12));
    CHECK(binomial_at_most(3, 10, trial_chance(0.7)) == Approx(0.0105920784).epsilon(1e-12));
    CHECK(binomial_at_most(14, 15, trial_chance(0.9)) == Approx(0.794108867905351).epsilon(1e-12));
    CHECK(binomial_at_most(900, 1000, trial_chance(0.99)) == Approx(8.274776878913902e-65).epsilon(1e-12));
}

TEST_CASE("tails of the binomial distribution agree with quadrature for 10^5 and 10^12 trials", "[stats]") {
    // python3, mpmath, 50 digits: the integral of the density of the beta distribution,
    // quad(lambda t: exp((n-k-1)*log(t) + k*log(1-t) - logbeta(n-k, k+1)), [1-p - i*sd for i in range(30, -1, -1)]).
    const uint64_t trillion = 1'000'000'000'000;
    CHECK(binomial_at_most(81, 100'000, trial_chance(0.001)) == Approx(0.029005328728470414).epsilon(1e-11));
    CHECK(binomial_at_most(499'999'020'017, trillion, trial_chance(0.5)) == Approx(0.02499994065140452).epsilon(1e-11));
    CHECK(binomial_at_most(499'999'999'999, trillion, trial_chance(0.5)) == Approx(0.4999996010577196).epsilon(1e-11));
    CHECK(binomial_at_most(999'998'040, trillion, trial_chance(0.001)) == Approx(0.475285161210844).epsilon(1e-11));
}

TEST_CASE("tails of the binomial distribution are complete, and defined at the ends", "[stats]") {
    for (const double p : {1e-9, 0.01, 0.3, 0.5, 0.9, 1 - 1e-9}) {
        const trial_chance chance(p);
        for (const uint64_t n : {uint64_t{1}, uint64_t{2}, uint64_t{15}, uint64_t{16}, uint64_t{17}, uint64_t{40}}) {
            double sum = 0.0;
            for (uint64_t k = 0; k <= n; ++k) {
                CHECK(binomial_at_least(k, n, chance) == Approx(1 - sum).margin(1e-13));
                sum += binomial_probability(k, n, chance);
                CHECK(binomial_at_most(k, n, chance) == Approx(sum).margin(1e-13));
            }
            CHECK(sum == Approx(1.0).epsilon(1e-13));
            CHECK(binomial_at_least(n + 1, n, chance) == 0.0);
        }
    }
    CHECK(binomial_at_least(1, 10, trial_chance(0.0)) == 0.0);
    CHECK(binomial_at_least(0, 10, trial_chance(0.0)) == 1.0);
    CHECK(binomial_at_least(10, 10, trial_chance(1.0)) == 1.0);
    CHECK(binomial_at_least(11, 10, trial_chance(1.0)) == 0.0);
}

TEST_CASE("the rank that bounds a quantile is the largest that is sure enough", "[stats]") {
    CHECK(lower_rank(20, trial_chance(0.5), 0.025) == 6);
    CHECK(lower_rank(40, trial_chance(0.5), 0.025) == 14);
    CHECK(lower_rank(5, trial_chance(0.5), 0.025) == 0);
    CHECK(lower_rank(6, trial_chance(0.5), 0.025) == 1);
    CHECK(lower_rank(0, trial_chance(0.5), 0.025) == 0);
    CHECK(lower_rank(1, trial_chance(0.99), 0.025) == 1);
    for (const double p : {0.001, 0.1, 0.5, 0.9, 0.999}) {
        for (const double error : {1e-9, 0.005, 0.025, 0.2, 0.5}) {
            for (uint64_t n = 1; n <= 300'000; n = n * 3 + 1) {
                const trial_chance chance(p);
                const uint64_t rank = lower_rank(n, chance, error);
                INFO("p " << p << " error " << error << " n " << n << " rank " << rank);
                CHECK((rank == 0 || binomial_at_most(rank - 1, n, chance) <= error));
                CHECK((rank == n || binomial_at_most(rank, n, chance) > error));
            }
        }
    }
    // Far more values than a double counts one by one: next to nq - 1.96 sqrt(n q (1 - q)).
    const auto rank = static_cast<double>(lower_rank(UINT64_MAX, trial_chance(0.5), 0.025));
    CHECK(rank == Approx(9223372036854775808.0 - 1.959964 * 2147483648.0).epsilon(1e-15));
}

TEST_CASE("the interval of a percentile is of recorded values, by rank", "[stats]") {
    // Values with a bucket each: the interval is exactly that of the ranks. 40 and 61 are what tables give for the
    // median of 100 (P(B <= 39) = 0.0176, P(B <= 40) = 0.0284).
    const histogram values = counted_to(100);
    const quantile_interval median = values.percentile_interval(50);
    REQUIRE(median.is_defined());
    CHECK(median.estimate == 50.0);
    CHECK(median.lower == 40.0);
    CHECK(median.upper == 61.0);
    CHECK(median.lower_rank == 40);
    CHECK(median.upper_rank == 61);
    CHECK(median.confidence == 0.95);
    const quantile_interval wider = values.percentile_interval(50, 0.999);
    CHECK(wider.lower < 40.0);
    CHECK(wider.upper > 61.0);
    const quantile_interval in_ns = median.scaled(0.5);
    CHECK(in_ns.lower == 20.0);
    CHECK(in_ns.upper == 30.5);
    CHECK(in_ns.estimate == 25.0);
    CHECK(in_ns.lower_rank == 40);
}

TEST_CASE("the interval of a percentile reaches to the ends of its buckets, not beyond the extremes", "[stats]") {
    histogram values;
    for (int i = 0; i < 50; ++i) {
        values.record(100'003);
        values.record(200'005);
    }
    // Both ranks of the median are in a bucket with an extreme: one end is the extreme, the other the bucket's.
    using layout = histogram::layout;
    const quantile_interval found = values.percentile_interval(50);
    REQUIRE(found.is_defined());
    CHECK(found.lower == 100'003.0);
    CHECK(found.upper == 200'005.0);
    values.record(1);
    values.record(1'000'000);
    const quantile_interval wider = values.percentile_interval(50);
    CHECK(wider.lower == static_cast<double>(layout::lower(layout::index(100'003))));
    CHECK(wider.upper == static_cast<double>(layout::upper(layout::index(200'005))));
}

TEST_CASE("the interval of a percentile has it inside, grows with the confidence and with p", "[stats]") {
    dwell::random_generator random(43);
    for (int round = 0; round < 20; ++round) {
        histogram values;
        const uint64_t size = 400 + random.below(5000);
        for (uint64_t i = 0; i < size; ++i) {
            values.record(random.next() >> random.below(64));
        }
        double lower_before = 0.0;
        double upper_before = 0.0;
        for (double p = 1; p <= 99; p += 7) {
            const quantile_interval found = values.percentile_interval(p);
            REQUIRE(found.is_defined());
            CHECK(found.lower <= found.estimate);
            CHECK(found.estimate <= found.upper);
            CHECK(found.lower >= (std::max)(lower_before, static_cast<double>((values.min)())));
            CHECK(found.upper >= upper_before);
            CHECK(found.upper <= static_cast<double>((values.max)()));
            const quantile_interval narrower = values.percentile_interval(p, 0.5);
            CHECK(narrower.lower >= found.lower);
            CHECK(narrower.upper <= found.upper);
            CHECK(narrower.lower_rank > found.lower_rank);
            CHECK(narrower.upper_rank < found.upper_rank);
            lower_before = found.lower;
            upper_before = found.upper;
        }
    }
}

TEST_CASE("too few samples for a percentile is an answer", "[stats]") {
    for (const double p : {0.1, 50.0, 90.0, 99.0, 99.9}) {
        const auto needed = static_cast<int>(dwell::samples_for_percentile_interval(p));
        CHECK(counted_to(needed).percentile_interval(p).is_defined());
        const quantile_interval short_of_one = counted_to(needed - 1).percentile_interval(p);
        CHECK(short_of_one.status == interval_status::too_few_samples);
        CHECK(has_no_interval(short_of_one));
        CHECK(short_of_one.estimate == counted_to(needed - 1).percentile(p));
    }
    CHECK(dwell::samples_for_percentile_interval(50) == 6);
    CHECK(dwell::samples_for_percentile_interval(90) == 36);
    CHECK(dwell::samples_for_percentile_interval(99) == 368);
    CHECK(dwell::samples_for_percentile_interval(99.9) == 3688);
    // ln(0.025) / ln(1 - 10^-9) is 3688879452.3.
    CHECK(dwell::samples_for_percentile_interval(1e-7) == 3'688'879'453);
    CHECK(dwell::samples_for_percentile_interval(50, 0.5) == 2);  // exactly: (1/2)^2 is 1/4
    CHECK(dwell::samples_for_percentile_interval(0) == UINT64_MAX);
    CHECK(dwell::samples_for_percentile_interval(100) == UINT64_MAX);
    CHECK(dwell::samples_for_percentile_interval(std::nan("")) == UINT64_MAX);
    CHECK(dwell::samples_for_percentile_interval(50, 1.0) == UINT64_MAX);
}

TEST_CASE("the lower end alone is that of the interval, and is there where the interval is not", "[stats]") {
    dwell::random_generator random(19);
    for (int round = 0; round < 300; ++round) {
        histogram values;
        const uint64_t count = 1 + random.next() % 1'000;
        for (uint64_t i = 0; i < count; ++i) {
            values.record(random.next() % 100'000, 1 + static_cast<uint64_t>(round % 3));
        }
        for (const double p : {1.0, 50.0, 95.0, 99.0, 99.9}) {
            const quantile_interval found = values.percentile_interval(p, 0.99, count);
            const double lower = values.percentile_lower_bound(p, 0.99, count);
            CAPTURE(count, p);
            if (found.is_defined()) {
                CHECK(lower == found.lower);
            }
            // The probability that all values are above the percentile.
            const bool is_sure = std::pow(1 - p / 100, static_cast<double>(count)) <= 0.005;
            CHECK(std::isnan(lower) != is_sure);
            CHECK_FALSE(lower < static_cast<double>((values.min)()));
        }
    }
    histogram one;
    one.record(7);
    CHECK(one.percentile_lower_bound(99) == 7);
    for (const double p : {0.0, 100.0, -1.0, std::nan("")}) {
        CHECK(std::isnan(one.percentile_lower_bound(p)));
    }
    CHECK(std::isnan(one.percentile_lower_bound(99, 1.0)));
    CHECK(std::isnan(one.percentile_lower_bound(99, 0.95, 0)));
    CHECK(std::isnan(histogram().percentile_lower_bound(99)));
    one.set_saturated();
    CHECK(std::isnan(one.percentile_lower_bound(99)));
}

TEST_CASE("values that count for ten each bound a percentile as they would alone", "[stats]") {
    histogram alone;
    histogram for_ten;
    for (uint64_t i = 1; i <= 200; ++i) {
        alone.record(i);
        for_ten.record(i, 10);
    }
    for (const double p : {5.0, 50.0, 95.0}) {
        const quantile_interval expected = alone.percentile_interval(p, 0.99);
        const quantile_interval found = for_ten.percentile_interval(p, 0.99, 200);
        REQUIRE(expected.is_defined());
        CHECK(found.lower == expected.lower);
        CHECK(found.upper >= expected.upper);
        CHECK(found.upper <= expected.upper + 1);
    }
}

TEST_CASE("an interval that cannot be had has a status that says why", "[stats]") {
    histogram values = counted_to(10000);
    CHECK(values.percentile_interval(0).status == interval_status::too_few_samples);
    CHECK(values.percentile_interval(0).estimate == 1.0);
    CHECK(values.percentile_interval(100).status == interval_status::too_few_samples);
    CHECK(values.percentile_interval(100).estimate == 10000.0);
    for (const double p : {-0.001, 100.001, std::nan("")}) {
        CHECK(values.percentile_interval(p).status == interval_status::invalid_argument);
        CHECK(has_no_interval(values.percentile_interval(p)));
    }
    for (const double confidence : {0.0, 1.0, -1.0, 2.0, std::nan("")}) {
        CHECK(values.percentile_interval(50, confidence).status == interval_status::invalid_argument);
    }
    CHECK(histogram().percentile_interval(50).status == interval_status::empty);
    CHECK(has_no_interval(histogram().percentile_interval(50)));
    CHECK(counted_to(1).percentile_interval(50).status == interval_status::too_few_samples);
    values.record(1, UINT64_MAX);
    REQUIRE(values.saturated());
    CHECK(values.percentile_interval(50).status == interval_status::saturated);
    CHECK(has_no_interval(values.percentile_interval(50)));
}

TEST_CASE("an interval among values above the range has no upper end", "[stats]") {
    histogram values = counted_to(100);
    values.record(1e30, 10);
    CHECK(std::isinf(values.percentile_interval(90).upper));
    CHECK(std::isfinite(values.percentile_interval(90).lower));
    CHECK(std::isfinite(values.percentile_interval(50).upper));
}

TEST_CASE("the interval of a delta is widened by the bounds that its extremes are", "[stats]") {
    histogram values;
    values.record(100'000, 100);
    const histogram earlier = values;
    values.record(50'000, 100);
    values.record(300'000, 100);
    REQUIRE(values.subtract(earlier));
    REQUIRE_FALSE(values.bounds_are_exact());
    const quantile_interval found = values.percentile_interval(50);
    REQUIRE(found.is_defined());
    using layout = histogram::layout;
    CHECK(found.lower == static_cast<double>((values.min)()));
    CHECK(found.lower <= 50'000.0);
    CHECK(found.lower >= static_cast<double>(layout::lower(layout::index(50'000))));
    CHECK(found.upper >= 300'000.0);
    CHECK(found.upper <= static_cast<double>(layout::upper(layout::index(300'000))));
}

TEST_CASE("a 95 % interval has the true percentile in it 95 times of 100", "[stats][accuracy]") {
    // bench/stats_interval_coverage.cpp does this for more distributions, sizes and draws. Pareto, shape 1.1, and a
    // clock with a step of 64, where all values of a bucket are one and the same.
    struct cell {
        double p;
        int covered = 0;
    };
    const int draws = 1000;
    const size_t size = 1000;
    for (const double step : {1.0, 64.0}) {
        dwell::random_generator random(7);
        cell cells[] = {{50}, {90}, {99}};
        for (int draw = 0; draw < draws; ++draw) {
            histogram recorded;
            std::vector<double> sorted;
            for (size_t i = 0; i < size; ++i) {
                sorted.push_back(step * std::floor(1000 * std::pow(random.uniform(), -1 / 1.1) / step));
                recorded.record(sorted.back());
            }
            std::sort(sorted.begin(), sorted.end());
            for (cell& at : cells) {
                const double truth = step * std::floor(1000 * std::pow(1 - at.p / 100, -1 / 1.1) / step);
                const quantile_interval found = recorded.percentile_interval(at.p);
                REQUIRE(found.is_defined());
                at.covered += found.lower <= truth && truth <= found.upper ? 1 : 0;
                const double exact_lower = sorted[found.lower_rank - 1];
                const double exact_upper = sorted[found.upper_rank - 1];
                CHECK(found.lower <= exact_lower);
                CHECK(found.lower >= exact_lower * (1 - 1.0 / 128));
                CHECK(found.upper >= exact_upper);
                CHECK(found.upper <= exact_upper * (1 + 1.0 / 128));
            }
        }
        for (const cell& at : cells) {
            INFO("p" << at.p << ", step " << step << ": " << at.covered << " of " << draws);
            CHECK(at.covered >= 934);
        }
    }
}
