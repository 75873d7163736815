// SPDX-License-Identifier: BSL-1.0
// The clocks that recording can use.
#include "support/catch.hpp"

#include <dwell/core/clock.hpp>
#include <dwell/core/manual_clock.hpp>
#include <dwell/core/tsc_clock.hpp>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

namespace {

static_assert(dwell::recording_clock<dwell::tsc_clock>);
static_assert(dwell::recording_clock<dwell::monotonic_clock>);
static_assert(dwell::recording_clock<dwell::manual_clock<>>);

struct clock_without_name {
    static uint64_t now() noexcept { return 1; }
};
struct clock_that_throws {
    static uint64_t now() { return 1; }
    static const char* name() noexcept { return "throws"; }
};
struct clock_of_doubles {
    static double now() noexcept { return 1; }
    static const char* name() noexcept { return "doubles"; }
};
static_assert(!dwell::recording_clock<clock_without_name>);
static_assert(!dwell::recording_clock<clock_that_throws>);
static_assert(!dwell::recording_clock<clock_of_doubles>);

template <typename Clock>
uint64_t backward_steps(int readings) {
    uint64_t steps = 0;
    uint64_t before = Clock::now();
    for (int i = 0; i < readings; ++i) {
        const uint64_t now = Clock::now();
        steps += now < before ? 1 : 0;
        before = now;
    }
    return steps;
}

TEST_CASE("clock: readings are never 0 and do not go backwards on one thread") {
    CHECK(dwell::tsc_clock::now() > 1);
    CHECK(dwell::monotonic_clock::now() > 1);
    CHECK(backward_steps<dwell::monotonic_clock>(100'000) == 0);
    CHECK(backward_steps<dwell::tsc_clock>(100'000) == 0);
}

TEST_CASE("clock: the default one says what it is, and keeps to its choice") {
    const std::string name = dwell::tsc_clock::name();
    const bool is_known = name == "tsc" || name == "cntvct" || name == "monotonic";
    CHECK(is_known);
    CHECK(dwell::tsc_clock::name() == name);
    CHECK(dwell::detail::chosen_clock.load() != dwell::detail::clock_choice::undecided);
    if (name == "monotonic") {
        const uint64_t before = dwell::monotonic_clock::now();
        CHECK(dwell::tsc_clock::now() - before < 1'000'000'000);
    }
}

TEST_CASE("clock: many threads that read it first make one choice") {
    std::vector<std::string> names(8);
    std::vector<std::thread> threads;
    for (std::string& name : names) {
        threads.emplace_back([&name] { name = dwell::tsc_clock::name(); });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    for (const std::string& name : names) {
        CHECK(name == names[0]);
    }
}

TEST_CASE("clock: the default one runs at a steady rate") {
    const auto ticks_in = [](uint64_t ns) {
        const uint64_t begin_ns = dwell::monotonic_clock::now();
        const uint64_t begin = dwell::tsc_clock::now();
        uint64_t end_ns = begin_ns;
        while (end_ns - begin_ns < ns) {
            end_ns = dwell::monotonic_clock::now();
        }
        return static_cast<double>(dwell::tsc_clock::now() - begin) / static_cast<double>(end_ns - begin_ns);
    };
    const double first = ticks_in(20'000'000);
    const double second = ticks_in(20'000'000);
    CHECK(first > 0.01);
    // Two interruptions between two readings may add up to much on a busy machine.
    CHECK(second == Approx(first).epsilon(0.05));
}

TEST_CASE("clock: the manual one moves when it is told to, each tag on its own") {
    using clock = dwell::manual_clock<struct moving_tag>;
    using other = dwell::manual_clock<struct still_tag>;
    const uint64_t other_before = other::now();
    CHECK(clock::now() > 1);
    const uint64_t before = clock::now();
    clock::advance(7);
    CHECK(clock::now() == before + 7);
    clock::set(3);
    CHECK(clock::now() == 3);
    CHECK(other::now() == other_before);
    CHECK(std::string(clock::name()) == "manual");
}

TEST_CASE("clock: CPU time of a thread goes on while it works and stands while it sleeps") {
    const uint64_t begin = dwell::detail::thread_cpu_time_ns();
    const uint64_t begin_wall = dwell::monotonic_clock::now();
    while (dwell::detail::thread_cpu_time_ns() - begin < 5'000'000) {
    }
    const uint64_t worked = dwell::detail::thread_cpu_time_ns() - begin;
    CHECK(worked <= dwell::monotonic_clock::now() - begin_wall + 20'000'000);
    const uint64_t before_sleep = dwell::detail::thread_cpu_time_ns();
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    CHECK(dwell::detail::thread_cpu_time_ns() - before_sleep < 40'000'000);
}

TEST_CASE("clock: the time of day is that of the system") {
    const auto expected = std::chrono::system_clock::now().time_since_epoch();
    const double seconds = std::chrono::duration<double>(expected).count();
    CHECK(static_cast<double>(dwell::detail::unix_time_ns()) * 1e-9 == Approx(seconds).margin(2.0));
}

}  // namespace
