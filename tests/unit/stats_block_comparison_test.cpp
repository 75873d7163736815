// SPDX-License-Identifier: BSL-1.0
// The procedure for runs in blocks: what it asks for, what it says, and what it refuses.
#include <dwell/stats/block_comparison.hpp>
#include <dwell/stats/clopper_pearson.hpp>

#include <cmath>
#include <string>
#include <vector>

#include "support/catch.hpp"

using dwell::block_comparison;
using dwell::block_comparison_options;
using dwell::block_comparison_runs;
using dwell::block_ratio;
using dwell::comparison_block;
using dwell::comparison_verdict;

namespace {

using blocks = std::vector<comparison_block>;

/// A block of this ratio, whose two runs of the base differ by `noise` (as |ln|).
comparison_block block_of(double ratio, double noise = 0.01) {
    const double apart = std::exp(noise / 2);
    return {{100 / apart, 100 * apart}, {100 * ratio / apart, 100 * ratio * apart}};
}

blocks equal_blocks(size_t count, double ratio, double noise = 0.01) { return blocks(count, block_of(ratio, noise)); }

/// `low` blocks of one ratio and the rest of another.
blocks mixed_blocks(size_t count, size_t low, double low_ratio, double high_ratio) {
    blocks result = equal_blocks(count, high_ratio);
    for (size_t i = 0; i < low; ++i) {
        result[i * count / (low == 0 ? 1 : low)] = block_of(low_ratio);
    }
    return result;
}

comparison_verdict verdict_of(const block_comparison_runs& runs, const block_comparison_options& options = {}) {
    return dwell::compare_blocks(runs, options).verdict;
}

}  // namespace

TEST_CASE("a comparison asks for blocks, then judges", "[stats]") {
    block_comparison_runs runs;
    block_comparison found = dwell::compare_blocks(runs);
    CHECK(found.verdict == comparison_verdict::needs_blocks);
    CHECK(found.blocks_wanted == 20);
    CHECK(found.control_wanted == 20);
    runs.blocks = equal_blocks(19, 1.0);
    runs.control = equal_blocks(7, 1.0);
    found = dwell::compare_blocks(runs);
    CHECK(found.verdict == comparison_verdict::needs_blocks);
    CHECK(found.blocks_wanted == 1);
    CHECK(found.control_wanted == 13);
    runs.blocks = equal_blocks(20, 1.0);
    runs.control = equal_blocks(20, 1.0);
    found = dwell::compare_blocks(runs);
    CHECK(found.verdict == comparison_verdict::no_change);
    CHECK(found.change.median == Approx(1.0));
    CHECK(found.change.noise == Approx(0.01));
    CHECK(found.change.error == Approx(0.0207).epsilon(0.001));
    CHECK(found.blocks_wanted + found.control_wanted + found.confirmation_wanted == 0);
    CHECK_FALSE(found.is_faster);
    // Without a control, it needs none.
    runs.control.clear();
    CHECK(verdict_of(runs) == comparison_verdict::no_change);
}

TEST_CASE("a slow-down is a candidate, then a regression where fresh blocks confirm it", "[stats]") {
    block_comparison_runs runs{equal_blocks(20, 1.10), equal_blocks(20, 1.0), {}};
    block_comparison found = dwell::compare_blocks(runs);
    CHECK(found.verdict == comparison_verdict::needs_confirmation);
    CHECK(found.confirmation_wanted == 20);
    CHECK(found.change.median == Approx(1.10));
    runs.confirmation = equal_blocks(19, 1.10);
    CHECK(dwell::compare_blocks(runs).confirmation_wanted == 1);
    runs.confirmation = equal_blocks(20, 1.10);
    CHECK(verdict_of(runs) == comparison_verdict::regression);
    runs.confirmation = equal_blocks(20, 1.049);
    CHECK(verdict_of(runs) == comparison_verdict::no_change);
}

TEST_CASE("the alarm is at half of the threshold, and needs the bound", "[stats]") {
    block_comparison_runs runs{equal_blocks(20, 1.0501), {}, {}};
    CHECK(verdict_of(runs) == comparison_verdict::needs_confirmation);
    runs.blocks = equal_blocks(20, 1.0499);
    CHECK(verdict_of(runs) == comparison_verdict::no_change);
    CHECK(verdict_of(runs, {.threshold = 0.05}) == comparison_verdict::needs_confirmation);
    // The 6th smallest of 20 is the bound: five blocks below 1 + T / 10 are no obstacle, six are.
    runs.blocks = mixed_blocks(20, 5, 1.005, 1.2);
    CHECK(verdict_of(runs) == comparison_verdict::needs_confirmation);
    runs.blocks = mixed_blocks(20, 6, 1.005, 1.2);
    CHECK(verdict_of(runs) == comparison_verdict::needs_blocks);
    CHECK(dwell::compare_blocks(runs).change.lower == Approx(1.005));
    // And the 14th of 40.
    runs.blocks = mixed_blocks(40, 13, 1.005, 1.2);
    CHECK(verdict_of(runs) == comparison_verdict::needs_confirmation);
    runs.blocks = mixed_blocks(40, 14, 1.005, 1.2);
    CHECK(verdict_of(runs) == comparison_verdict::inconclusive);
}

