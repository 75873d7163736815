// SPDX-License-Identifier: BSL-1.0
// What counters, gauges and distributions cost, beside the least that could do the same on one thread, and beside the
// atomic counter that a program would otherwise share between threads.
#include "support/machine.hpp"
#include "support/ratio_table.hpp"

#include <dwell/scope.hpp>
#include <dwell/stats/buckets.hpp>

#include <benchmark/benchmark.h>

#include <atomic>
#include <cmath>
#include <random>
#include <vector>

namespace {

/// Runs `once(i)` in the benchmark's loop.
template <typename Once>
void repeat(benchmark::State& state, Once once) {
    bench::pin_to_cpu(state.thread_index());
    uint64_t i = 0;
    for ([[maybe_unused]] auto _ : state) {
        once(i++);
        benchmark::ClobberMemory();
    }
}

void increment_plain(benchmark::State& state) {
    static thread_local uint64_t count = 0;
    repeat(state, [](uint64_t) { ++count; });
    benchmark::DoNotOptimize(count);
}

void increment_atomic(benchmark::State& state) {
    static std::atomic<uint64_t> count{0};
    repeat(state, [](uint64_t) { count.fetch_add(1, std::memory_order_relaxed); });
}

void add_to_counter(benchmark::State& state) {
    repeat(state, [](uint64_t) { dwell::counter<"bench.counter">.add(1); });
}

void add_to_kept_series(benchmark::State& state) {
    const auto series = dwell::counter<"bench.labelled">.with("route", "/kept", "status", 200);
    repeat(state, [&](uint64_t) { series.add(1); });
}

void add_to_series_looked_up(benchmark::State& state) {
    repeat(state, [](uint64_t) { dwell::counter<"bench.labelled">.with("route", "/looked/up", "status", 200).add(1); });
}

void read_clock_once(benchmark::State& state) {
    repeat(state, [](uint64_t) { benchmark::DoNotOptimize(bench::read_bare_clock()); });
}

void set_gauge(benchmark::State& state) {
    repeat(state, [](uint64_t i) { dwell::gauge<"bench.gauge">.set(static_cast<double>(i)); });
}

constexpr size_t value_count = 4096;

const std::vector<uint64_t>& lognormal_values() {
    static const std::vector<uint64_t> values = [] {
        std::mt19937_64 random(1);
        std::lognormal_distribution<double> distribution(10, 1);
        std::vector<uint64_t> made(value_count);
        for (uint64_t& value : made) {
            value = static_cast<uint64_t>(distribution(random));
        }
        return made;
    }();
    return values;
}

void increment_bucket(benchmark::State& state) {
    static uint64_t buckets[dwell::bucket_layout<>::count];
    const uint64_t* const values = lognormal_values().data();
    repeat(state, [=](uint64_t i) { ++buckets[dwell::bucket_layout<>::index(values[i % value_count])]; });
}

void record_in_distribution(benchmark::State& state) {
    const uint64_t* const values = lognormal_values().data();
    repeat(state, [=](uint64_t i) { dwell::distribution<"bench.distribution">.record(values[i % value_count]); });
}

void record_scaled_in_distribution(benchmark::State& state) {
    const std::vector<double> values(lognormal_values().begin(), lognormal_values().end());
    const double* const data = values.data();
    repeat(state, [=](uint64_t i) { dwell::distribution<"bench.scaled", 1000>.record(data[i % value_count]); });
}

}  // namespace

int main(int argc, char** argv) {
    const std::string plain = "plain increment";
    const std::string bucket = "increment of an array's bucket";
    const std::string clock = std::string("one ") + bench::clock_reading;
    bench::ratio_table table;
    table.floor(plain, increment_plain);
    table.floor(plain + ", two threads", increment_plain)->Threads(2);
    table.floor(bucket, increment_bucket);
    table.floor(clock, read_clock_once);

    table.row("counter, add", add_to_counter, plain);
    table.row("counter, add, two threads", add_to_counter, plain + ", two threads")->Threads(2);
    table.row("for comparison: std::atomic, fetch_add", increment_atomic, plain);
    table.row("for comparison: std::atomic, fetch_add, two threads", increment_atomic, plain + ", two threads")
        ->Threads(2);
    table.row("counter with two labels, series kept, add", add_to_kept_series, plain);
    table.row("counter with two labels, looked up each time, add", add_to_series_looked_up, plain);
    table.row("gauge, set", set_gauge, clock);
    table.row("distribution, record an integer", record_in_distribution, bucket);
    table.row("distribution with 1,000 steps a unit, record a double", record_scaled_in_distribution, bucket);
    return table.run(argc, argv);
}
