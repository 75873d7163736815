// SPDX-License-Identifier: BSL-1.0
// histogram::record against its floor: the same bucket formula and one increment of a plain array. The values are
// computed before, lognormal with a median of 22 us in ns; "one value" is the same over and over, where each increment
// waits for the one before.
#include "support/machine.hpp"
#include "support/ratio_table.hpp"

#include <dwell/stats/histogram.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <random>
#include <vector>

namespace {

constexpr size_t value_count = 65536;

std::vector<uint64_t> lognormal_values() {
    std::mt19937_64 random(1);
    std::lognormal_distribution<double> distribution(10, 1);
    std::vector<uint64_t> values(value_count);
    std::generate(values.begin(), values.end(), [&] { return static_cast<uint64_t>(distribution(random)); });
    return values;
}

template <typename Value, typename Record>
void record_all(benchmark::State& state, const std::vector<Value>& values, Record record) {
    bench::pin_to_cpu(state.thread_index());
    for ([[maybe_unused]] auto _ : state) {
        for (const Value value : values) {
            record(value);
        }
        benchmark::ClobberMemory();
    }
    state.SetItemsProcessed(static_cast<int64_t>(value_count) * state.iterations());
}

template <typename Value>
void record_in_histogram(benchmark::State& state, const std::vector<Value>& values) {
    dwell::histogram histogram;
    record_all(state, values, [&](Value value) { histogram.record(value); });
    benchmark::DoNotOptimize(histogram);
}

void increment_array(benchmark::State& state) {
    static uint64_t buckets[dwell::bucket_layout<>::count];
    record_all(state, lognormal_values(), [&](uint64_t value) { ++buckets[dwell::bucket_layout<>::index(value)]; });
    benchmark::DoNotOptimize(buckets);
}

void record_lognormal(benchmark::State& state) { record_in_histogram(state, lognormal_values()); }

void record_constant(benchmark::State& state) { record_in_histogram(state, std::vector<uint64_t>(value_count, 22026)); }

void record_double(benchmark::State& state) {
    const std::vector<uint64_t> integers = lognormal_values();
    record_in_histogram(state, std::vector<double>(integers.begin(), integers.end()));
}

}  // namespace

int main(int argc, char** argv) {
    const std::string floor = "increment of an array's bucket";
    bench::ratio_table table;
    table.floor(floor, increment_array);
    table.row("histogram, record an integer", record_lognormal, floor);
    table.row("histogram, record one value over and over", record_constant, floor);
    table.row("histogram, record a double", record_double, floor);
    return table.run(argc, argv);
}
