// SPDX-License-Identifier: BSL-1.0
// Benchmarks whose scopes and allocations are known.
#include <dwell/ext/google_benchmark.hpp>

#include <benchmark/benchmark.h>

#include <string>
#include <vector>

namespace {

void spin(int rounds) {
    for (int i = 0; i < rounds; ++i) {
        benchmark::DoNotOptimize(i);
    }
}

// Three allocations of 600 bytes in an iteration.
void parsing(benchmark::State& state) {
    TIMED_SCOPE("set-up");
    dwell::google_benchmark::measured run(state);
    for (auto _ : run) {
        TIMED_SCOPE("parse");
        spin(100);
        for (int i = 1; i <= 3; ++i) {
            TIMED_SCOPE("token");
            std::vector<char> token(static_cast<std::size_t>(100 * i));
            benchmark::DoNotOptimize(token.data());
        }
    }
}
BENCHMARK(parsing);

void sorting(benchmark::State& state) {
    dwell::google_benchmark::measured run(state);
    for (auto _ : run) {
        TIMED_SCOPE("sort");
        spin(static_cast<int>(state.range(0)));
    }
}
BENCHMARK(sorting)->Arg(8)->Arg(64);

void serving(benchmark::State& state) {
    dwell::google_benchmark::measured run(state);
    for (auto _ : run) {
        TIMED_SCOPE("serve");
        spin(100);
    }
}
BENCHMARK(serving)->Threads(2);

void plain(benchmark::State& state) {
    for (auto _ : state) {
        std::vector<char> block(10);
        benchmark::DoNotOptimize(block.data());
    }
}
BENCHMARK(plain);

}  // namespace

DWELL_BENCHMARK_MAIN();
