// SPDX-License-Identifier: BSL-1.0
// What happened between two moments: a later snapshot minus an earlier one. Nothing is reset, so several observers can
// each have intervals of their own.
#include <dwell/dwell.hpp>

#include <chrono>
#include <cstdio>
#include <thread>
#include <utility>

namespace {

void work(int rounds) {
    for (int round = 0; round < rounds; ++round) {
        TIMED_SCOPE("service.round");
        dwell::counter<"service.rounds">.add(1);
        std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
}

}  // namespace

int main() {
    TIMED_SCOPE("service");
    dwell::profile before = dwell::snapshot();
    dwell::profile all;
    for (int interval = 1; interval <= 3; ++interval) {
        work(interval * 10);

        dwell::profile now = dwell::snapshot();
        const dwell::profile change = dwell::delta(now, before);
        before = std::move(now);

        std::printf("interval %d: %.1f ms\n", interval, static_cast<double>(change.metadata().duration_ns) / 1e6);
        if (const auto round = change.find("service.round")) {
            std::printf("    %llu rounds, p50 %.0f us\n", static_cast<unsigned long long>(round->calls()),
                        round->percentile_ns(50) / 1e3);
        }
        // It has not ended, and has no call yet; its time of the interval is there.
        if (const auto service = change.find("service")) {
            std::printf("    %.1f ms in service\n", service->total_ns() / 1e6);
        }
        all = dwell::merge(all, change);
    }
    // Each round is in exactly one interval.
    std::printf("all intervals: %llu rounds\n", static_cast<unsigned long long>(all.counter_total("service.rounds")));
    return all.counter_total("service.rounds") == 60 && all.health().delta_mismatches == 0 ? 0 : 1;
}
