// SPDX-License-Identifier: BSL-1.0
// The same line under Google Benchmark's own main, without hooks; compiled again with DWELL_ENABLED=0.
#include <dwell/ext/google_benchmark.hpp>

#include <benchmark/benchmark.h>

#include <chrono>

namespace {

void counting(benchmark::State& state) {
    dwell::google_benchmark::measured run(state);
    for (auto _ : run) {
        TIMED_SCOPE("count");
        benchmark::ClobberMemory();
    }
    run.check({.p50 = std::chrono::hours(1)});
}
BENCHMARK(counting);

}  // namespace

BENCHMARK_MAIN();
