// SPDX-License-Identifier: BSL-1.0
// Budgets of allocations, held against code that is measured: exact, and with the call path that breaks them.
#include "memory_support.hpp"
#include "support/catch.hpp"

#include <chrono>
#include <cmath>
#include <memory>
#include <string>
#include <thread>
#include <vector>

using dwell::verdict;
using namespace std::chrono_literals;

namespace {

/// Allocates in one call of 10,000, two scopes deep.
class rarely_allocating {
public:
    void operator()() {
        TIMED_SCOPE("rare.outer");
        if (++calls_ % 10'000 == 0) {
            TIMED_SCOPE("rare.inner");
            delete opaque(new char[100]);
        }
    }

    [[nodiscard]] uint64_t calls() const { return calls_; }

private:
    uint64_t calls_ = 0;
};

}  // namespace

TEST_CASE("one allocation in 10000 calls breaks a budget of none and is named", "[memory][testing]") {
    RETURN_UNLESS_COUNTED();
    rarely_allocating code;
    const dwell::budget_result result = dwell::check(code, {.allocations_per_call = 0}, {.name = "rare"});
    CHECK(result.failed());
    CHECK(result.costliest.path == "rare.outer;rare.inner");
    CHECK(result.costliest.of == "allocations");
    CHECK(result.costliest.share == 1.0);
    CHECK(result.message().find("rare.outer;rare.inner") != std::string::npos);
    REQUIRE(result.checks.size() == 1);
    // Among any consecutive calls, of which the check made as many as it took to be certain.
    const auto calls = static_cast<double>(result.checks[0].samples);
    const double allocations = result.checks[0].estimate * calls;
    CHECK(allocations == Approx(std::round(allocations)));
    CHECK(std::abs(allocations - calls / 10'000) < 1);
    CHECK(result.checks[0].lower == result.checks[0].upper);
}

TEST_CASE("a budget of none makes as many calls as that takes", "[memory][testing]") {
    RETURN_UNLESS_COUNTED();
    uint64_t made = 0;
    const dwell::budget_result none = dwell::check([&] { ++made; }, {.allocations_per_call = 0, .bytes_per_call = 0});
    CHECK(none.passed());
    CHECK(made >= 100'000);
    CHECK(none.checks[0].samples >= 100'000);
    CHECK(none.checks[0].samples <= made);
}

TEST_CASE("allocations and bytes of each call are counted to the last", "[memory][testing]") {
    RETURN_UNLESS_COUNTED();
    const auto code = [] {
        delete opaque(new char[64]);
        delete opaque(new char[32]);
    };
    const dwell::measurement measured = dwell::measure(code, {.most_time = 50ms});
    CHECK(measured.allocations_per_call().estimate == 2.0);
    if (counts_requested) {
        CHECK(measured.bytes_per_call().estimate == 96.0);
    }
    CHECK(dwell::check(measured, {.allocations_per_call = 2}).passed());
    CHECK(dwell::check(measured, {.allocations_per_call = 1.99}).failed());
    CHECK(dwell::check(measured, {.bytes_per_call = 1000}).passed());
    CHECK(dwell::check(measured, {.bytes_per_call = 95}).failed());
}

TEST_CASE("what set-up and measuring itself allocate is not the code's", "[memory][testing]") {
    RETURN_UNLESS_COUNTED();
    const dwell::measurement measured =
        dwell::measure(dwell::with_set_up([] { return std::make_unique<std::vector<int>>(100); },
                                          [](std::unique_ptr<std::vector<int>>& values) { return (*values)[50]; }),
                       {.most_time = 100ms});
    CHECK(measured.allocations_per_call().estimate == 0.0);
    CHECK(measured.calls() > 0);
}

TEST_CASE("what competing threads allocate is not the measured thread's", "[memory][testing]") {
    RETURN_UNLESS_COUNTED();
    static thread_local bool is_first = false;
    is_first = true;
    const dwell::measurement measured = dwell::measure(
        [] {
            if (!is_first) {
                delete opaque(new int(1));
            }
        },
        {.most_time = 100ms, .threads = 3});
    CHECK(measured.allocations_per_call().estimate == 0.0);
}

TEST_CASE("a budget of allocations passes nowhere without a count", "[memory][testing]") {
    const dwell::budget_result result =
        dwell::check([] { return 1; }, {.allocations_per_call = 1e9}, {.most_time = 50ms});
    CHECK(result.passed() == dwell::counts_allocations());
}

TEST_CASE("a budget of none does not pass where recording is switched off meanwhile", "[memory][testing]") {
    RETURN_UNLESS_COUNTED();
    uint64_t made = 0;
    const dwell::budget_result result = dwell::check(
        [&] {
            if (++made > 20) {
                dwell::set_recording(false);
                delete opaque(new int(1));
            }
            std::this_thread::sleep_for(1ms);
        },
        {.allocations_per_call = 0.1}, {.most_time = 300ms, .warm_up = 1ns});
    dwell::set_recording(true);
    REQUIRE(result.checks.size() == 1);
    CHECK(result.answer() != verdict::pass);
}
