// SPDX-License-Identifier: BSL-1.0
// Budgets of a program as it runs: of the scopes that it has anyway, of its counters, and of its memory over time. For
// a soak test, a load test, or the end of an integration test.

// In one source file of the program, and only there: counts allocations.
#include <dwell/memory/new_delete.hpp>

// The rest of dwell, in a block of its own: the single header wants to know of the hooks first.
#include <dwell/dwell.hpp>

#include <chrono>
#include <cstdio>
#include <thread>
#include <unordered_map>
#include <vector>

using namespace std::chrono_literals;

namespace {

class page_server {
public:
    int serve(int page) {
        TIMED_SCOPE("server.request");
        dwell::counter<"cache.lookups">.add(1);
        const auto known = cache_.find(page);
        if (known != cache_.end()) {
            dwell::counter<"cache.hits">.add(1);
            return known->second;
        }
        return cache_[page] = render(page);
    }

private:
    static int render(int page) {
        TIMED_SCOPE("server.render");
        const std::vector<int> words(100, page);
        int sum = 0;
        for (const int word : words) {
            sum += word;
        }
        return sum;
    }

    std::unordered_map<int, int> cache_;
};

dwell::verdict report(const dwell::budget_result& result) {
    std::puts(result.message().c_str());
    return result.answer();
}

// Memory over time: a snapshot a minute, for hours, and a limit of some MB per hour. Here all of it happens in a
// second, or in a few on a busy machine.
dwell::budget_result memory_of(page_server& server) {
    dwell::memory_growth growth;
    dwell::budget_result result;
    do {
        for (int page = 0; page < 300; ++page) {
            server.serve(page % 200);
            std::this_thread::sleep_for(2ms);
            if (growth.add(dwell::snapshot()) != dwell::window_status::added) {
                return result;
            }
        }
        result = dwell::check(growth, {.growth_per_hour = 10e9}, {.shortest_hours = 0});
    } while (result.answer() == dwell::verdict::inconclusive && growth.hours() < 10.0 / 3600);
    return result;
}

}  // namespace

int main() {
    page_server server;

    // What ran meanwhile, on all threads. `snapshot()` is the same for the whole program, `delta` for any interval.
    const dwell::profile profile = dwell::profile_during([&] {
        for (int i = 0; i < 10'000; ++i) {
            server.serve(i % 200);
        }
    });

    // A name, wherever it is called from.
    dwell::verdict answer = report(dwell::check(profile, "server.request", {.p50 = 10ms, .p99 = 500ms, .mean = 50ms}));
    // All of a module; a call path is "server.request;server.render".
    answer = worse_of(answer, report(dwell::check(profile, "server.*", {.max = 30s})));
    // Counters, and their ratios: 9,800 hits of 10,000 lookups are surely more than 95 %.
    const dwell::budget counters{.counters = {dwell::counter_ratio("cache.hits", "cache.lookups") > 0.95,
                                              dwell::counter_sum("cache.lookups") <= 10'000}};
    answer = worse_of(answer, report(dwell::check(profile, counters)));

    if (!dwell::counts_allocations()) {
        std::puts("no allocations counted: recording is off, or a sanitizer is on");
        return dwell::exit_status(answer);
    }
    // A few where a page is new, and none where it is in the cache.
    answer = worse_of(answer, report(dwell::check(profile, "server.request", {.allocations_per_call = 0.1})));
    return dwell::exit_status(worse_of(answer, report(memory_of(server))));
}
