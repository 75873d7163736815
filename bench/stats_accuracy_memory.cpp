// SPDX-License-Identifier: BSL-1.0
// What each bit of sub-buckets buys and costs: the error of percentiles against the sorted sample, and the memory of
// the histogram, for a million values of three distributions. Exit status 1 where an error passes the bound 2^-bits.
//
// usage: stats_accuracy_memory [VALUES]      default: 1000000, 5 s
#include "support/sampling.hpp"

#include <dwell/stats/histogram.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <new>
#include <utility>
#include <vector>

namespace {

size_t allocated_bytes = 0;

struct error_of_percentiles {
    double worst = 0;
    double typical = 0;  // the median
};

template <typename Histogram>
error_of_percentiles compare(const Histogram& values, const std::vector<dwell::uint64_t>& sorted) {
    std::vector<double> errors;
    // p1, p1.01, …, p99.99
    for (int hundredths = 100; hundredths < 10'000; ++hundredths) {
        const double p = hundredths / 100.0;
        const auto exact = static_cast<double>(sorted[dwell::detail::nearest_rank(p / 100, sorted.size()) - 1]);
        errors.push_back(std::fabs(values.percentile(p) - exact) / exact);
    }
    std::sort(errors.begin(), errors.end());
    return {errors.back(), errors[errors.size() / 2]};
}

template <unsigned Bits>
bool measure(const char* name, const std::vector<dwell::uint64_t>& sorted) {
    dwell::basic_histogram<Bits> recorded;
    for (const dwell::uint64_t value : sorted) {
        recorded.record(value);
    }
    // A copy has what its buckets need, and not the table that records.
    const size_t before = allocated_bytes;
    const auto copy = std::make_unique<dwell::basic_histogram<Bits>>(recorded);
    const size_t bytes = allocated_bytes - before;
    const error_of_percentiles error = compare(*copy, sorted);
    const double bound = std::ldexp(1.0, -static_cast<int>(Bits));
    const bool is_good = error.worst <= bound;
    std::printf("| %s | %u | %.4f %% | %.4f %% | %.4f %% | %zu |%s\n", name, Bits, bound * 100, error.worst * 100,
                error.typical * 100, bytes, is_good ? "" : " WRONG");
    return is_good;
}

template <typename Distribution, unsigned... LessOne>
bool measure_all(size_t count, std::integer_sequence<unsigned, LessOne...>) {
    bench::sampler random(1);
    std::vector<dwell::uint64_t> values(count);
    for (dwell::uint64_t& value : values) {
        value = static_cast<dwell::uint64_t>(Distribution::draw(random));
    }
    std::sort(values.begin(), values.end());
    // All of them, also after one that failed.
    bool passes = true;
    ((passes = measure<LessOne + 1>(Distribution::name, values) && passes), ...);
    return passes;
}

}  // namespace

// Counted as asked for: what the allocator rounds up is its own. Not inlined, or g++ 12 sees `free` on one side of a
// pair and `operator new` on the other, and warns.
[[gnu::noinline]] void* operator new(size_t size) {
    allocated_bytes += size;
    if (void* const memory = std::malloc(size)) {
        return memory;
    }
    throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, size_t) noexcept { std::free(memory); }

int main(int argc, char** argv) {
    const size_t count = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
    if (count == 0 || argc > 2) {
        std::fprintf(stderr, "usage: stats_accuracy_memory [VALUES]\n");
        return 2;
    }
    std::printf("| sample | bits | bound | worst error | typical error | bytes |\n");
    std::printf("| --- | --- | --- | --- | --- | --- |\n");
    constexpr std::make_integer_sequence<unsigned, 12> bits;
    const bool lognormal = measure_all<bench::lognormal>(count, bits);
    const bool pareto = measure_all<bench::pareto>(count, bits);
    const bool bimodal = measure_all<bench::bimodal>(count, bits);
    return lognormal && pareto && bimodal ? 0 : 1;
}
