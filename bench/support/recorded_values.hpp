// SPDX-License-Identifier: BSL-1.0
// What the benchmarks of histograms record: values that were computed before, lognormal with a median of 22 us in ns.
#ifndef BENCH_SUPPORT_RECORDED_VALUES_HPP
#define BENCH_SUPPORT_RECORDED_VALUES_HPP

#include "support/machine.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

namespace bench {

inline constexpr size_t value_count = 65536;

inline std::vector<uint64_t> lognormal_values() {
    std::mt19937_64 random(1);
    std::lognormal_distribution<double> distribution(10, 1);
    std::vector<uint64_t> values(value_count);
    std::generate(values.begin(), values.end(), [&] { return static_cast<uint64_t>(distribution(random)); });
    return values;
}

/// Calls `record` with each of the values, over and over; an item is one value.
template <typename Value, typename Record>
void record_all(benchmark::State& state, const std::vector<Value>& values, Record record) {
    pin_to_cpu(state.thread_index());
    for ([[maybe_unused]] auto _ : state) {
        for (const Value value : values) {
            record(value);
        }
        benchmark::ClobberMemory();
    }
    state.SetItemsProcessed(static_cast<int64_t>(value_count) * state.iterations());
}

}  // namespace bench

#endif
