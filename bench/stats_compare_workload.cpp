// SPDX-License-Identifier: BSL-1.0
// A small real program whose speed scripts/compare-power compares with its own: it prints the median duration, in ns,
// of batches of about 1 ms. WORK is the work of a batch in per cent: 110 takes a tenth longer.
//
// usage: stats_compare_workload compute|allocate WORK
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <list>
#include <string>
#include <vector>

namespace {

constexpr int batches = 9;
volatile std::uint64_t result_seen = 0;

/// A chain of multiplications and shifts: one core, no memory.
void compute(int work) {
    std::uint64_t state = 1;
    for (int i = 0; i < 6000 * work; ++i) {
        state = (state ^ (state >> 29)) * 0xbf58476d1ce4e5b9;
    }
    result_seen = state;
}

/// Lists of strings that are made, walked and freed.
void allocate(int work) {
    std::uint64_t total = 0;
    for (int i = 0; i < work; ++i) {
        std::list<std::string> texts;
        for (std::size_t j = 0; j < 200; ++j) {
            texts.emplace_back(20 + j % 50, 'x');
        }
        for (const std::string& text : texts) {
            total += text.size();
        }
    }
    result_seen = total;
}

}  // namespace

int main(int argc, char** argv) {
    const std::string kind = argc == 3 ? argv[1] : "";
    const int work = argc == 3 ? std::atoi(argv[2]) : 0;
    if ((kind != "compute" && kind != "allocate") || work < 1 || work > 1000) {
        std::fprintf(stderr, "usage: stats_compare_workload compute|allocate WORK\n");
        return 2;
    }
    std::vector<double> durations;
    // The first batch warms up.
    for (int i = 0; i <= batches; ++i) {
        const auto start = std::chrono::steady_clock::now();
        kind == "compute" ? compute(work) : allocate(work);
        const std::chrono::duration<double, std::nano> duration = std::chrono::steady_clock::now() - start;
        if (i != 0) {
            durations.push_back(duration.count());
        }
    }
    std::nth_element(durations.begin(), durations.begin() + batches / 2, durations.end());
    std::printf("%.0f\n", durations[batches / 2]);
    return 0;
}
