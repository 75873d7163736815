// SPDX-License-Identifier: BSL-1.0
// What the scheduler says of a thread, and what happens where it says nothing.
#include <dwell/testing/reference_loop.hpp>
#include <dwell/testing/thread_usage.hpp>

#include "support/catch.hpp"

#include <string_view>
#include <thread>

#if defined(__linux__)
#include <dirent.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>
#endif

namespace {

using dwell::thread_usage;

/// Lets the thread compute for as much CPU time as this.
void use_cpu_time(dwell::uint64_t ns) {
    const dwell::reference_loop loop;
    const dwell::uint64_t start = dwell::detail::thread_cpu_time_ns();
    while (dwell::detail::thread_cpu_time_ns() - start < ns) {
        (void)loop.run();
    }
}

#if defined(__linux__)

int open_file_count() {
    DIR* const folder = opendir("/proc/self/fd");
    int count = 0;
    while (folder != nullptr && readdir(folder) != nullptr) {
        ++count;
    }
    closedir(folder);
    return count;
}

bool parses_run_delay(std::string_view text, dwell::uint64_t& value) {
    return dwell::detail::run_delay_file::parse(text.data(), text.size(), value);
}

#endif

}  // namespace

TEST_CASE("The CPU time of a thread is its own and does not go on while it sleeps") {
    const thread_usage before = thread_usage::now();
    use_cpu_time(5'000'000);
    const thread_usage after = thread_usage::now();
    CHECK(after.since(before).cpu_ns >= 5'000'000);
    std::thread([] { use_cpu_time(50'000'000); }).join();
    CHECK(thread_usage::now().since(after).cpu_ns < 50'000'000);
}

TEST_CASE("The difference of two usages knows of waiting where both do") {
    const thread_usage before{100, 10, 1, true};
    const thread_usage after{250, 70, 4, true};
    CHECK(after.since(before).cpu_ns == 150);
    CHECK(after.since(before).waiting_ns == 60);
    CHECK(after.since(before).preemptions == 3);
    CHECK(after.since(before).knows_waiting);
    CHECK_FALSE(after.since(thread_usage{}).knows_waiting);
    CHECK_FALSE(thread_usage{}.since(thread_usage{}).knows_waiting);
    // Code that closes all files, as a daemon does, closes that of the run delay.
    CHECK(thread_usage{250, 0, 4, false}.since(before).waiting_ns == 0);
    CHECK(thread_usage{250, 3, 4, true}.since(before).waiting_ns == 0);
}

#if defined(__linux__)

TEST_CASE("The run delay is the second number of the schedstat file") {
    dwell::uint64_t value = 99;
    CHECK(parses_run_delay("123 4567 8\n", value));
    CHECK(value == 4567);
    CHECK(parses_run_delay("0 0 0", value));
    CHECK(value == 0);
    CHECK(parses_run_delay("1 18446744073709551615", value));
    CHECK(value == dwell::uint64_max);
    for (const std::string_view text : {"", "12", "12 ", "12\n34", " 12 34", "x 34", "12 x", "12  34"}) {
        CHECK_FALSE(parses_run_delay(text, value));
    }
}

TEST_CASE("Two threads on one processor wait for each other") {
    if (!thread_usage::now().knows_waiting) {
        return;  // a kernel without scheduler statistics
    }
    thread_usage used[2];
    std::thread threads[2];
    for (int i = 0; i < 2; ++i) {
        threads[i] = std::thread([&used, i] {
            cpu_set_t first_allowed;
            sched_getaffinity(0, sizeof first_allowed, &first_allowed);
            int cpu = 0;
            while (!CPU_ISSET(cpu, &first_allowed)) {
                ++cpu;
            }
            CPU_ZERO(&first_allowed);
            CPU_SET(cpu, &first_allowed);
            sched_setaffinity(0, sizeof first_allowed, &first_allowed);
            const thread_usage before = thread_usage::now();
            use_cpu_time(100'000'000);
            used[i] = thread_usage::now().since(before);
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    // Whoever began later had the other one beside it for as long as that one ran, or waited itself.
    CHECK(used[0].waiting_ns + used[1].waiting_ns > 50'000'000);
    CHECK(used[0].preemptions + used[1].preemptions > 0);
    CHECK(used[0].knows_waiting);
}

TEST_CASE("A thread that ends closes the file that it read") {
    (void)thread_usage::now();
    const int before = open_file_count();
    for (int i = 0; i < 20; ++i) {
        std::thread([] { (void)thread_usage::now(); }).join();
    }
    CHECK(open_file_count() == before);
    for (int i = 0; i < 20; ++i) {
        (void)thread_usage::now();
    }
    CHECK(open_file_count() == before);
}

TEST_CASE("The child of a fork reads its own run delay") {
    if (!thread_usage::now().knows_waiting) {
        return;  // a kernel without scheduler statistics
    }
    const pid_t child = fork();
    if (child == 0) {
        // The parent waits meanwhile, and its run delay stays what it is.
        const thread_usage before = thread_usage::now();
        dwell::uint64_t own = 0;
        dwell::detail::run_delay_file fresh;
        const bool is_known = fresh.read(own);
        const thread_usage after = thread_usage::now();
        _exit(is_known && after.knows_waiting && before.waiting_ns <= own && own <= after.waiting_ns ? 0 : 1);
    }
    int status = -1;
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(status == 0);
}

#endif
