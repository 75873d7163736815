// SPDX-License-Identifier: BSL-1.0
// Each thread has a tree of its own beside the merged one. Threads of one name that ended are one entry.
#include <dwell/dwell.hpp>

#include <algorithm>
#include <cstdio>
#include <thread>
#include <vector>

namespace {

unsigned long long collatz_steps(unsigned long long number) {
    TIMED_FUNCTION();
    unsigned long long steps = 0;
    for (; number > 1; ++steps) {
        number = number % 2 == 0 ? number / 2 : 3 * number + 1;
    }
    return steps;
}

void count_steps(unsigned long long first, unsigned long long last) {
    TIMED_SCOPE("worker.range");
    unsigned long long longest = 0;
    for (unsigned long long number = first; number < last; ++number) {
        longest = (std::max)(longest, collatz_steps(number));
    }
    dwell::gauge<"collatz.longest">.set(static_cast<double>(longest));
}

}  // namespace

int main() {
    dwell::set_thread_name("main");
    TIMED_SCOPE("program");
    std::vector<std::thread> workers;
    for (unsigned long long worker = 0; worker < 4; ++worker) {
        workers.emplace_back([worker] {
            dwell::set_thread_name("worker");  // first of all, before the thread records anything
            count_steps(1 + worker * 5000, 1 + (worker + 1) * 5000);
        });
    }
    for (std::thread& worker : workers) {
        worker.join();
    }

    const dwell::profile profile = dwell::snapshot();
    for (const dwell::thread_profile& thread : profile.threads()) {
        std::printf("%s: %llu started, %llu running, %.1f ms of CPU time\n", thread.name.c_str(),
                    static_cast<unsigned long long>(thread.started), static_cast<unsigned long long>(thread.running),
                    static_cast<double>(thread.cpu_ns) / 1e6);
        for (const dwell::thread_path& path : thread.paths) {
            std::printf("    %6llu x %s\n", static_cast<unsigned long long>(path.calls),
                        profile.path_string(path.path).c_str());
        }
    }
    const auto ranges = profile.find("worker.range");
    return ranges.has_value() && ranges->calls() == 4 ? 0 : 1;
}
