// SPDX-License-Identifier: BSL-1.0
// histogram::record against its floor: the same bucket formula and one increment of a plain array. "One value" is
// the same over and over, where each increment waits for the one before.
#include "support/ratio_table.hpp"
#include "support/recorded_values.hpp"

#include <dwell/stats/histogram.hpp>

#include <benchmark/benchmark.h>

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
