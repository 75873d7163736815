// SPDX-License-Identifier: BSL-1.0
// Measuring real calls. Nothing here depends on how fast they are.
#include <dwell/dwell.hpp>

#include <atomic>
#include <chrono>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "support/catch.hpp"

using dwell::verdict;
using namespace std::chrono_literals;

namespace {

uint64_t busy_for_a_while() {
    uint64_t state = 1;
    dwell::do_not_optimize(state);
    for (int i = 0; i < 100; ++i) {
        state = state * 6364136223846793005U + 1442695040888963407U;
    }
    return state;
}

}  // namespace

TEST_CASE("each call that is measured is made and counted", "[testing]") {
    uint64_t made = 0;
    const dwell::measurement measured = dwell::measure(
        [&] {
            ++made;
            return busy_for_a_while();
        },
        {.name = "busy", .most_time = 100ms});
    CHECK(measured.name() == "busy");
    CHECK(measured.calls() <= made);
    CHECK(measured.calls() >= measured.durations().count());
    CHECK(measured.durations().count() > 0);
    CHECK(measured.rounds() >= 1);
    CHECK(measured.looks() >= 1);
    CHECK(measured.seconds() > 0);
    // What was called while it was measured, warming up left out.
    const auto scope = measured.inside().find("dwell.measure");
    REQUIRE(scope);
    CHECK(scope->calls() > 0);
}

TEST_CASE("percentiles of a measurement are in order and inside their intervals", "[testing]") {
    const dwell::measurement measured = dwell::measure(busy_for_a_while, {.most_time = 200ms});
    double before = 0.0;
    for (const double p : {50.0, 95.0, 99.0}) {
        const dwell::measured_interval found = measured.percentile(p);
        CHECK(found.estimate >= before);
        before = found.estimate;
        if (found.reason.empty()) {
            CHECK(found.lower <= found.estimate);
            CHECK(found.estimate <= found.upper);
        }
    }
    CHECK((measured.max)().estimate * 1.01 >= measured.percentile(99).estimate);
    CHECK(measured.cpu_per_call().estimate > 0);
    CHECK(measured.mean().estimate > 0);
}

TEST_CASE("budgets that no machine breaks and none keeps", "[testing]") {
    CHECK(dwell::check(busy_for_a_while, {.p50 = 10s, .p99 = 10s, .max = 100s, .mean = 10s, .cpu_per_call = 10s})
              .passed());
    const dwell::budget_result over = dwell::check(busy_for_a_while, {.p50 = 0ns});
    CHECK(over.answer() != verdict::pass);
    CHECK(over.seconds < 60);
}

TEST_CASE("time that is up ends measuring with what there is", "[testing]") {
    int made = 0;
    const dwell::budget_result result = dwell::check(
        [&] {
            ++made;
            std::this_thread::sleep_for(20ms);
        },
        {.p50 = 10s}, {.most_time = 1ms});
    // Three to warm up, and then one round.
    CHECK(made == 4);
    CHECK(result.answer() == verdict::inconclusive);
    REQUIRE(result.checks.size() == 1);
    CHECK(result.checks[0].samples_wanted > 1);
}

