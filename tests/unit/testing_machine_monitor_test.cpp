// SPDX-License-Identifier: BSL-1.0
// The verdict on the machine: what series of the reference loop and what shares of waiting make it quiet or unfit.
#include <dwell/testing/machine_monitor.hpp>

#include "support/catch.hpp"

#include <cmath>
#include <random>
#include <vector>

namespace {

using dwell::machine_verdict;
using dwell::thread_usage;

constexpr double wall_ns = 1e9;

/// The condition of a machine on which a thread waited for `waiting` of the wall time, and saw these durations.
dwell::machine_condition condition_with(const std::vector<double>& durations, double waiting) {
    thread_usage used;
    used.waiting_ns = static_cast<dwell::uint64_t>(waiting * wall_ns);
    used.preemptions = 7;
    used.knows_waiting = true;
    return dwell::detail::condition_of(durations, wall_ns, used);
}

/// Two durations in turn, of which one is `share` longer.
std::vector<double> alternating_durations(size_t rounds, double share) {
    std::vector<double> durations;
    for (size_t i = 0; i < rounds; ++i) {
        durations.push_back(i % 2 == 0 ? 30'000.0 : 30'000.0 * (1 + share));
    }
    return durations;
}

}  // namespace

TEST_CASE("The jitter is the median change between neighbouring rounds") {
    CHECK(dwell::detail::neighbour_jitter({}) == 0.0);
    CHECK(dwell::detail::neighbour_jitter({30'000}) == 0.0);
    // Up and down count alike.
    CHECK(dwell::detail::neighbour_jitter({100, 200, 100}) == Approx(std::log(2.0)));
    CHECK(dwell::detail::neighbour_jitter({100, 110, 220, 230, 231}) == Approx(std::log(1.1)).margin(0.06));
    // A machine that slows down step by step, as a throttled one does, does not jitter.
    std::vector<double> drifting;
    for (int i = 0; i < 100; ++i) {
        drifting.push_back(30'000 * std::pow(1.01, i));
    }
    CHECK(dwell::detail::neighbour_jitter(drifting) == Approx(std::log(1.01)));
    CHECK(condition_with(drifting, 0).verdict == machine_verdict::quiet);
}

TEST_CASE("Too few rounds say nothing of the machine") {
    const size_t fewest = dwell::detail::fewest_machine_rounds;
    CHECK(condition_with(alternating_durations(fewest - 1, 0.5), 0.95).verdict == machine_verdict::unknown);
    CHECK(condition_with(alternating_durations(fewest, 0.5), 0.95).verdict == machine_verdict::unfit);
    CHECK(condition_with(alternating_durations(fewest, 0.0), 0.0).verdict == machine_verdict::quiet);
    CHECK(condition_with({}, 0.0).verdict == machine_verdict::unknown);
}

TEST_CASE("A steady reference loop is quiet and one that alternates is not") {
    CHECK(condition_with(alternating_durations(50, 0.01), 0).verdict == machine_verdict::quiet);
    CHECK(condition_with(alternating_durations(50, 0.04), 0).verdict == machine_verdict::noisy);
    CHECK(condition_with(alternating_durations(50, 0.06), 0).verdict == machine_verdict::unfit);
    CHECK(condition_with(alternating_durations(50, 0.10), 0).verdict == machine_verdict::unfit);
}

TEST_CASE("A thread that waits for its processor makes the machine noisy and then unfit") {
    const std::vector<double> steady(50, 30'000.0);
    CHECK(condition_with(steady, 0.01).verdict == machine_verdict::quiet);
    CHECK(condition_with(steady, 0.30).verdict == machine_verdict::noisy);
    CHECK(condition_with(steady, 0.85).verdict == machine_verdict::noisy);
    CHECK(condition_with(steady, 0.95).verdict == machine_verdict::unfit);
    const dwell::machine_condition condition = condition_with(steady, 0.25);
    CHECK(condition.waiting == Approx(0.25));
    CHECK(condition.preemptions == 7);
    CHECK(condition.jitter == 0.0);
    // A wall time of nothing has no shares.
    CHECK(dwell::detail::condition_of(steady, 0.0, {}).waiting == 0.0);
}

TEST_CASE("Outliers do not make a steady machine unfit whatever they are") {
    std::mt19937_64 random(1);
    for (int i = 0; i < 200; ++i) {
        const size_t rounds = 16 + random() % 200;
        std::vector<double> durations;
        for (size_t j = 0; j < rounds; ++j) {
            // Up to 1 % of scatter, and every eighth round in the middle of something else.
            const double scatter = static_cast<double>(random() % 1000) * 1e-5;
            durations.push_back(30'000 * (1 + scatter) * (j % 8 == 5 ? 1 + static_cast<double>(random() % 100) : 1));
        }
        CHECK(condition_with(durations, 0).verdict == machine_verdict::quiet);
        // The same machine with each second round a tenth slower.
        for (size_t j = 0; j < rounds; j += 2) {
            durations[j] *= 1.1;
        }
        CHECK(condition_with(durations, 0).verdict == machine_verdict::unfit);
    }
}

TEST_CASE("A monitor counts its rounds and says what it saw") {
    dwell::machine_monitor monitor;
    CHECK(monitor.condition().verdict == machine_verdict::unknown);
    for (int i = 0; i < 20; ++i) {
        monitor.round();
    }
    CHECK(monitor.rounds() == 20);
    const dwell::machine_condition condition = monitor.condition();
    CHECK(condition.verdict != machine_verdict::unknown);
    CHECK(std::isfinite(condition.jitter));
    CHECK(condition.jitter >= 0.0);
    CHECK(condition.waiting >= 0.0);
    CHECK(condition.waiting <= 1.0);
}
