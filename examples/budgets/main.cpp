// SPDX-License-Identifier: BSL-1.0
// Budgets in a test program without a framework. It exits with 1 where one fails, and with 3 where it cannot tell.
#include <dwell/dwell.hpp>

#include <chrono>

#include "log_line.hpp"

int main() {
    using namespace std::chrono_literals;
    log_line line;
    const auto format = [&] { line.format("info", "request served", "path", "/index.html?q=\"dwell\""); };

    dwell::budget_run run("log");
    // Measured until the answer is certain, or for 2 s.
    run.check("log_line::format", format, {.p99 = 50ms, .allocations_per_call = 0});

    // What a piece of the program recorded: by name, by call path, or the ratio of two counters.
    const dwell::profile served = dwell::profile_during([&] {
        for (int i = 0; i < 2000; ++i) {
            format();
        }
    });
    run.add(dwell::check(served, "log.format;log.escape", {.p99 = 50ms, .allocations_per_call = 0}));
    run.add(dwell::check(served, {.counters = {dwell::counter_ratio("log.escapes", "log.characters") < 0.1}}));
    return run.finish();
}
