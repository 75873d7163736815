// SPDX-License-Identifier: BSL-1.0
// Benchmarks whose scopes and allocations are known.
#include <dwell/ext/google_benchmark.hpp>

#include <benchmark/benchmark.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace {

void allocate(std::size_t bytes) {
    std::vector<char> block(bytes);
    benchmark::ClobberMemory();
    benchmark::DoNotOptimize(block);
}

void spin(int64_t rounds) {
    for (volatile int64_t i = 0; i < rounds;) {
        i = i + 1;
    }
}

// In an iteration three allocations, of 100, 200 and 300 bytes, and what is prepared is in none of them.
void parsing(benchmark::State& state) {
    {
        TIMED_SCOPE("prepare");
        allocate(5000);
    }
    dwell::google_benchmark::measured run(state);
    for (auto _ : run) {
        TIMED_SCOPE("parse");
        for (std::size_t i = 1; i <= 3; ++i) {
            TIMED_SCOPE("token");
            allocate(100 * i);
        }
    }
    TIMED_SCOPE("tidy");
    allocate(7000);
}
BENCHMARK(parsing);

void sorting(benchmark::State& state) {
    dwell::google_benchmark::measured run(state);
    for (auto _ : run) {
        TIMED_SCOPE("sort");
        spin(state.range(0));
    }
}
BENCHMARK(sorting)->Arg(8)->Arg(64);

void serving(benchmark::State& state) {
    {
        TIMED_SCOPE("connect");
        spin(1000);
    }
    dwell::google_benchmark::measured run(state);
    for (auto _ : run) {
        TIMED_SCOPE("serve");
        allocate(40);
    }
    TIMED_SCOPE("disconnect");
    spin(1000);
}
BENCHMARK(serving)->Threads(1)->Threads(3);

// Thread 0 alone allocates: four iterations in a hundred.
void uneven(benchmark::State& state) {
    dwell::google_benchmark::measured run(state);
    int64_t n = 0;
    for (auto _ : run) {
        if (state.thread_index() == 0 && n++ % 25 == 0) {
            allocate(1000);
        }
    }
}
BENCHMARK(uneven)->Threads(2)->Iterations(10000);

// One iteration in ten takes longer.
void jumping(benchmark::State& state) {
    dwell::google_benchmark::measured run(state);
    int64_t n = 0;
    for (auto _ : run) {
        spin(n++ % 10 == 0 ? 20000 : 200);
    }
}
BENCHMARK(jumping)->Iterations(20000);

void without_the_line(benchmark::State& state) {
    for (auto _ : state) {
        TIMED_SCOPE("nobody's");
        allocate(10);
    }
}
BENCHMARK(without_the_line);

// Half of the loop runs, and then another benchmark does.
void giving_up(benchmark::State& state) {
    dwell::google_benchmark::measured run(state);
    for (auto _ : run) {
        TIMED_SCOPE("give up");
        state.SkipWithError("gave up");
        break;
    }
}
BENCHMARK(giving_up);

void within_budget(benchmark::State& state) {
    dwell::google_benchmark::measured run(state);
    for (auto _ : run) {
        TIMED_SCOPE("work");
        spin(10);
    }
    run.check({.p50 = std::chrono::hours(1), .p99 = std::chrono::hours(1), .allocations_per_call = 0});
}
BENCHMARK(within_budget)->Threads(1)->Threads(2);

// The first call of all allocates, in a trial: that is no failure.
void warm_after_the_first_call(benchmark::State& state) {
    static std::vector<char> buffer;
    dwell::google_benchmark::measured run(state);
    for (auto _ : run) {
        buffer.resize(4000);
        spin(100);
    }
    run.check({.allocations_per_call = 0});
}
BENCHMARK(warm_after_the_first_call);

void beyond_budget(benchmark::State& state) {
    dwell::google_benchmark::measured run(state);
    for (auto _ : run) {
        TIMED_SCOPE("work");
        spin(100);
        TIMED_SCOPE("hidden");
        allocate(32);
    }
    run.check({.p50 = std::chrono::nanoseconds(1), .p99 = std::chrono::hours(1), .allocations_per_call = 0});
}
BENCHMARK(beyond_budget)->Threads(1)->Threads(2);

// One in a thousand iterations allocates, deep inside.
void one_allocation(benchmark::State& state) {
    int64_t n = 0;
    dwell::google_benchmark::measured run(state);
    for (auto _ : run) {
        TIMED_SCOPE("work");
        spin(100);
        if (++n % 1000 == 0) {
            TIMED_SCOPE("hidden");
            allocate(32);
        }
    }
    run.check({.allocations_per_call = 0});
}
BENCHMARK(one_allocation);

// A run that is too short to fail.
void brief(benchmark::State& state) {
    dwell::google_benchmark::measured run(state);
    for (auto _ : run) {
        allocate(32);
    }
    run.check({.allocations_per_call = 0});
}
BENCHMARK(brief)->Iterations(10);

void broken_off(benchmark::State& state) {
    dwell::google_benchmark::measured run(state);
    for (auto _ : run) {
        state.SkipWithError("broken off");
        break;
    }
    run.check({.p50 = std::chrono::hours(1)});
}
BENCHMARK(broken_off);

void add_benchmark_named(const std::string& name) {
    benchmark::RegisterBenchmark(name.c_str(), [name](benchmark::State& state) {
        dwell::google_benchmark::measured run(state);
        for (auto _ : run) {
            TIMED_SCOPE_DYNAMIC(dwell::intern("in " + name));
            spin(100);
        }
    });
}

}  // namespace

int main(int argc, char** argv) {
    for (const char* name : {"name:a/b", "name:a:b", "name:A?b", "name:a_b-2", "../name", "/etc/name", "nul",
                             "com1.name", "name \\ \"q\" <b> & \xc3\xa9 \xff"}) {
        add_benchmark_named(name);
    }
    add_benchmark_named("name" + std::string(1000, 'x'));
    add_benchmark_named("name" + std::string(1000, 'x') + "y");
    return dwell::google_benchmark::main(argc, argv);
}
