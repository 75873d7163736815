// SPDX-License-Identifier: BSL-1.0
// dwell gate-workload: what `dwell gate --self-test` compares with itself. Prints the median duration of a batch.
#include "commands/command.hpp"

#include <dwell/stats/sorted_values.hpp>
#include <dwell/testing/reference_loop.hpp>

#include <CLI/CLI.hpp>

#include <chrono>
#include <iostream>
#include <memory>
#include <vector>

namespace dwell::tool {
namespace {

/// In ns; about 1 ms for a work of 100.
double median_batch(int work) {
    constexpr int batches = 9;
    constexpr int pieces = 10;
    std::vector<double> durations;
    // The first batch warms up.
    for (int batch = 0; batch <= batches; ++batch) {
        const auto start = std::chrono::steady_clock::now();
        for (int piece = 0; piece < pieces * work; ++piece) {
            reference_loop::run_piece();
        }
        const std::chrono::duration<double, std::nano> taken = std::chrono::steady_clock::now() - start;
        if (batch != 0) {
            durations.push_back(taken.count());
        }
    }
    return detail::arithmetic_median(detail::sorted_values(durations));
}

}  // namespace

void add_gate_workload(CLI::App& program, int& status) {
    CLI::App* const workload = program.add_subcommand("gate-workload", "What dwell gate --self-test runs");
    workload->group("");
    const auto work = std::make_shared<int>(100);
    workload->add_option("WORK", *work, "In percent")->check(CLI::Range(1, 10'000));
    workload->callback([work, &status] {
        std::cout << median_batch(*work) << '\n';
        status = exit_passed;
    });
}

}  // namespace dwell::tool
