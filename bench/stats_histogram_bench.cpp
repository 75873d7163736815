// SPDX-License-Identifier: BSL-1.0
// histogram::record against its floor: the same bucket formula and one increment of a plain array. "One value" is
// the same over and over, where each increment waits for the one before.
#include "support/ratio_table.hpp"
#include "support/recorded_values.hpp"

#include <dwell/stats/histogram.hpp>

#include <benchmark/benchmark.h>

#include <random>
#include <string>
#include <vector>

namespace {

using bench::lognormal_values;
using bench::record_all;
using bench::value_count;

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

const dwell::histogram& million() {
    static const dwell::histogram values = [] {
        std::mt19937_64 random(2);
        std::lognormal_distribution<double> distribution(10, 1);
        dwell::histogram result;
        for (int i = 0; i < 1'000'000; ++i) {
            result.record(distribution(random));
        }
        return result;
    }();
    return values;
}

void query(benchmark::State& state) {
    const dwell::histogram values = million();
    for ([[maybe_unused]] auto _ : state) {
        benchmark::DoNotOptimize(&values);
        benchmark::ClobberMemory();
        benchmark::DoNotOptimize(values.quantile(0.5) + values.quantile(0.99) + values.quantile(0.999));
    }
}

void merge(benchmark::State& state) {
    const dwell::histogram& values = million();
    dwell::histogram sum;
    for ([[maybe_unused]] auto _ : state) {
        sum.merge(values);
        benchmark::ClobberMemory();
    }
}

// What a dense array of the same buckets, from 1 ns to 1 h, would do for a merge.
void add_array(benchmark::State& state) {
    constexpr size_t buckets = 4608;
    std::vector<uint64_t> from(buckets, 1);
    std::vector<uint64_t> to(buckets);
    for ([[maybe_unused]] auto _ : state) {
        for (size_t i = 0; i < buckets; ++i) {
            to[i] += from[i];
        }
        benchmark::ClobberMemory();
    }
}

}  // namespace

int main(int argc, char** argv) {
    const std::string floor = "increment of an array's bucket";
    bench::ratio_table table;
    table.floor(floor, increment_array);
    table.row("histogram, record an integer", record_lognormal, floor);
    table.row("histogram, record one value over and over", record_constant, floor);
    table.row("histogram, record a double", record_double, floor);
    const std::string dense = "4,608 counters added to 4,608 others";
    table.floor(dense, add_array);
    table.row("histogram, p50, p99 and p99.9 of a million values", query, dense, "at most 600 ns");
    table.row("histogram, merge of a million values", merge, dense, "at most 650 ns");
    return table.run(argc, argv);
}
