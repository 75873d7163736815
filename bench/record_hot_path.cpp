// SPDX-License-Identifier: BSL-1.0
// One number for scripts/gate-hot-path: what scopes, four of them nested, cost over two bare readings of the clock
// each.
//
// Built with the headers of two versions of dwell, so it includes only what all of them have. A ratio, since the speed
// of a machine changes from one second to the next: each batch of scopes lies between two batches of its floor.
#include <dwell/scope.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <vector>

#if !defined(__x86_64__)
#include <chrono>
#endif

namespace {

// About 0.2 ms each, so that an interruption spoils few of them.
constexpr size_t batches = 101;
constexpr size_t passes = 2000;

uint64_t read_bare_clock() {
#if defined(__x86_64__)
    return __builtin_ia32_rdtsc();
#else
    return static_cast<uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
#endif
}

template <typename T>
void keep(T value) {
    __asm__ __volatile__("" : : "r"(value) : "memory");
}

[[gnu::noinline]] uint64_t time_floor() {
    const uint64_t begin = read_bare_clock();
    for (size_t i = 0; i < passes; ++i) {
        for (int readings = 0; readings < 8; ++readings) {
            keep(read_bare_clock());
        }
    }
    return read_bare_clock() - begin;
}

[[gnu::noinline]] uint64_t time_scopes() {
    const uint64_t begin = read_bare_clock();
    for (size_t i = 0; i < passes; ++i) {
        TIMED_SCOPE("nested.1");
        TIMED_SCOPE("nested.2");
        TIMED_SCOPE("nested.3");
        TIMED_SCOPE("nested.4");
        keep(i);
    }
    return read_bare_clock() - begin;
}

}  // namespace

int main() {
    keep(time_scopes());
    std::vector<double> ratios;
    uint64_t floor_before = time_floor();
    for (size_t batch = 0; batch < batches; ++batch) {
        const auto scopes = static_cast<double>(time_scopes());
        const uint64_t floor_after = time_floor();
        ratios.push_back(2 * scopes / static_cast<double>(floor_before + floor_after));
        floor_before = floor_after;
    }
    std::nth_element(ratios.begin(), ratios.begin() + batches / 2, ratios.end());
    std::printf("%.6f\n", ratios[batches / 2]);
    return 0;
}
