// SPDX-License-Identifier: BSL-1.0
// What scopes cost: the host, over the two events that each is, and a stream of small kernels. In interleaved rounds.
#include "gpu_check/checks.hpp"
#include "gpu_check/device_work.hpp"
#include "gpu_check/rows.hpp"
#include "gpu_check/runtime.hpp"

#include <dwell/cuda.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace gpu_check {
namespace {

template <typename Function>
double nanoseconds_of(const Function& function) {
    const auto began = std::chrono::steady_clock::now();
    function();
    return std::chrono::duration<double, std::nano>(std::chrono::steady_clock::now() - began).count();
}

enum class with { nothing, events, scopes };

/// How long the stream takes for so many kernels, so many of them at a time inside a scope, or two events.
double time_kernels(const stream& work, events& by_hand, with what, int kernels, int at_once, std::uint64_t ns) {
    const auto launch = [&] {
        for (int i = 0; i < at_once; ++i) {
            spin(work, ns);
        }
    };
    return nanoseconds_of([&] {
        for (std::size_t i = 0; i < static_cast<std::size_t>(kernels / at_once); ++i) {
            if (what == with::scopes) {
                TIMED_CUDA_SCOPE("small", work);
                launch();
                continue;
            }
            if (what == with::events) {
                by_hand.record(2 * i, work);
            }
            launch();
            if (what == with::events) {
                by_hand.record(2 * i + 1, work);
            }
        }
        work.wait();
    });
}

void compare_throughput(int at_once, std::uint64_t us) {
    constexpr int rounds = 15;
    constexpr int kernels = 800;
    const stream work;
    events by_hand(2 * kernels);
    std::vector<double> bare;
    std::vector<double> by_events;
    std::vector<double> by_scopes;
    for (int round = -1; round < rounds; ++round) {  // the first one is not counted
        const double times[] = {time_kernels(work, by_hand, with::nothing, kernels, at_once, us * 1000),
                                time_kernels(work, by_hand, with::events, kernels, at_once, us * 1000),
                                time_kernels(work, by_hand, with::scopes, kernels, at_once, us * 1000)};
        dwell::cuda::harvest();
        if (round >= 0) {
            bare.push_back(times[0]);
            by_events.push_back(times[1]);
            by_scopes.push_back(times[2]);
        }
    }
    const double ratio = median_ratio(bare, by_scopes);
    const std::string scopes = at_once == 1 ? "a scope each" : "a scope for " + std::to_string(at_once);
    print_row(ratio >= 0.97, text("throughput of kernels of %d us, %s", static_cast<int>(us), scopes.c_str()),
              text("%.3f (two bare events instead: %.3f)", ratio, median_ratio(bare, by_events)), ">= 0.97");
}

}  // namespace

void check_host_cost() {
    constexpr int rounds = 201;
    constexpr std::size_t scopes = 100;  // whose events the pool makes without asking for old ones
    const stream work;
    events by_hand(2 * scopes);
    std::vector<double> bare;
    std::vector<double> scoped;
    std::vector<double> harvested;
    for (int round = -10; round < rounds; ++round) {
        const double by_events = nanoseconds_of([&] {
            for (std::size_t i = 0; i < scopes; ++i) {
                by_hand.record(2 * i, work);
                by_hand.record(2 * i + 1, work);
            }
        });
        work.wait();
        const double by_scopes = nanoseconds_of([&] {
            for (std::size_t i = 0; i < scopes; ++i) {
                TIMED_CUDA_SCOPE("cost", work);
            }
        });
        work.wait();
        const double by_harvest = nanoseconds_of([] { dwell::cuda::harvest(); });
        if (round >= 0) {
            bare.push_back(by_events / scopes);
            scoped.push_back(by_scopes / scopes);
            harvested.push_back(by_harvest / scopes);
        }
    }
    const double ratio = median_ratio(scoped, bare);
    print_row(ratio <= 1.10, "host cost of a scope over two cudaEventRecord",
              text("%.3f (%.0f ns over %.0f ns; its harvest, later: %.0f ns)", ratio, median(scoped), median(bare),
                   median(harvested)),
              "<= 1.10");
}

void check_throughput() {
    compare_throughput(1, 100);
    compare_throughput(1, 20);
    compare_throughput(16, 5);
}

}  // namespace gpu_check
