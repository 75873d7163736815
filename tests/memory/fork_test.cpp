// SPDX-License-Identifier: BSL-1.0
// The child of a fork counts from zero, and holds what its parent held.
#include "memory_support.hpp"
#include "support/catch.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <thread>
#include <vector>

namespace {

// 0 where all is as it should be; otherwise the number of the first thing that is not.
int check_child(char* inherited) {
    const dwell::profile first = dwell::snapshot();
    if (self_memory(first, "parent").allocations != 0) {
        return 1;
    }
    if (first.paths()[*first.find_path("parent")].self_live.blocks != 1.0) {
        return 2;
    }
    {
        TIMED_SCOPE("child");
        delete[] inherited;
        delete opaque(new int(1));
    }
    const dwell::profile second = dwell::snapshot();
    if (self_memory(second, "child").allocations != 1 || self_memory(second, "child").frees != 2) {
        return 3;
    }
    return second.paths()[*second.find_path("parent")].self_live.blocks == 0.0 ? 0 : 4;
}

int status_of(pid_t child) {
    int status = 0;
    waitpid(child, &status, 0);
    return status;
}

}  // namespace

TEST_CASE("the child of a fork counts from zero, and holds what its parent held", "[memory]") {
    RETURN_UNLESS_COUNTED();
    dwell::set_heap_interval(1);
    char* inherited = nullptr;
    {
        TIMED_SCOPE("parent");
        inherited = opaque(new char[100]);
    }
    (void)dwell::snapshot();
    const pid_t child = fork();
    if (child == 0) {
        _exit(check_child(inherited));
    }
    CHECK(status_of(child) == 0);
    CHECK(self_memory(dwell::snapshot(), "parent").allocations == 1);
    delete[] inherited;
}

TEST_CASE("a fork while threads allocate leaves no lock held in the child", "[memory]") {
    RETURN_UNLESS_COUNTED();
    dwell::set_heap_interval(1);
    std::atomic<bool> stop{false};
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i) {
        threads.emplace_back([&] {
            while (!stop) {
                TIMED_SCOPE("busy");
                delete opaque(new int(1));
            }
        });
    }
    int failed = 0;
    for (int i = 0; i < 50; ++i) {
        const pid_t child = fork();
        if (child == 0) {
            alarm(20);  // a deadlock ends by this signal
            delete opaque(new int(2));
            (void)dwell::snapshot();
            _exit(0);
        }
        failed += status_of(child) != 0 ? 1 : 0;
    }
    stop = true;
    for (std::thread& thread : threads) {
        thread.join();
    }
    CHECK(failed == 0);
}
