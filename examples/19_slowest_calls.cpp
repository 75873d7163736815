// SPDX-License-Identifier: BSL-1.0
// Why the slowest calls are slow: those of each name, with what happened inside them. With DWELL_TIMELINE=4M in the
// environment no program needs the second line of main.
#include <dwell/dwell.hpp>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <thread>

namespace {

std::uint64_t look_up(std::uint64_t key) {
    TIMED_SCOPE("cache.look_up");
    for (int round = 0; round < 100; ++round) {
        key = (key ^ (key >> 32U)) * 0x9e3779b97f4a7c15U;
    }
    return key;
}

void rebuild() {
    TIMED_SCOPE("cache.rebuild");
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
}

std::uint64_t answer(int request) {
    TIMED_SCOPE("answer");
    const std::uint64_t key = look_up(static_cast<std::uint64_t>(request));
    if (request % 10000 == 9999) {
        DWELL_MARK("cache is full");  // a moment on the timeline
        rebuild();
    }
    return key;
}

}  // namespace

int main() {
    dwell::set_thread_name("server");
    // Of each thread the last scopes, in 4 MiB: 114,688 of them. And of each name the three slowest calls.
    dwell::set_timeline({.bytes = 4 << 20, .exemplars = 3});

    std::uint64_t sum = 0;
    for (int request = 0; request < 30000; ++request) {
        sum += answer(request);
    }

    const dwell::profile profile = dwell::snapshot();
    const auto answers = profile.find("answer");
    if (!answers) {
        return 1;
    }
    std::printf("p50 %.2f us, p99 %.2f us, max %.1f ms\n", answers->percentile_ns(50) / 1e3,
                answers->percentile_ns(99) / 1e3, answers->max_ns() / 1e6);
    int rebuilds = 0;
    for (const dwell::exemplar& slow : profile.exemplars()) {
        if (profile.path_string(slow.instance.path) != "answer") {
            continue;
        }
        // The part of this very call that took longer than it does in the others.
        const dwell::exemplar_cause cause = dwell::cause_of(profile, slow);
        const std::string blamed = profile.path_string(cause.path);
        std::printf("%.1f ms on %s: %s %.1f ms, usually %.3f us\n",
                    profile.scale().to_ns(slow.instance.duration_ticks) / 1e6, slow.thread.c_str(), blamed.c_str(),
                    profile.scale().to_ns(cause.ticks) / 1e6, profile.scale().to_ns(cause.usual_ticks) / 1e3);
        rebuilds += static_cast<int>(blamed == "answer;cache.rebuild");
    }
    return sum != 0 && rebuilds > 0 ? 0 : 1;
}