TEST_CASE("a head passes only where its upper bound rules out the threshold", "[stats]") {
    // The 6th largest of 20 is the bound.
    block_comparison_runs runs{mixed_blocks(20, 15, 1.0, 1.101), equal_blocks(20, 1.0), {}};
    CHECK(verdict_of(runs) == comparison_verdict::no_change);
    runs.blocks = mixed_blocks(20, 14, 1.0, 1.101);
    block_comparison found = dwell::compare_blocks(runs);
    CHECK(found.verdict == comparison_verdict::needs_blocks);
    CHECK(found.blocks_wanted == 20);
    CHECK(found.control_wanted == 20);
    CHECK_FALSE(found.is_noisy);
    runs.blocks = mixed_blocks(20, 14, 1.0, 1.099);
    CHECK(verdict_of(runs) == comparison_verdict::no_change);
    // And the 14th of 40: then there is no answer.
    runs.control = equal_blocks(40, 1.0);
    runs.blocks = mixed_blocks(40, 27, 1.0, 1.101);
    CHECK(verdict_of(runs) == comparison_verdict::no_change);
    runs.blocks = mixed_blocks(40, 26, 1.0, 1.101);
    found = dwell::compare_blocks(runs);
    CHECK(found.verdict == comparison_verdict::inconclusive);
    CHECK(std::string(found.reason) == "slower or not: the bounds allow both");
}

TEST_CASE("a confirmation that does not tell gets a second look", "[stats]") {
    block_comparison_runs runs{equal_blocks(20, 1.1), equal_blocks(20, 1.0), mixed_blocks(20, 6, 1.0, 1.1)};
    CHECK(dwell::compare_blocks(runs).confirmation_wanted == 20);
    runs.confirmation = mixed_blocks(40, 13, 1.0, 1.1);
    CHECK(verdict_of(runs) == comparison_verdict::regression);
    runs.confirmation = mixed_blocks(40, 14, 1.0, 1.1);
    CHECK(verdict_of(runs) == comparison_verdict::inconclusive);
    CHECK(dwell::compare_blocks(runs).confirmation_wanted == 0);
    runs.confirmation = mixed_blocks(40, 27, 1.0, 1.2);
    CHECK(verdict_of(runs) == comparison_verdict::no_change);
}

TEST_CASE("a head that is sometimes slow by itself is seen by the mean of its runs", "[stats]") {
    // One of its two runs takes twice as long, in each block: the fastest is as fast as the base's.
    block_comparison_runs runs{blocks(20, {{100, 100}, {100, 200}}), equal_blocks(20, 1.0), {}};
    const block_comparison found = dwell::compare_blocks(runs);
    CHECK(found.verdict == comparison_verdict::needs_confirmation);
    CHECK(found.by == block_ratio::mean);
    CHECK(found.change.median == Approx(std::sqrt(2.0)));
    // Where only some blocks show it, the fastest runs are no excuse on a machine that is fit.
    runs.blocks = mixed_blocks(20, 8, 1.0, 1.0);
    for (size_t i = 0; i < 9; ++i) {
        runs.blocks[i].head[1] *= 2;
    }
    CHECK(verdict_of(runs) == comparison_verdict::needs_blocks);
}

TEST_CASE("where the machine disturbs single runs, the fastest of each side decide", "[stats]") {
    const auto disturbed = [](size_t count, double ratio) {
        blocks result = equal_blocks(count, ratio);
        for (size_t i = 0; i < count; ++i) {
            (i % 2 == 0 ? result[i].base : result[i].head)[1] *= 1.7;
        }
        return result;
    };
    block_comparison_runs runs{disturbed(20, 1.0), disturbed(20, 1.0), {}};
    block_comparison found = dwell::compare_blocks(runs);
    CHECK(found.verdict == comparison_verdict::no_change);
    CHECK(found.by == block_ratio::fastest);
    CHECK(found.change.upper == Approx(1.0).margin(0.02));
    CHECK_FALSE(found.is_noisy);
    runs.blocks = disturbed(20, 1.1);
    CHECK(verdict_of(runs) == comparison_verdict::needs_confirmation);
    // The confirmation is judged by what was seen at first.
    runs.confirmation = disturbed(20, 1.1);
    found = dwell::compare_blocks(runs);
    CHECK(found.verdict == comparison_verdict::regression);
    CHECK(found.confirmation.median == Approx(1.1).margin(0.02));
    // The fastest runs accuse although the mean is fit and sees nothing.
    runs.control = equal_blocks(20, 1.0);
    CHECK(verdict_of(runs) == comparison_verdict::regression);
}

