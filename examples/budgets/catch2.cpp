// SPDX-License-Identifier: BSL-1.0
// Budgets as assertions of Catch2, version 2 or 3.
#include <dwell/dwell.hpp>
#include <dwell/ext/catch2.hpp>

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <chrono>

#include "log_line.hpp"

using namespace std::chrono_literals;
using dwell::catch2::within_budget;

TEST_CASE("a line is formatted in time, and without memory") {
    log_line line;
    const auto format = [&] { line.format("info", "request served", "path", "/index.html?q=\"dwell\""); };
    // Measured until the answer is certain, or for 2 s.
    CHECK_THAT(dwell::check(format, {.p99 = 50ms, .allocations_per_call = 0}), within_budget());

    // What a piece of the program recorded: by name, by call path, or the ratio of two counters.
    const dwell::profile served = dwell::profile_during([&] {
        for (int i = 0; i < 2000; ++i) {
            format();
        }
    });
    CHECK_THAT(served, within_budget("log.format;log.escape", {.p99 = 50ms, .allocations_per_call = 0}));
    CHECK_THAT(dwell::check(served, {.counters = {dwell::counter_ratio("log.escapes", "log.characters") < 0.1}}),
               within_budget());
}
