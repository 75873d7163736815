// SPDX-License-Identifier: BSL-1.0
// How long a call takes, with intervals: set-up that is not timed, a parameter, several threads, several budgets of one
// measurement.

// In one source file of the program, and only there: counts allocations.
#include <dwell/memory/new_delete.hpp>

// The rest of dwell, in a block of its own: the single header wants to know of the hooks first.
#include <dwell/dwell.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <mutex>
#include <string>
#include <vector>

using namespace std::chrono_literals;

namespace {

std::vector<int> shuffled(int size) {
    std::vector<int> values;
    unsigned state = 1;
    for (int i = 0; i < size; ++i) {
        state = state * 1664525 + 1013904223;
        values.push_back(static_cast<int>(state >> 8));
    }
    return values;
}

void print(const char* what, const dwell::measured_interval& found) {
    std::printf("  %-4s %9.1f ns", what, found.estimate);
    if (found.reason.empty()) {
        std::printf(", surely from %.1f to %.1f\n", found.lower, found.upper);
    } else {
        std::printf(" (%s)\n", found.reason.c_str());
    }
}

// Whether it is certain that it is too slow.
bool report(const dwell::budget_result& result) {
    std::puts(result.message().c_str());
    return result.failed();
}

}  // namespace

int main() {
    bool has_failed = false;

    // Each call sorts a vector of its own, which neither costs time nor counts as an allocation.
    for (const int size : {10, 100, 1000}) {
        const auto sorting = dwell::with_set_up(
            [&] { return shuffled(size); }, [](std::vector<int>& values) { std::sort(values.begin(), values.end()); });
        const dwell::measurement measured = dwell::measure(sorting, {.name = "sort " + std::to_string(size)});
        std::printf("%s: %llu calls, machine %s\n", measured.name().c_str(),
                    static_cast<unsigned long long>(measured.calls()), to_text(measured.machine().verdict).data());
        print("p50", measured.p50());
        print("p99", measured.percentile(99));
        print("CPU", measured.cpu_per_call());
        // Any number of budgets of one measurement.
        has_failed |= report(dwell::check(measured, {.p50 = 50ms, .p99 = 500ms}));
    }

    // Four threads make the calls, and want the same lock.
    std::mutex mutex;
    int sum = 0;
    const auto add = [&] {
        const std::lock_guard guard(mutex);
        return ++sum;
    };
    has_failed |= report(dwell::check(add, {.p50 = 50ms}, {.name = "add", .most_time = 1s, .threads = 4}));
    return has_failed ? 1 : 0;
}