TEST_CASE("a head that is faster is said to be, by the rule turned round", "[stats]") {
    block_comparison_runs runs{equal_blocks(20, 1 / 1.0501), {}, {}};
    CHECK(dwell::compare_blocks(runs).is_faster);
    CHECK(verdict_of(runs) == comparison_verdict::no_change);
    runs.blocks = equal_blocks(20, 1 / 1.0499);
    CHECK_FALSE(dwell::compare_blocks(runs).is_faster);
    runs.blocks = mixed_blocks(20, 6, 1.0, 1 / 1.2);
    CHECK_FALSE(dwell::compare_blocks(runs).is_faster);
    runs.blocks = mixed_blocks(20, 5, 1.0, 1 / 1.2);
    CHECK(dwell::compare_blocks(runs).is_faster);
}

TEST_CASE("a control that is not like itself calls for a second look, and then for no verdict", "[stats]") {
    for (const double ratio : {1.0, 1.1}) {
        // Six blocks of 20 on either side of half of the threshold are too many, five are not.
        block_comparison_runs runs{equal_blocks(20, ratio), mixed_blocks(20, 6, 1.051, 1.0), {}};
        block_comparison found = dwell::compare_blocks(runs);
        CHECK(found.verdict == comparison_verdict::needs_blocks);
        CHECK(found.is_noisy);
        CHECK(found.blocks_wanted == 20);
        CHECK(found.control_wanted == 20);
        for (const double off : {1.049, 1 / 1.049}) {
            runs.control = mixed_blocks(20, 6, off, 1.0);
            CHECK_FALSE(dwell::compare_blocks(runs).is_noisy);
        }
        runs.control = mixed_blocks(20, 6, 1 / 1.051, 1.0);
        CHECK(dwell::compare_blocks(runs).is_noisy);
        runs.control = mixed_blocks(20, 5, 1.051, 1.0);
        CHECK_FALSE(dwell::compare_blocks(runs).is_noisy);
        runs.blocks = equal_blocks(40, ratio);
        runs.control = mixed_blocks(40, 14, 1.051, 1.0);
        runs.confirmation = equal_blocks(20, ratio);
        found = dwell::compare_blocks(runs);
        CHECK(found.verdict == comparison_verdict::inconclusive);
        CHECK(std::string(found.reason) == "the base differs too much from one run to the next");
        // A control that has come to rest lets the comparison speak.
        runs.control = mixed_blocks(40, 13, 1.051, 1.0);
        CHECK(verdict_of(runs) == (ratio > 1 ? comparison_verdict::regression : comparison_verdict::no_change));
    }
}

TEST_CASE("a control that differs from itself makes a comparison inconclusive", "[stats]") {
    for (const double ratio : {1.06, 1 / 1.06}) {
        block_comparison_runs runs{equal_blocks(20, 1.2), equal_blocks(20, ratio), {}};
        CHECK(verdict_of(runs) == comparison_verdict::needs_blocks);
        CHECK(dwell::compare_blocks(runs).control_differs);
        runs.blocks = equal_blocks(40, 1.2);
        runs.control = equal_blocks(40, ratio);
        CHECK(verdict_of(runs) == comparison_verdict::inconclusive);
        CHECK(std::string(dwell::compare_blocks(runs).reason) == "the base differs from its own copy");
    }
}

TEST_CASE("values that are no durations and options that make no sense are refused", "[stats]") {
    for (const double bad : {0.0, -1.0, std::nan(""), HUGE_VAL}) {
        block_comparison_runs runs{equal_blocks(20, 1.1), equal_blocks(20, 1.0), equal_blocks(20, 1.1)};
        runs.blocks[7].head[1] = bad;
        CHECK(verdict_of(runs) == comparison_verdict::invalid);
        runs.blocks[7] = block_of(1.1);
        CHECK(verdict_of(runs) == comparison_verdict::regression);
        runs.control[19].base[0] = bad;
        CHECK(verdict_of(runs) == comparison_verdict::invalid);
        runs.control.clear();
        runs.confirmation[0].head[0] = bad;
        CHECK(verdict_of(runs) == comparison_verdict::invalid);
    }
    CHECK(verdict_of({}, {.threshold = 0.0}) == comparison_verdict::invalid);
    CHECK(verdict_of({}, {.threshold = std::nan("")}) == comparison_verdict::invalid);
    CHECK(verdict_of({}, {.blocks = 5}) == comparison_verdict::invalid);
    CHECK(verdict_of({}, {.blocks = 6}) == comparison_verdict::needs_blocks);
    CHECK(verdict_of({}, {.blocks = 20, .extended_blocks = 19}) == comparison_verdict::invalid);
    CHECK(verdict_of({}, {.largest_error = 0.0}) == comparison_verdict::invalid);
    CHECK(verdict_of({}, {.largest_error = 0.6}) == comparison_verdict::invalid);
}

