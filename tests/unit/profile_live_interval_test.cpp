// SPDX-License-Identifier: BSL-1.0
// The interval of live memory against heaps of which each block is known: how often it holds the true sum.
#include <dwell/profile/live_interval.hpp>

#include "support/catch.hpp"

#include <cmath>
#include <cstdint>
#include <random>
#include <string>

namespace {

constexpr uint64_t interval_bytes = 512 * 1024;

enum class sizes { small_blocks, lognormal, pareto, with_one_large };

double draw_size(sizes of, std::mt19937_64& random) {
    switch (of) {
        case sizes::lognormal:
            return std::ceil(std::lognormal_distribution<double>(10, 2)(random));
        case sizes::pareto:
            return std::ceil(4096 / std::pow(1 - std::uniform_real_distribution<double>(0, 1)(random), 1 / 1.1));
        case sizes::small_blocks:
        case sizes::with_one_large:
            break;
    }
    return std::uniform_int_distribution<int>(4'000, 60'000)(random);
}

struct heap {
    double held = 0;
    dwell::live_memory seen;

    // As the Horvitz-Thompson estimator has it: a block stands for as many as its probability is small.
    void add(double size, std::mt19937_64& random) {
        held += size;
        const double probability = -std::expm1(-size / static_cast<double>(interval_bytes));
        if (std::uniform_real_distribution<double>(0, 1)(random) < probability) {
            seen.add({1 / probability, size / probability,
                      size * size * (1 - probability) / (probability * probability), 1});
        }
    }
};

// Of 2,000 heaps with about `samples` blocks to be seen in each, the share whose interval holds what is held.
double share_that_holds(sizes of, double samples, double confidence) {
    int good = 0;
    int in_order = 0;
    for (uint64_t seed = 1; seed <= 2'000; ++seed) {
        std::mt19937_64 random(seed);
        heap one;
        while (one.held < samples * static_cast<double>(interval_bytes)) {
            one.add(draw_size(of, random), random);
        }
        if (of == sizes::with_one_large) {
            one.add(1e8, random);
        }
        const dwell::estimate_interval interval = dwell::live_bytes_interval(one.seen, interval_bytes, confidence);
        in_order += interval.is_defined() && 0 <= interval.lower && interval.lower <= interval.estimate &&
                            interval.estimate <= interval.upper
                        ? 1
                        : 0;
        good += interval.lower <= one.held && one.held <= interval.upper ? 1 : 0;
    }
    REQUIRE(in_order == 2'000);
    return good / 2'000.0;
}

}  // namespace

TEST_CASE("live interval: it holds what is held as often as it says, for many samples and for few") {
    for (const sizes of : {sizes::small_blocks, sizes::lognormal, sizes::pareto, sizes::with_one_large}) {
        for (const double samples : {0.25, 0.5, 1.0, 2.0, 3.0, 10.0, 30.0, 100.0}) {
            CAPTURE(static_cast<int>(of), samples);
            CHECK(share_that_holds(of, samples, 0.95) >= 0.934);
        }
    }
    // And says more than that everything is possible.
    CHECK(share_that_holds(sizes::small_blocks, 100, 0.95) <= 0.965);
    CHECK(share_that_holds(sizes::small_blocks, 100, 0.5) == Approx(0.5).margin(0.04));
}

TEST_CASE("live interval: of blocks that are all small, it is that of a Poisson count") {
    // The exact bounds of a count at 95 %, in blocks: F. Garwood, "Fiducial limits for the Poisson distribution",
    // Biometrika 28, 1936.
    const struct {
        double seen;
        double lower;
        double upper;
    } exact[] = {{1, 0.0253, 5.572}, {2, 0.2422, 7.225}, {5, 1.623, 11.668}, {10, 4.795, 18.390}, {100, 81.36, 121.63}};
    for (const auto& [seen, lower, upper] : exact) {
        CAPTURE(seen);
        const double each = 1e6;
        const auto interval = dwell::live_bytes_interval(
            {seen * 1000, seen * each, seen * each * each, static_cast<uint64_t>(seen)}, 1'000'000);
        CHECK(interval.lower / each == Approx(lower).margin(0.02));
        CHECK(interval.upper / each == Approx(upper).epsilon(0.02));
    }
}

TEST_CASE("live interval: what is not sampled is exact") {
    const dwell::estimate_interval exact = dwell::live_bytes_interval({3, 4096, 0, 3}, 1);
    CHECK(exact.is_defined());
    CHECK(exact.lower == 4096);
    CHECK(exact.upper == 4096);
    CHECK(dwell::live_bytes_interval({}, 1).upper == 0);
}

TEST_CASE("live interval: what was not seen may be there, up to a bound") {
    const dwell::estimate_interval unseen = dwell::live_bytes_interval({}, interval_bytes);
    CHECK(unseen.is_defined());
    CHECK(unseen.estimate == 0);
    CHECK(unseen.lower == 0);
    CHECK(unseen.upper == Approx(3.84 * interval_bytes).epsilon(0.001));
}

TEST_CASE("live interval: none where nothing is followed, or the confidence is no probability") {
    CHECK(dwell::live_bytes_interval({}, 0).status == dwell::interval_status::empty);
    for (const double confidence : {0.0, 1.0, -1.0, std::nan("")}) {
        const auto interval = dwell::live_bytes_interval({1, 8, 0, 1}, 1, confidence);
        CHECK(interval.status == dwell::interval_status::invalid_argument);
        CHECK(std::isnan(interval.lower));
        CHECK(interval.estimate == 8);
    }
}
