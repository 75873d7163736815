// SPDX-License-Identifier: BSL-1.0
// A tail of slow calls on a machine that slows calls down: the code is to blame only for what the machine does not
// explain.
#include <dwell/testing/slowed_calls.hpp>

#include "support/catch.hpp"

#include <cmath>
#include <random>

namespace {

using dwell::histogram;
using dwell::detail::undisturbed_lower_bound;

constexpr double confidence = 0.99;

/// A duration that is longer for a share of the times.
struct sometimes_longer {
    double share = 0.0;
    double factor = 1.0;

    double operator()(std::mt19937_64& random) const {
        return std::uniform_real_distribution<double>(0, 1)(random) < share ? factor : 1.0;
    }
};

/// Calls and pieces on the same machine, both with 1 % of scatter.
struct disturbed_machine {
    sometimes_longer code;
    sometimes_longer machine;
    histogram calls{};
    histogram pieces{};

    void run(std::mt19937_64& random, int call_count, int piece_count) {
        std::uniform_real_distribution<double> scatter(1.0, 1.01);
        for (int i = 0; i < call_count; ++i) {
            calls.record(static_cast<dwell::uint64_t>(5000 * code(random) * machine(random) * scatter(random)));
        }
        for (int i = 0; i < piece_count; ++i) {
            pieces.record(static_cast<dwell::uint64_t>(2500 * machine(random) * scatter(random)));
        }
    }

    [[nodiscard]] double bound(double p) const {
        return undisturbed_lower_bound(calls, calls.count(), pieces, p, confidence);
    }
};

}  // namespace

TEST_CASE("A tail that the machine explains is not the fault of the code") {
    std::mt19937_64 random(1);
    for (const double share : {0.0, 0.005, 0.012, 0.03, 0.2, 0.4}) {
        for (const double factor : {1.3, 2.0, 50.0}) {
            disturbed_machine machine{{}, {share, factor}};
            machine.run(random, 20'000, 2000);
            for (const double p : {95.0, 99.0}) {
                INFO("share " << share << " factor " << factor << " p" << p);
                CHECK(machine.bound(p) <= 5000 * 1.02);
                // And it does not go lower than it must: nothing took less than this.
                CHECK(machine.bound(p) >= 5000 / 1.03);
            }
            if (share == 0.03 || share == 0.2) {
                CHECK(machine.calls.percentile_interval(99, confidence).lower > 5000 * 1.25);
            }
        }
    }
}

TEST_CASE("What a machine is like most of the time is taken for the machine") {
    std::mt19937_64 random(5);
    disturbed_machine machine{{}, {0.9, 2}};
    machine.run(random, 20'000, 2000);
    CHECK(machine.bound(99) >= 10'000 * 0.98);
}

TEST_CASE("A tail of the code is seen on a machine with a shorter one") {
    std::mt19937_64 random(2);
    for (const double machine_share : {0.0, 0.005, 0.01}) {
        disturbed_machine machine{{0.03, 10}, {machine_share, 1.35}};
        machine.run(random, 20'000, 2000);
        INFO("machine " << machine_share);
        CHECK(machine.bound(99) >= 5000 * 7);
        CHECK(machine.bound(99) <= 5000 * 10.1);
        // Three calls in a hundred: p95 has none of them.
        CHECK(machine.bound(95) <= 5000 * 1.02);
    }
}

TEST_CASE("The bound is below the percentile of the undisturbed code whatever the code and the machine are") {
    std::mt19937_64 random(3);
    std::uniform_real_distribution<double> uniform(0, 1);
    int above = 0;
    for (int i = 0; i < 200; ++i) {
        const sometimes_longer code{uniform(random) * 0.05, 1 + 5 * uniform(random)};
        const sometimes_longer slowed{uniform(random) * 0.05, 1 + 5 * uniform(random)};
        disturbed_machine machine{code, slowed};
        machine.run(random, 5000, 1000);
        const double undisturbed = code.share > 0.01 ? 5000 * code.factor * 1.01 : 5000 * 1.01;
        above += machine.bound(99) > undisturbed * 1.01 ? 1 : 0;
    }
    // At 99 % and, of the pieces, 95 %.
    CHECK(above <= 12);
}

TEST_CASE("Without calls or pieces there is no bound") {
    std::mt19937_64 random(4);
    disturbed_machine machine{{}, {}};
    CHECK(std::isnan(machine.bound(99)));
    machine.run(random, 0, 1000);
    CHECK(std::isnan(machine.bound(99)));
    machine.calls = {};
    machine.pieces = {};
    machine.run(random, 1000, 0);
    CHECK(std::isnan(machine.bound(99)));
    // Two pieces bound nothing either.
    machine.run(random, 0, 2);
    CHECK(std::isnan(machine.bound(99)));
}
