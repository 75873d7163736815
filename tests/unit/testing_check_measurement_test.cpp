// SPDX-License-Identifier: BSL-1.0
// Budgets against measurements whose every number is known.
#include <dwell/testing/check_measurement.hpp>

#include <chrono>
#include <limits>
#include <string>
#include <vector>

#include "support/catch.hpp"

using dwell::verdict;
using namespace std::chrono_literals;

namespace {

/// Rounds of 200 calls of 1 us, of which every tenth takes 2 us; a batch is ten of them. `factor` multiplies the times
/// of each round in turn.
dwell::detail::measured_code_times known_rounds(size_t count, const std::vector<double>& factors = {1.0}) {
    dwell::detail::measured_code_times times;
    times.calls_per_batch = 10;
    for (size_t i = 0; i < count; ++i) {
        const double factor = factors[i % factors.size()];
        dwell::detail::measured_round round;
        round.reference_ns = 30'000;
        round.median = round.mean = round.running_mean = 1100 * factor;
        round.cpu_time = 1000 * factor;
        for (int call = 0; call < 200; ++call) {
            round.calls.record((call % 10 == 0 ? 2000 : 1000) * factor);
        }
        round.running_calls = round.calls;
        round.batched_calls = 1000;
        times.calls += 1200;
        times.rounds.push_back(round);
    }
    return times;
}

dwell::measurement measured_as(const dwell::detail::measured_code_times& times,
                               dwell::machine_verdict machine = dwell::machine_verdict::quiet) {
    dwell::measurement result({.name = "known"}, times, {1.0});
    dwell::machine_condition condition;
    condition.verdict = machine;
    result.set_surroundings({}, condition, 0.5);
    return result;
}

verdict answer_to(const dwell::measurement& measured, const dwell::budget& wanted) {
    return dwell::check(measured, wanted).answer();
}

}  // namespace

TEST_CASE("times within their budget pass and beyond it fail and between they are inconclusive", "[testing]") {
    const dwell::measurement measured = measured_as(known_rounds(40, {0.99, 1.0, 1.01}));
    CHECK(answer_to(measured, {.p50 = 1200ns}) == verdict::pass);
    CHECK(answer_to(measured, {.p50 = 1000ns}) == verdict::fail);
    // 2 % to either side is what processes differ by.
    CHECK(answer_to(measured, {.p50 = 1115ns}) == verdict::inconclusive);
    CHECK(answer_to(measured, {.p95 = 2200ns}) == verdict::pass);
    CHECK(answer_to(measured, {.p95 = 1800ns}) == verdict::fail);
    CHECK(answer_to(measured, {.p99 = 2200ns}) == verdict::pass);
    CHECK(answer_to(measured, {.p99 = 1us}) == verdict::fail);
    CHECK(answer_to(measured, {.mean = 1200ns}) == verdict::pass);
    CHECK(answer_to(measured, {.mean = 1000ns}) == verdict::fail);
    CHECK(answer_to(measured, {.cpu_per_call = 1100ns}) == verdict::pass);
    CHECK(answer_to(measured, {.cpu_per_call = 900ns}) == verdict::fail);
    CHECK(answer_to(measured, {.max = 3us}) == verdict::pass);
    CHECK(answer_to(measured, {.max = 1900ns}) == verdict::fail);
    CHECK(answer_to(measured, {.p50 = 1200ns, .max = 1900ns}) == verdict::fail);
    CHECK(answer_to(measured, {}) == verdict::fail);
}

