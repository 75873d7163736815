// SPDX-License-Identifier: BSL-1.0
// Whether scopes have the device's times: how long, against events placed by hand, and when, against the host's scopes.
#include "gpu_check/checks.hpp"
#include "gpu_check/device_work.hpp"
#include "gpu_check/rows.hpp"
#include "gpu_check/runtime.hpp"
#include "gpu_check/scope_times.hpp"

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

namespace gpu_check {
namespace {

/// Calls `launch` on the stream, in turn between two events and in a scope. Prints both means.
template <typename Launch>
void compare(const std::string& what, const std::string& name, std::size_t rounds, const Launch& launch) {
    const stream work;
    events by_hand(2 * rounds);
    const dwell::interned_name interned = dwell::intern(name);
    launch(work);
    work.wait();
    for (std::size_t i = 0; i < rounds; ++i) {
        by_hand.record(2 * i, work);
        launch(work);
        by_hand.record(2 * i + 1, work);
        TIMED_CUDA_SCOPE_DYNAMIC(interned, work);
        launch(work);
    }
    work.wait();
    double sum = 0;
    for (std::size_t i = 0; i < rounds; ++i) {
        sum += by_hand.nanoseconds(2 * i, 2 * i + 1);
    }
    const double expected = sum / static_cast<double>(rounds);
    const double is = mean_nanoseconds(dwell::snapshot(), name, rounds);
    const double off = is / expected - 1;
    print_row(std::fabs(off) <= 0.02, what,
              text("%+.2f %% (%.2f us, by hand %.2f us)", off * 100, is / 1e3, expected / 1e3), "within 2 %");
}

const dwell::timeline_thread& track_with(const dwell::profile& profile, const std::string& name) {
    for (const dwell::timeline_thread& thread : profile.timeline().threads) {
        if (!thread.scopes.empty() && profile.name_of(thread.scopes.front()) == name) {
            return thread;
        }
    }
    throw std::runtime_error("the timeline has no " + name);
}

}  // namespace

void check_device_time() {
    for (const std::uint64_t us : {20U, 200U, 2000U}) {
        const std::string length = std::to_string(us) + " us";
        compare("device time of a kernel of " + length, "kernel." + length, us >= 1000 ? 100 : 400,
                [us](cudaStream_t on) { spin(on, us * 1000); });
    }
}

void check_graph_launch() {
    const stream capturing;
    cudaGraph_t graph = nullptr;
    cudaGraphExec_t launchable = nullptr;
    must(cudaStreamBeginCapture(capturing, cudaStreamCaptureModeGlobal), "cudaStreamBeginCapture");
    for (int i = 0; i < 4; ++i) {
        spin(capturing, 250'000);
    }
    must(cudaStreamEndCapture(capturing, &graph), "cudaStreamEndCapture");
    must(cudaGraphInstantiate(&launchable, graph, 0), "cudaGraphInstantiate");
    compare("device time of a graph of 4 kernels", "graph", 100,
            [launchable](cudaStream_t on) { must(cudaGraphLaunch(launchable, on), "cudaGraphLaunch"); });
    must(cudaGraphExecDestroy(launchable), "cudaGraphExecDestroy");
    must(cudaGraphDestroy(graph), "cudaGraphDestroy");
}

void check_moments() {
    constexpr int rounds = 500;
    constexpr double bound_us = 20;
    dwell::set_timeline({.bytes = 1U << 20U});
    const stream work;
    spin(work, 1000);
    work.wait();
    for (int i = 0; i < rounds; ++i) {
        TIMED_SCOPE("host");
        {
            TIMED_CUDA_SCOPE("device", work);
            spin(work, 5'000'000);  // so that more than one anchor is taken
        }
        work.wait();
        if (i % 100 == 99) {
            dwell::cuda::harvest();
        }
    }
    const dwell::profile profile = dwell::snapshot();
    const dwell::timeline_thread& host = track_with(profile, "host");
    const dwell::timeline_thread& device = track_with(profile, "device");
    if (host.scopes.size() != device.scopes.size()) {
        throw std::runtime_error("the tracks of host and device differ in length");
    }
    double worst = 0;
    for (std::size_t i = 0; i < host.scopes.size(); ++i) {
        const auto before =
            static_cast<double>(host.scopes[i].start_ticks) - static_cast<double>(device.scopes[i].start_ticks);
        const auto behind =
            static_cast<double>(device.scopes[i].end_ticks()) - static_cast<double>(host.scopes[i].end_ticks());
        worst = (std::max)({worst, before, behind});
    }
    const double worst_us = worst * profile.scale().ns_per_tick / 1e3;
    print_row(worst_us <= bound_us, "device scopes lie inside the host's that waited for them",
              text("%.2f us outside at most, of %d", worst_us, rounds), text("<= %.0f us", bound_us));
}

void run_kernels() {
    constexpr int rounds = 200;
    const stream work;
    for (int i = 0; i < rounds; ++i) {
        TIMED_CUDA_SCOPE("kernel", work);
        spin(work, 500'000);
    }
    work.wait();
    std::printf("mean\t%.1f\n", mean_nanoseconds(dwell::snapshot(), "kernel", rounds));
}

}  // namespace gpu_check
