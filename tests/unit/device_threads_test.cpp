// SPDX-License-Identifier: BSL-1.0
// Many threads and streams at once, while others harvest: each scope is recorded or counted as dropped.
#include <atomic>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "support/catch.hpp"
#include "support/manual_recording.hpp"
#include "support/simulated_device.hpp"

#if defined(__unix__)
#include <sys/wait.h>
#include <unistd.h>
#endif

TEST_CASE("sixteen threads and eight streams lose no scope", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    constexpr int threads = 16;
    constexpr int rounds = 400;
    std::vector<gpu::stream> streams(8);
    for (gpu::stream& each : streams) {
        each = gpu::device::new_stream();
    }
    const std::uint64_t began = gpu::clock::now();
    std::atomic<bool> is_over{false};
    std::thread reader([&] {
        std::uint64_t before = 0;
        while (!is_over) {
            const dwell::profile profile = gpu::snapshot();
            const std::uint64_t calls = test::all_calls(profile);
            CHECK(calls >= before);
            before = calls;
        }
    });
    std::vector<std::thread> workers;
    for (int number = 0; number < threads; ++number) {
        workers.emplace_back([&, number] {
            for (int round = 0; round < rounds; ++round) {
                const gpu::stream own = streams[static_cast<std::size_t>(number + round) % streams.size()];
                const gpu::scope outer("outer", own);
                gpu::spend("inner", own, 1'000);
                gpu::spend("inner", own, 2'000);
                gpu::advance(500);
            }
        });
    }
    for (std::thread& each : workers) {
        each.join();
    }
    is_over = true;
    reader.join();
    gpu::advance(std::uint64_t{threads} * rounds * 3'000);
    const dwell::profile profile = gpu::snapshot();
    CHECK(gpu::counts().opened() == std::uint64_t{threads} * rounds * 3);
    CHECK(gpu::all_are_counted());
    // Scopes of several threads overlap on a stream, and nest there in any order.
    std::uint64_t busy = 0;
    std::uint64_t outer = 0;
    std::uint64_t inner = 0;
    for (const dwell::call_path& path : profile.paths()) {
        const std::string name = profile.path_string(static_cast<std::uint32_t>(&path - profile.paths().data()));
        busy += name == "GPU 0" ? path.total_ticks : 0;
        outer += name.size() >= 5 && name.substr(name.size() - 5) == "outer" ? path.calls : 0;
        inner += name.size() >= 5 && name.substr(name.size() - 5) == "inner" ? path.calls : 0;
    }
    CHECK(outer + inner == gpu::counts().recorded());
    CHECK(outer <= std::uint64_t{threads} * rounds);
    CHECK(busy <= streams.size() * (gpu::clock::now() - began));
    CHECK(profile.threads().size() == 8);
    CHECK_FALSE(gpu::device::has_broken_capture());
}

TEST_CASE("threads and streams go on through resets and errors", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    std::vector<gpu::stream> streams(8);
    for (gpu::stream& each : streams) {
        each = gpu::device::new_stream();
    }
    std::atomic<int> left{16};
    std::vector<std::thread> workers;
    for (int number = 0; number < 16; ++number) {
        workers.emplace_back([&, number] {
            for (std::size_t round = 0; round < 300; ++round) {
                gpu::spend("work", streams[(static_cast<std::size_t>(number) + round) % 8], 1'000);
                gpu::advance(250);
            }
            --left;
        });
    }
    for (std::uint32_t disturbance = 0; left > 0; ++disturbance) {
        gpu::device::fail_next(static_cast<gpu::device::call>(disturbance % gpu::device::calls_that_may_fail), 3);
        if (disturbance % 50 == 49) {
            gpu::device::reset();
        }
        gpu::device_recorder::harvest();
    }
    for (std::thread& each : workers) {
        each.join();
    }
    gpu::advance(10'000'000);
    for (std::uint32_t call = 0; call < gpu::device::calls_that_may_fail; ++call) {
        gpu::device::fail_next(static_cast<gpu::device::call>(call), 0);
    }
    gpu::spend("last", streams[0], 1'000);  // where the clock is gone, this makes it anew
    gpu::advance(1'000);
    gpu::snapshot();
    CHECK(gpu::counts().opened() == 16 * 300 + 1);
    CHECK(gpu::all_are_counted());
}

#if defined(__unix__)
TEST_CASE("a fork while another thread looks for devices leaves the child free", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    static std::atomic<int> step{0};
    gpu::device::devices = 0;
    gpu::device::at_count = [] {
        step = 1;
        while (step == 1) {
            std::this_thread::yield();
        }
    };
    std::thread first([] { gpu::spend("work", 0, 1'000); });
    while (step == 0) {
        std::this_thread::yield();
    }
    const pid_t child = fork();
    if (child == 0) {
        alarm(10);  // instead of waiting for a thread that is not there
        const bool is_anew = gpu::counts().opened() == 0;
        gpu::spend("work", 0, 1'000);
        _exit(is_anew && gpu::counts().dropped(dwell::detail::drop_reason::no_device) == 1 ? 0 : 1);
    }
    step = 2;
    first.join();
    int status = -1;
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(status == 0);
    CHECK(gpu::all_are_counted());
}

TEST_CASE("the child of a fork ends without a look at what its parent had on streams", "[device]") {
    struct tag;
    using gpu = test::device_recording<tag>;
    const auto stream = gpu::device::new_stream();
    gpu::spend("work", stream, 1'000);
    gpu::snapshot();
    const pid_t child = fork();
    if (child == 0) {
        alarm(10);
        gpu::device_recorder::shut();  // as at exit
        const dwell::detail::scope_counts& counts = gpu::counts();
        _exit(counts.opened() == 0 && counts.recorded() == 0 && counts.dropped() == 0 ? 0 : 1);
    }
    int status = -1;
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(status == 0);
    CHECK(gpu::counts().opened() == 1);
}
#endif
