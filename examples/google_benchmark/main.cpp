// SPDX-License-Identifier: BSL-1.0
// Google Benchmark with percentiles, allocations, a budget, and a flame graph of each benchmark:
//
//     google_benchmark --dwell_out=benchmarks
//
// writes benchmarks/<commit>/copying_64.html and its like.
#include <dwell/ext/google_benchmark.hpp>

#include <benchmark/benchmark.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

using namespace std::chrono_literals;

namespace {

std::string text_of(int64_t words) {
    std::string text;
    for (int64_t i = 0; i < words; ++i) {
        text += i % 3 == 0 ? "a " : i % 3 == 1 ? "word " : "that-does-not-fit-into-a-small-string ";
    }
    return text;
}

// Copies each word.
std::vector<std::string> split(std::string_view text) {
    TIMED_SCOPE("split");
    std::vector<std::string> words;
    for (std::size_t end = 0; (end = text.find(' ')) != std::string_view::npos; text.remove_prefix(end + 1)) {
        words.emplace_back(text.substr(0, end));
    }
    return words;
}

std::size_t longest(const std::vector<std::string>& words) {
    TIMED_SCOPE("longest");
    std::size_t size = 0;
    for (const std::string& word : words) {
        size = word.size() > size ? word.size() : size;
    }
    return size;
}

// The same without a copy.
std::size_t longest_in_place(std::string_view text) {
    TIMED_SCOPE("longest_in_place");
    std::size_t size = 0;
    for (std::size_t end = 0; (end = text.find(' ')) != std::string_view::npos; text.remove_prefix(end + 1)) {
        size = end > size ? end : size;
    }
    return size;
}

void copying(benchmark::State& state) {
    const std::string text = text_of(state.range(0));
    dwell::google_benchmark::measured run(state);  // in place of `state` in the loop
    for (auto _ : run) {
        std::size_t size = longest(split(text));
        benchmark::DoNotOptimize(size);
    }
}
BENCHMARK(copying)->Arg(8)->Arg(64);

void in_place(benchmark::State& state) {
    const std::string text = text_of(state.range(0));
    dwell::google_benchmark::measured run(state);
    for (auto _ : run) {
        std::size_t size = longest_in_place(text);
        benchmark::DoNotOptimize(size);
    }
    run.check({.p99 = 50ms, .allocations_per_call = 0});
}
BENCHMARK(in_place)->Arg(64);

}  // namespace

DWELL_BENCHMARK_MAIN();