TEST_CASE("the order of blocks is random, and the same for the same seed", "[stats]") {
    const std::vector<dwell::block_order> orders = dwell::random_block_orders(1000, 42);
    CHECK(orders == dwell::random_block_orders(1000, 42));
    CHECK(orders != dwell::random_block_orders(1000, 43));
    size_t abba = 0;
    for (const dwell::block_order order : orders) {
        abba += order == dwell::block_order::abba ? 1 : 0;
    }
    CHECK(abba > 430);
    CHECK(abba < 570);
    CHECK(dwell::random_block_orders(0, 1).empty());
}

TEST_CASE("random numbers are those of the authors' programs", "[stats]") {
    // python3: splitmix64 and xoshiro256** as published at https://prng.di.unimi.it, written out with & (2**64 - 1).
    dwell::random_generator random(0);
    CHECK(random.next() == 11091344671253066420u);
    CHECK(random.next() == 13793997310169335082u);
    CHECK(random.below(0) == 0);
    CHECK(random.below(1) == 0);
    bool seen[5] = {};
    for (int i = 0; i < 1000; ++i) {
        seen[random.below(5)] = true;
        const double number = random.uniform();
        CHECK((number > 0.0 && number < 1.0));
    }
    CHECK((seen[0] && seen[1] && seen[2] && seen[3] && seen[4]));
    CHECK(random.below(UINT64_MAX) < UINT64_MAX);
}

TEST_CASE("bounds of a proportion are those of Clopper and Pearson", "[stats]") {
    // python3: bisection of sum(comb(n, i) * p**i * (1 - p)**(n - i) for i in range(k + 1)) in fractions.Fraction.
    const dwell::proportion_interval five = dwell::clopper_pearson(5, 50);
    CHECK(five.estimate == 0.1);
    CHECK(five.lower == Approx(0.033275093589022475).epsilon(1e-9));
    CHECK(five.upper == Approx(0.21813536643420225).epsilon(1e-9));
    // None of n: 1 - (alpha / 2)^(1 / n).
    CHECK(dwell::clopper_pearson(0, 100).lower == 0.0);
    CHECK(dwell::clopper_pearson(0, 100).upper == Approx(1 - std::pow(0.025, 0.01)).epsilon(1e-9));
    CHECK(dwell::clopper_pearson(0, 100, 0.9).upper == Approx(1 - std::pow(0.05, 0.01)).epsilon(1e-9));
    CHECK(dwell::clopper_pearson(100, 100).upper == 1.0);
    CHECK(dwell::clopper_pearson(100, 100).lower == Approx(std::pow(0.025, 0.01)).epsilon(1e-9));
    CHECK(dwell::clopper_pearson(1, 1'000'000'000).lower == Approx(-std::log1p(-0.025) / 1e9).epsilon(1e-6));
    CHECK(dwell::clopper_pearson(0, 1'000'000'000'000).upper * 1e12 == Approx(-std::log(0.025)).epsilon(1e-6));
    // Of more trials than a double holds the bounds are still on either side.
    CHECK(dwell::clopper_pearson(42, UINT64_MAX).upper > 42 / 18446744073709551615.0);
    CHECK(dwell::clopper_pearson(UINT64_MAX - 1, UINT64_MAX).upper == 1.0);
    CHECK(std::isnan(dwell::clopper_pearson(0, 0).lower));
    CHECK(std::isnan(dwell::clopper_pearson(2, 1).upper));
    CHECK(std::isnan(dwell::clopper_pearson(1, 2, 1.0).estimate));
}

TEST_CASE("a driver runs what it is asked for, until nothing more is wanted", "[stats]") {
    int processes = 0;
    const auto run_block = [&](double ratio) {
        processes += 4;
        return block_of(ratio);
    };
    block_comparison_runs runs;
    block_comparison found = dwell::compare_blocks(runs);
    while (found.blocks_wanted + found.control_wanted + found.confirmation_wanted != 0) {
        for (size_t i = 0; i < found.blocks_wanted || i < found.control_wanted; ++i) {
            if (i < found.blocks_wanted) {
                runs.blocks.push_back(run_block(1.1));  // base against head
            }
            if (i < found.control_wanted) {
                runs.control.push_back(run_block(1.0));  // base against its copy
            }
        }
        for (size_t i = 0; i < found.confirmation_wanted; ++i) {
            runs.confirmation.push_back(run_block(1.1));
        }
        found = dwell::compare_blocks(runs);
    }
    CHECK(found.verdict == comparison_verdict::regression);
    CHECK(processes == 240);
}