TEST_CASE("a budget result has the measurement's name and machine and time", "[testing]") {
    const dwell::budget_result result = dwell::check(measured_as(known_rounds(20)), {.p50 = 2us});
    CHECK(result.subject == "known");
    CHECK(result.seconds == 0.5);
    CHECK(result.machine.verdict == dwell::machine_verdict::quiet);
    REQUIRE(result.checks.size() == 1);
    CHECK(result.checks[0].estimate == 1100);
    CHECK(result.checks[0].samples == 20'000);
}

TEST_CASE("on an unfit machine times pass but never fail", "[testing]") {
    const dwell::measurement measured = measured_as(known_rounds(40), dwell::machine_verdict::unfit);
    CHECK(answer_to(measured, {.p50 = 1200ns}) == verdict::pass);
    const dwell::budget_result over = dwell::check(measured, {.p50 = 100ns, .p99 = 100ns, .max = 100ns});
    for (const dwell::limit_check& check : over.checks) {
        CHECK(check.answer == verdict::inconclusive);
        CHECK(check.reason == "the machine was unfit to measure on");
    }
    CHECK(answer_to(measured_as(known_rounds(40), dwell::machine_verdict::noisy), {.p50 = 100ns}) == verdict::fail);
}

TEST_CASE("too few calls are inconclusive and say how many it takes", "[testing]") {
    const dwell::budget_result result = dwell::check(measured_as(known_rounds(2)), {.p50 = 2us, .p999 = 3us});
    REQUIRE(result.checks.size() == 2);
    CHECK(result.checks[0].answer == verdict::inconclusive);
    // 11 rounds at the confidence of the second look: 0.5^n is to be at most 0.083 %.
    CHECK(result.checks[0].samples_wanted == 11'000);
    CHECK(result.checks[1].answer == verdict::inconclusive);
    // The smallest n with 0.999^n at most 0.25 %.
    CHECK(result.checks[1].samples_wanted >= 5989);
    CHECK(answer_to(measured_as({}), {.p50 = 2us}) == verdict::inconclusive);
    CHECK(answer_to(measured_as({}), {.max = 2us}) == verdict::inconclusive);
}

TEST_CASE("few calls are enough to be sure that they are too slow", "[testing]") {
    dwell::detail::measured_code_times times;
    for (int i = 0; i < 12; ++i) {
        dwell::detail::measured_round round;
        round.reference_ns = 30'000;
        round.calls.record(50'000'000);
        round.running_calls = round.calls;
        round.median = round.mean = round.running_mean = 50e6;
        times.rounds.push_back(round);
        ++times.calls;
    }
    const dwell::measurement measured = measured_as(times);
    CHECK(answer_to(measured, {.p99 = 5ms}) == verdict::fail);
    CHECK(answer_to(measured, {.p99 = 51ms}) == verdict::inconclusive);
    CHECK(dwell::check(measured, {.p99 = 100ms}).checks[0].samples_wanted > 500);
}

TEST_CASE("one round alone does not break a maximum", "[testing]") {
    dwell::detail::measured_code_times times = known_rounds(20);
    times.rounds[3].running_calls.record(50'000);
    CHECK(answer_to(measured_as(times), {.max = 10us}) == verdict::inconclusive);
    times.rounds[7].running_calls.record(40'000);
    CHECK(answer_to(measured_as(times), {.max = 10us}) == verdict::fail);
    CHECK(answer_to(measured_as(times), {.max = 45us}) == verdict::inconclusive);
    CHECK(answer_to(measured_as(times), {.max = 60us}) == verdict::pass);
}

TEST_CASE("time that a thread waited for a processor makes nothing fail and is not left out where it passes",
          "[testing]") {
    dwell::detail::measured_code_times times = known_rounds(40);
    for (dwell::detail::measured_round& round : times.rounds) {
        round.mean = 3000;  // with the waiting
        round.calls = {};   // every call as long as the scheduler made it
        round.calls.record(5000, 200);
    }
    const dwell::measurement measured = measured_as(times);
    CHECK(answer_to(measured, {.mean = 2us}) == verdict::inconclusive);
    CHECK(answer_to(measured, {.mean = 1us}) == verdict::fail);
    CHECK(answer_to(measured, {.mean = 4us}) == verdict::pass);
    CHECK(answer_to(measured, {.p99 = 3us}) == verdict::inconclusive);
    CHECK(answer_to(measured, {.p99 = 1us}) == verdict::fail);
    CHECK(answer_to(measured, {.p99 = 6us}) == verdict::pass);
}

TEST_CASE("what a measurement cannot answer fails with the reason", "[testing]") {
    const dwell::measurement measured = measured_as(known_rounds(40));
    const dwell::budget_result growth = dwell::check(measured, {.growth_per_hour = 1e6});
    CHECK(growth.failed());
    CHECK(growth.checks[0].reason.find("memory_growth") != std::string::npos);
    const dwell::budget_result negative = dwell::check(measured, {.p50 = -1ns});
    CHECK(negative.failed());
    CHECK(negative.checks[0].reason == "the limit is negative");
    // This program has no hooks.
    const dwell::budget_result allocations = dwell::check(measured, {.allocations_per_call = 0});
    CHECK(!allocations.passed());
}

TEST_CASE("more samples are wanted the nearer the limit is", "[testing]") {
    const auto wanted = [](std::chrono::nanoseconds limit) {
        const dwell::measurement measured = measured_as(known_rounds(20, {0.8, 1.0, 1.2, 0.9, 1.1}));
        const dwell::budget_result result = dwell::check(measured, {.p50 = limit});
        return result.checks[0].answer == verdict::inconclusive ? result.checks[0].samples_wanted : 1;
    };
    CHECK(wanted(2000ns) == 1);
    CHECK(wanted(1200ns) > 20'000);
    CHECK(wanted(1150ns) > wanted(1200ns));
    CHECK(wanted(1101ns) == 0);  // as near as processes differ
}

TEST_CASE("rounds in which the machine was slow do not count", "[testing]") {
    dwell::detail::measured_code_times times = known_rounds(40);
    for (size_t i = 0; i < times.rounds.size(); i += 3) {
        times.rounds[i] = known_rounds(1, {1.5}).rounds[0];
        times.rounds[i].reference_ns = 33'000;
    }
    const dwell::measurement measured = measured_as(times);
    CHECK(measured.rounds() == 40);
    CHECK(measured.fair_rounds() == 26);
    CHECK(measured.p50().upper == Approx(1100 * 1.02));
    CHECK(answer_to(measured, {.p50 = 1200ns, .p99 = 2100ns, .max = 2100ns, .mean = 1200ns}) == verdict::pass);
    // What is slow while the machine is not, counts.
    for (dwell::detail::measured_round& round : times.rounds) {
        round.reference_ns = 30'000;
    }
    CHECK(answer_to(measured_as(times), {.p99 = 2100ns}) == verdict::fail);
    CHECK(measured_as(times).fair_rounds() == 40);
}

TEST_CASE("rounds in which pieces of known work were slow do not count", "[testing]") {
    dwell::detail::measured_code_times times = known_rounds(40);
    const auto record_pieces = [](dwell::detail::measured_round& round, int normal, int slow) {
        for (int i = 0; i < normal + slow; ++i) {
            round.pieces.record(i < normal ? 2500 : 3300);
        }
    };
    for (size_t i = 0; i < times.rounds.size(); ++i) {
        if (i % 4 == 0) {
            times.rounds[i] = known_rounds(1, {1.5}).rounds[0];
        }
        record_pieces(times.rounds[i], 60, i % 4 == 0 ? 12 : 3);
    }
    CHECK(measured_as(times).fair_rounds() == 30);
    CHECK(measured_as(times).p50().upper == Approx(1100 * 1.02));
    // Where all rounds are like that, the best quarter counts.
    for (size_t i = 0; i < times.rounds.size(); ++i) {
        record_pieces(times.rounds[i], 0, static_cast<int>(i % 4) + 5);
    }
    CHECK(measured_as(times).fair_rounds() >= 10);
    CHECK(measured_as(times).fair_rounds() <= 20);
    // One slow piece is none, however few there are.
    for (dwell::detail::measured_round& round : times.rounds) {
        round.pieces = {};
        record_pieces(round, 2, 1);
    }
    CHECK(measured_as(times).fair_rounds() == 40);
}

TEST_CASE("calls of two kinds have the median of calls and not that of their batches", "[testing]") {
    const auto two_kinds = [](int slow_of_ten) {
        dwell::detail::measured_code_times times = known_rounds(40);
        for (dwell::detail::measured_round& round : times.rounds) {
            round.median = round.mean = 1000.0 + 900 * slow_of_ten;
            round.calls = {};
            for (int call = 0; call < 200; ++call) {
                round.calls.record(call % 10 < slow_of_ten ? 10'000 : 1000);
            }
            round.running_calls = round.calls;
        }
        return measured_as(times);
    };
    CHECK(answer_to(two_kinds(4), {.p50 = 1100ns}) == verdict::pass);
    CHECK(answer_to(two_kinds(4), {.p50 = 900ns}) == verdict::fail);
    CHECK(answer_to(two_kinds(6), {.p50 = 9us}) == verdict::fail);
    CHECK(answer_to(two_kinds(6), {.p50 = 11us}) == verdict::pass);
    // What the clock cannot tell apart is no difference.
    dwell::detail::measured_code_times short_calls = known_rounds(40, {0.01});
    for (dwell::detail::measured_round& round : short_calls.rounds) {
        round.calls = {};
        round.calls.record(0, 200);
        round.running_calls = round.calls;
    }
    CHECK(measured_as(short_calls).p50().estimate == Approx(11));
}

TEST_CASE("a budget with options that make no sense fails and says so", "[testing]") {
    const auto error_with = [](double confidence, double variation) {
        dwell::measure_options options;
        options.confidence = confidence;
        options.process_variation = variation;
        const dwell::measurement measured(options, known_rounds(40), {1.0});
        const dwell::budget_result result = dwell::check(measured, {.p50 = 1s});
        CHECK(result.failed() == !result.error.empty());
        return result.error;
    };
    const double none = std::numeric_limits<double>::quiet_NaN();
    for (const double confidence : {0.0, 1.0, -1.0, 2.0, none}) {
        CHECK(error_with(confidence, 0.02) == "the confidence is not between 0 and 1");
    }
    for (const double variation : {-0.1, std::numeric_limits<double>::infinity(), none}) {
        CHECK(error_with(0.99, variation) == "the process variation is negative or not finite");
    }
    CHECK(error_with(0.9, 0.0).empty());
}

TEST_CASE("rounds in pairs have the same calls and are as long together", "[testing]") {
    dwell::detail::measured_code_times times = known_rounds(5, {1.0, 2.0});
    times.rounds[1].reference_ns = 31'000;
    times.rounds[1].batched_calls = 3000;
    const std::vector<dwell::detail::measured_round> pairs = dwell::detail::in_pairs(times.rounds);
    REQUIRE(pairs.size() == 3);
    CHECK(pairs[0].reference_ns == 31'000);
    CHECK(pairs[0].batched_calls == 4000);
    CHECK(pairs[0].median == Approx(1650));
    CHECK(pairs[0].mean == Approx(1925));
    CHECK(pairs[0].running_mean == Approx(1925));
    CHECK(pairs[0].cpu_time == Approx(1750));
    CHECK(pairs[0].calls.count() == 400);
    CHECK(pairs[0].running_calls.count() == 400);
    CHECK(pairs[2].calls.count() == 200);
    CHECK(dwell::detail::in_pairs({}).empty());
}
