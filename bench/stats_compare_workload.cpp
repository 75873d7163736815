// SPDX-License-Identifier: BSL-1.0
// A small real program whose speed scripts/gate-trials compares with its own: it prints the
// median duration, in us, of batches of about 1 ms; of `chase` the shortest, since what else is in the caches only ever
// makes it slower. WORK is the work of a batch in per cent: 110 takes a tenth longer.
//
// usage: stats_compare_workload compute|allocate|chase WORK
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <list>
#include <numeric>
#include <optional>
#include <random>
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

/// Follows a chain of lines in random order through 8 MiB, which no cache of a core holds.
class pointer_chase {
public:
    pointer_chase() : next_(std::size_t{lines} * words_per_line) {
        std::vector<std::uint32_t> order(lines);
        std::iota(order.begin(), order.end(), 0U);
        std::shuffle(order.begin(), order.end(), std::mt19937(1));
        for (std::size_t i = 0; i < lines; ++i) {
            next_[std::size_t{order[i]} * words_per_line] = order[(i + 1) % lines];
        }
    }

    void run(int work) {
        for (int i = 0; i < 100 * work; ++i) {
            at_ = next_[std::size_t{at_} * words_per_line];
        }
        result_seen = at_;
    }

private:
    static constexpr std::uint32_t lines = 1U << 17U;
    static constexpr std::size_t words_per_line = 64 / sizeof(std::uint32_t);

    std::vector<std::uint32_t> next_;
    std::uint32_t at_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
    const std::string kind = argc == 3 ? argv[1] : "";
    const int work = argc == 3 ? std::atoi(argv[2]) : 0;
    if ((kind != "compute" && kind != "allocate" && kind != "chase") || work < 1 || work > 1000) {
        std::fprintf(stderr, "usage: stats_compare_workload compute|allocate|chase WORK\n");
        return 2;
    }
    std::optional<pointer_chase> chase;
    if (kind == "chase") {
        chase.emplace();
    }
    std::vector<double> durations;
    // The first batch warms up.
    for (int i = 0; i <= batches; ++i) {
        const auto start = std::chrono::steady_clock::now();
        if (chase) {
            chase->run(work);
        } else {
            kind == "compute" ? compute(work) : allocate(work);
        }
        const std::chrono::duration<double, std::micro> duration = std::chrono::steady_clock::now() - start;
        if (i != 0) {
            durations.push_back(duration.count());
        }
    }
    const std::size_t kept = chase ? 0 : batches / 2;
    std::sort(durations.begin(), durations.end());
    std::printf("%.1f\n", durations[kept]);
    return 0;
}