TEST_CASE("calls that get slow while they are measured do not take all the time of fast ones", "[testing]") {
    const auto began = std::chrono::steady_clock::now();
    int made = 0;
    int slow = 0;
    bool is_slow = false;
    const dwell::measurement measured = dwell::measure(
        [&] {
            if (++made % 64 == 0) {
                is_slow = std::chrono::steady_clock::now() - began > 30ms;
            }
            if (is_slow) {
                ++slow;
                const auto start = std::chrono::steady_clock::now();
                while (std::chrono::steady_clock::now() - start < 20us) {
                }
            }
        },
        {.most_time = 60ms});
    CHECK(measured.calls() > 0);
    // Batches are of 10,000 calls of 2 ns, and groups were of ten batches.
    CHECK(slow < 80'000);
}

TEST_CASE("set-ups that take long are not made a thousand at a time", "[testing]") {
    int made = 0;
    const dwell::measurement measured = dwell::measure(dwell::with_set_up(
                                                           [&] {
                                                               std::this_thread::sleep_for(5ms);
                                                               return ++made;
                                                           },
                                                           [](int& state) { return state + 1; }),
                                                       {.most_time = 20ms});
    CHECK(measured.calls() > 0);
    CHECK(made < 100);
}

TEST_CASE("a time that is no number and one that is very long end", "[testing]") {
    const dwell::time_limit no_number = dwell::time_limit::from_ns(std::numeric_limits<double>::quiet_NaN());
    CHECK(dwell::measure(busy_for_a_while, {.most_time = no_number, .warm_up = no_number}).rounds() == 1);
    CHECK(dwell::measure(busy_for_a_while, {.most_time = -1s}).rounds() == 1);
    // As soon as the answer is known.
    CHECK(dwell::check(busy_for_a_while, {.p50 = 10s}, {.most_time = 876'000h}).passed());
}

TEST_CASE("each call gets a state of its own and making it is not timed", "[testing]") {
    int alive = 0;
    int most_alive = 0;
    struct counted_state {
        explicit counted_state(int& counter) : alive(&counter) { ++*alive; }
        counted_state(counted_state&& other) noexcept : alive(other.alive) { other.alive = nullptr; }
        counted_state& operator=(counted_state&&) = delete;
        ~counted_state() {
            if (alive != nullptr) {
                --*alive;
            }
        }
        int* alive;
        bool is_used = false;
    };
    bool was_fresh = true;
    const dwell::measurement measured = dwell::measure(dwell::with_set_up(
                                                           [&] {
                                                               std::this_thread::sleep_for(2ms);
                                                               return counted_state(alive);
                                                           },
                                                           [&](counted_state& state) {
                                                               was_fresh = was_fresh && !state.is_used;
                                                               state.is_used = true;
                                                               most_alive = alive > most_alive ? alive : most_alive;
                                                           }),
                                                       {.most_time = 300ms});
    CHECK(was_fresh);
    CHECK(alive == 0);
    CHECK(most_alive > 1);
    CHECK(most_alive <= 1000);
    // Of a million calls of this kind none takes the 2 ms of its set-up.
    CHECK(measured.mean().estimate < 1e6);
}

TEST_CASE("what measured code throws is passed on and its states are destroyed", "[testing]") {
    int calls = 0;
    const auto throws = [&] {
        if (++calls == 1000) {
            throw std::runtime_error("the thousandth");
        }
    };
    CHECK_THROWS_WITH(dwell::measure(throws), "the thousandth");
    auto shared = std::make_shared<int>(1);
    const auto with_state = dwell::with_set_up([&] { return shared; },
                                               [&](std::shared_ptr<int>& state) {
                                                   if (++*state == 500) {
                                                       throw std::runtime_error("later");
                                                   }
                                               });
    CHECK_THROWS_WITH(dwell::measure(with_state), "later");
    CHECK(shared.use_count() == 1);
    // Measuring goes on to work.
    CHECK(dwell::check(busy_for_a_while, {.p50 = 10s}).passed());
}

TEST_CASE("several threads make the calls at the same time", "[testing]") {
    std::atomic<int> inside{0};
    std::atomic<int> most_inside{0};
    std::atomic<uint64_t> made{0};
    const dwell::measurement measured = dwell::measure(
        [&] {
            const int here = ++inside;
            int seen = most_inside;
            while (here > seen && !most_inside.compare_exchange_weak(seen, here)) {
            }
            ++made;
            std::this_thread::sleep_for(1ms);
            --inside;
        },
        {.most_time = 300ms, .threads = 4});
    CHECK(inside == 0);
    CHECK(most_inside >= 2);
    CHECK(most_inside <= 4);
    CHECK(made > measured.calls());
}

TEST_CASE("a measurement inside another one is measured", "[testing]") {
    const dwell::budget_result outer = dwell::check(
        [] { CHECK(dwell::check(busy_for_a_while, {.p50 = 10s}, {.most_time = 20ms}).answer() != verdict::fail); },
        {.p50 = 100s}, {.most_time = 300ms});
    CHECK(outer.answer() != verdict::fail);
}

TEST_CASE("results of every type are kept and void is none", "[testing]") {
    struct large {
        char bytes[1000];
    };
    const dwell::measure_options brief{.most_time = 5ms};
    CHECK(dwell::measure([] { return 1; }, brief).calls() > 0);
    CHECK(dwell::measure([] { return std::string("text"); }, brief).calls() > 0);
    CHECK(dwell::measure([] { return large{}; }, brief).calls() > 0);
    CHECK(dwell::measure([] {}, brief).calls() > 0);
    CHECK(dwell::measure([] { return std::unique_ptr<int>(); }, brief).calls() > 0);
    CHECK(dwell::measure(
              []() -> const std::string& {
                  static const std::string kept = "kept";
                  return kept;
              },
              brief)
              .calls() > 0);
    int plain = 0;
    auto adds = [&] { ++plain; };
    CHECK(dwell::measure(adds, brief).calls() > 0);
    CHECK(plain > 0);
}

TEST_CASE("a set-up may return whatever can be moved", "[testing]") {
    const dwell::measure_options brief{.most_time = 2ms, .warm_up = 1ns};
    const auto calls_with = [&](auto set_up, auto callable) {
        return dwell::measure(dwell::with_set_up(std::move(set_up), callable), brief).calls();
    };
    CHECK(calls_with([] { return true; }, [](bool& state) { return state = !state; }) > 0);
    // Of a reference, each call gets a copy.
    std::string shared = "text";
    CHECK(calls_with([&]() -> std::string& { return shared; }, [](std::string& state) { state += "more"; }) > 0);
    CHECK(shared == "text");
    CHECK(calls_with([&]() -> const std::string& { return shared; }, [](auto& state) { state += "more"; }) > 0);
    CHECK(calls_with([p = std::make_unique<int>(1)] { return std::make_unique<int>(*p); },
                     [](std::unique_ptr<int>& state) { return ++*state; }) > 0);
    struct immovable {
        immovable() = default;
        immovable(const immovable&) = delete;
        int member = 0;
    };
    const auto accepts = [](auto set_up, auto callable) {
        return requires { dwell::with_set_up(std::move(set_up), callable); };
    };
    CHECK(accepts([] { return 1; }, [](int) {}));
    CHECK_FALSE(accepts([] { return immovable(); }, [](immovable&) {}));
    CHECK_FALSE(accepts([] { return std::string(); }, &std::string::capacity));
    // A function is no value to be kept.
    CHECK(dwell::measure([]() -> uint64_t (&)() { return busy_for_a_while; }, brief).calls() > 0);
}

TEST_CASE("call paths inside are below the measuring scope", "[testing]") {
    const dwell::measurement measured = dwell::measure(
        [] {
            TIMED_SCOPE("measured.outer");
            TIMED_SCOPE("measured.inner");
        },
        {.most_time = 50ms});
    const auto inner = measured.inside().find_path("dwell.measure;measured.outer;measured.inner");
    REQUIRE(inner);
    CHECK(measured.inside().paths()[*inner].calls == measured.calls());
}
