// SPDX-License-Identifier: BSL-1.0
// Allocates before `main`, in the destructors of a thread and of static objects, and after the last scope; exits with 0
// where every byte was counted on both sides.
#include <dwell/memory/new_delete.hpp>

#include <dwell/dwell.hpp>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>

namespace {

dwell::memory_counts counts_now() {
    const dwell::profile profile = dwell::snapshot();
    dwell::memory_counts sum = profile.memory().outside;
    for (const dwell::call_path& path : profile.paths()) {
        sum.add(path.self_memory);
    }
    return sum;
}

// Constructed first, so destroyed last: by then the others have freed what they had.
struct checks_at_the_end {
    dwell::memory_counts before = counts_now();

    checks_at_the_end() = default;
    checks_at_the_end(const checks_at_the_end&) = delete;
    checks_at_the_end& operator=(const checks_at_the_end&) = delete;
    ~checks_at_the_end() {
        const dwell::memory_counts now = counts_now();
        const auto allocations = now.allocations - before.allocations;
        const auto frees = now.frees - before.frees;
        const auto held = (now.allocated_bytes - before.allocated_bytes) - (now.freed_bytes - before.freed_bytes);
        const bool is_counted = dwell::counts_allocations();
        std::printf("%llu allocations, %llu frees, %lld bytes held\n", static_cast<unsigned long long>(allocations),
                    static_cast<unsigned long long>(frees), static_cast<long long>(held));
        if (is_counted && (allocations < 6 || allocations != frees || held != 0)) {
            std::fflush(stdout);
            std::_Exit(1);
        }
    }
};

const checks_at_the_end checks;

struct allocates_in_its_destructor {
    std::string text = std::string(100, 'x');

    allocates_in_its_destructor() = default;
    allocates_in_its_destructor(const allocates_in_its_destructor&) = delete;
    allocates_in_its_destructor& operator=(const allocates_in_its_destructor&) = delete;
    ~allocates_in_its_destructor() {
        TIMED_SCOPE("destructor");
        const std::string another(200, 'y');
        text = another;
    }
};

const allocates_in_its_destructor before_main;

}  // namespace

int main() {
    std::thread([] {
        static thread_local const allocates_in_its_destructor of_the_thread;
        TIMED_SCOPE("thread");
    }).join();
    TIMED_SCOPE("main");
    static const auto until_the_end = std::make_unique<int>(1);
    return *until_the_end - 1;
}
