// SPDX-License-Identifier: BSL-1.0
// concurrent_histogram::record, by one thread and by two in one histogram, against its floors: the same bucket formula
// and one increment of a plain array, or an atomic one.
#include "support/ratio_table.hpp"
#include "support/recorded_values.hpp"

#include <dwell/record/concurrent_histogram.hpp>

#include <benchmark/benchmark.h>

#include <atomic>
#include <memory>
#include <string>

namespace {

using layout = dwell::bucket_layout<>;

void increment_array(benchmark::State& state) {
    static uint64_t buckets[layout::count];
    bench::record_all(state, bench::lognormal_values(), [&](uint64_t value) { ++buckets[layout::index(value)]; });
    benchmark::DoNotOptimize(buckets);
}

void increment_atomic_array(benchmark::State& state) {
    static std::atomic<uint64_t> buckets[layout::count];
    bench::record_all(state, bench::lognormal_values(),
                      [&](uint64_t value) { buckets[layout::index(value)].fetch_add(1, std::memory_order_relaxed); });
}

void record_in_one(benchmark::State& state) {
    static constinit dwell::concurrent_histogram values;
    bench::record_all(state, bench::lognormal_values(), [&](uint64_t value) { values.record(value); });
}

// Each value into the next of a thousand histograms: more than a thread remembers.
void record_in_a_thousand(benchmark::State& state) {
    static const auto many = std::make_unique<dwell::concurrent_histogram[]>(1000);
    size_t next = 0;
    bench::record_all(state, bench::lognormal_values(), [&](uint64_t value) {
        many[next].record(value);
        next = next == 999 ? 0 : next + 1;
    });
}

}  // namespace

int main(int argc, char** argv) {
    const std::string plain = "increment of an array's bucket";
    const std::string atomic = "two threads, atomic increment of one array's bucket";
    bench::ratio_table table;
    table.floor(plain, increment_array);
    table.row("concurrent_histogram, one thread", record_in_one, plain);
    table.row("concurrent_histogram, one thread, each value in another of 1,000", record_in_a_thousand, plain);
    table.floor(atomic, increment_atomic_array)->Threads(2);
    table.row("concurrent_histogram, two threads in one", record_in_one, atomic)->Threads(2);
    return table.run(argc, argv);
}
