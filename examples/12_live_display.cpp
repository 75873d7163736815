// SPDX-License-Identifier: BSL-1.0
// A live display: calls a second and p99 of the last 200 ms, printed while the program works.
#include <dwell/dwell.hpp>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <functional>
#include <thread>

namespace {

void serve(const std::atomic<bool>& stop) {
    for (unsigned request = 0; !stop; ++request) {
        TIMED_SCOPE("request");
        // One in fifty is slow.
        std::this_thread::sleep_for(std::chrono::microseconds(request % 50 == 0 ? 5000 : 200));
        dwell::counter<"requests.served">.add(1);
    }
}

}  // namespace

int main() {
    std::atomic<bool> stop = false;
    std::thread server(serve, std::cref(stop));

    // A snapshot each 50 ms: five of them reach back 200 ms.
    dwell::profile_window window(5);
    int tick = 0;
    for (; tick < 20; ++tick) {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        if (const auto status = window.add(dwell::snapshot()); status != dwell::window_status::added) {
            std::fprintf(stderr, "%s\n", message(status));
            break;
        }
        const auto interval = window.last(200'000'000);
        if (!interval || tick % 4 != 3) {
            continue;
        }
        const auto requests = interval->find("request");
        std::printf("last %3.0f ms: %5.0f requests/s, p99 %.0f us\n",
                    static_cast<double>(interval->metadata().duration_ns) / 1e6,
                    dwell::counter_per_second(*interval, "requests.served"),
                    requests ? requests->percentile_ns(99) / 1e3 : 0.0);
    }
    stop = true;
    server.join();
    return tick == 20 && dwell::calls_per_second(*window.last(200'000'000), "request") > 0 ? 0 : 1;
}
