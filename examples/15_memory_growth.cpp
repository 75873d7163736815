// SPDX-License-Identifier: BSL-1.0
// A server with a cache that never evicts, and one with a cache that does: the slope of memory tells them apart. In a
// real program a snapshot a minute and a limit of some MB per hour; here all of it happens in a second.
#include <dwell/memory/new_delete.hpp>

#include <dwell/dwell.hpp>

#include <chrono>
#include <cstdio>
#include <deque>
#include <string>
#include <thread>

namespace {

/// Keeps replies of 100 KB each, at most so many.
class reply_cache {
public:
    explicit reply_cache(size_t most) : most_(most) {}
    void keep(int request) {
        TIMED_SCOPE("cache.keep");
        replies_.emplace_back(100'000, static_cast<char>('a' + request % 26));
        if (replies_.size() > most_) {
            replies_.pop_front();
        }
    }

private:
    size_t most_;
    std::deque<std::string> replies_;
};

dwell::growth_check serve(reply_cache cache) {
    for (int request = 0; request < 100; ++request) {
        cache.keep(request);  // what fills the cache is no growth of interest
    }
    // An hour is what a check asks for otherwise: in a test that is too short, it says so, and does not pass.
    constexpr double shortest_hours = 0;
    constexpr double most_bytes_per_hour = 10e9;
    dwell::memory_growth growth;
    dwell::growth_check check;
    int request = 0;
    do {
        for (const int end = request + 300; request < end; ++request) {
            cache.keep(request);
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
            if (const auto status = growth.add(dwell::snapshot()); status != dwell::window_status::added) {
                std::fprintf(stderr, "%s\n", message(status));
            }
        }
        check = growth.check(most_bytes_per_hour, {}, shortest_hours);
        // On a busy machine requests come in fits and starts, and it takes longer until it can tell.
    } while (check.verdict == dwell::growth_verdict::too_short_to_tell && request < 3000);
    return check;
}

}  // namespace

int main() {
    const dwell::growth_check bounded = serve(reply_cache(100));
    std::printf("%s\n", bounded.text.c_str());
    const dwell::growth_check leaking = serve(reply_cache(1'000'000));
    std::printf("%s\n", leaking.text.c_str());
    if (!dwell::counts_allocations()) {
        return 0;  // a sanitizer is in the place of the hooks, and gives no memory back: the resident set grows with
                   // both
    }
    return bounded.passed() && leaking.verdict == dwell::growth_verdict::fail ? 0 : 1;
}
