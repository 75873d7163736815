// SPDX-License-Identifier: BSL-1.0
// histogram::record against its floor: the same bucket formula and one increment of a plain array. The values are
// computed before, lognormal with a median of 22 us in ns; "constant" is one value over and over, where each increment
// waits for the one before. Thread CPU time a value, repetitions of all interleaved; the ratios at the end are of the
// minimum and of the median.
#include <benchmark/benchmark.h>

#include <dwell/stats/histogram.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace {

constexpr size_t value_count = 65536;
constexpr int repetitions = 7;

std::vector<uint64_t> lognormal_values() {
    std::mt19937_64 random(1);
    std::lognormal_distribution<double> distribution(10, 1);
    std::vector<uint64_t> values(value_count);
    std::generate(values.begin(), values.end(), [&] { return static_cast<uint64_t>(distribution(random)); });
    return values;
}

template <typename Value, typename Record>
void record_all(benchmark::State& state, const std::vector<Value>& values, Record record) {
    for ([[maybe_unused]] auto _ : state) {
        for (const Value value : values) {
            record(value);
        }
        benchmark::ClobberMemory();
    }
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

/// Prints each run as usual, and remembers its time a value.
class remembering_reporter : public benchmark::ConsoleReporter {
public:
    void ReportRuns(const std::vector<Run>& runs) override {
        for (const Run& run : runs) {
            if (run.run_type == Run::RT_Iteration) {
                times_[run.run_name.function_name].push_back(run.GetAdjustedCPUTime() / value_count);
            }
        }
        benchmark::ConsoleReporter::ReportRuns(runs);
    }

    void print_ratios(const std::string& floor_name) {
        std::printf("\n%-18s %9s %9s %12s %12s\n", "ns a value", "minimum", "median", "min/floor", "median/floor");
        const auto floor = times_.find(floor_name);
        for (auto& [name, times] : times_) {
            std::sort(times.begin(), times.end());
        }
        for (const auto& [name, times] : times_) {
            std::printf("%-18s %9.3f %9.3f", name.c_str(), times.front(), times[times.size() / 2]);
            if (floor != times_.end()) {
                const std::vector<double>& least = floor->second;
                std::printf(" %12.2f %12.2f", times.front() / least.front(),
                            times[times.size() / 2] / least[least.size() / 2]);
            }
            std::printf("\n");
        }
    }

private:
    std::map<std::string, std::vector<double>> times_;
};

BENCHMARK(increment_array)->Repetitions(repetitions);
BENCHMARK(record_lognormal)->Repetitions(repetitions);
BENCHMARK(record_constant)->Repetitions(repetitions);
BENCHMARK(record_double)->Repetitions(repetitions);

}  // namespace

int main(int argc, char** argv) {
    // Interleaved, so that a slow moment of the machine does not fall on one benchmark alone.
    char interleave[] = "--benchmark_enable_random_interleaving=true";
    std::vector<char*> arguments(argv, argv + argc);
    arguments.insert(arguments.begin() + 1, interleave);
    int count = static_cast<int>(arguments.size());
    arguments.push_back(nullptr);
    benchmark::Initialize(&count, arguments.data());
    if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) {
        return 2;
    }
    remembering_reporter reporter;
    benchmark::RunSpecifiedBenchmarks(&reporter);
    reporter.print_ratios("increment_array");
    return 0;
}
