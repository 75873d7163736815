// SPDX-License-Identifier: BSL-1.0
// Budgets as assertions of GoogleTest.
#include <dwell/dwell.hpp>
#include <dwell/ext/googletest.hpp>

#include <gtest/gtest.h>

#include <chrono>

#include "log_line.hpp"

using namespace std::chrono_literals;
using dwell::googletest::passes;
using dwell::googletest::within_budget;

TEST(log_line, is_formatted_in_time_and_without_memory) {
    log_line line;
    const auto format = [&] { line.format("info", "request served", "path", "/index.html?q=\"dwell\""); };
    // Measured until the answer is certain, or for 2 s.
    EXPECT_PRED_FORMAT1(passes, dwell::check(format, {.p99 = 50ms, .allocations_per_call = 0}));

    // What a piece of the program recorded: by name, by call path, or the ratio of two counters.
    const dwell::profile served = dwell::profile_during([&] {
        for (int i = 0; i < 2000; ++i) {
            format();
        }
    });
    const dwell::budget escaping = {.p99 = 50ms, .allocations_per_call = 0};
    EXPECT_PRED_FORMAT3(within_budget, served, "log.format;log.escape", escaping);
    const dwell::budget escapes = {.counters = {dwell::counter_ratio("log.escapes", "log.characters") < 0.1}};
    EXPECT_PRED_FORMAT2(within_budget, served, escapes);
}
