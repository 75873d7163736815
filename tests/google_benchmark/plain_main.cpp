// SPDX-License-Identifier: BSL-1.0
// The same line under Google Benchmark's own main, without hooks: percentiles, and nothing else.
#include <dwell/ext/google_benchmark.hpp>

#include <benchmark/benchmark.h>

namespace {

void counting(benchmark::State& state) {
    dwell::google_benchmark::measured run(state);
    for (auto _ : run) {
        TIMED_SCOPE("count");
        benchmark::ClobberMemory();
    }
}
BENCHMARK(counting);

}  // namespace

BENCHMARK_MAIN();
