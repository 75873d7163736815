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
    dwell::memory_growth growth;
    for (int request = 0; request < 300; ++request) {
        cache.keep(request);
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
        if (const auto status = growth.add(dwell::snapshot()); status != dwell::window_status::added) {
            std::fprintf(stderr, "%s\n", message(status));
        }
    }
    // At most 10 GB/h. An hour is what it asks for otherwise: in a test that is too short, it says so, and does not
    // pass.
    constexpr double shortest_hours = 0;
    return growth.check(10e9, {}, shortest_hours);
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
