// SPDX-License-Identifier: BSL-1.0
// What only a real device shows: captures that go on, a device that is reset, scopes that the end of the process finds.
#include "gpu_check/checks.hpp"
#include "gpu_check/device_work.hpp"
#include "gpu_check/rows.hpp"
#include "gpu_check/runtime.hpp"
#include "gpu_check/scope_times.hpp"

#include <cstdint>
#include <thread>

namespace gpu_check {

void check_capture() {
    const stream work;
    const stream other;
    for (int i = 0; i < 10; ++i) {  // what is left to harvest
        TIMED_CUDA_SCOPE("before", other);
        spin(other, 1000);
    }
    other.wait();
    cudaGraph_t graph = nullptr;
    cudaGraphExec_t launchable = nullptr;
    must(cudaStreamBeginCapture(work, cudaStreamCaptureModeGlobal), "cudaStreamBeginCapture");
    {
        TIMED_CUDA_SCOPE("captured", work);
        spin(work, 100'000);
    }
    std::thread([&other] {
        TIMED_CUDA_SCOPE("meanwhile", other);
        dwell::cuda::harvest();
    }).join();
    const bool is_whole = cudaStreamEndCapture(work, &graph) == cudaSuccess &&
                          cudaGraphInstantiate(&launchable, graph, 0) == cudaSuccess &&
                          cudaGraphLaunch(launchable, work) == cudaSuccess &&
                          cudaStreamSynchronize(work) == cudaSuccess;
    other.wait();
    const dwell::profile profile = dwell::snapshot();
    const std::uint64_t skipped = dropped(profile, "capturing");
    print_row(is_whole, "a capture goes on, with a scope in it and a harvest on another thread",
              is_whole ? "the graph ran" : "the capture was broken", "the graph runs");
    print_row(skipped == 1 && mean_nanoseconds(profile, "before", 10) > 0,
              "a scope in a capture is skipped and counted", text("%d", static_cast<int>(skipped)), "1");
}

void check_reset() {
    cudaStream_t gone = nullptr;  // with its device: never destroyed
    must(cudaStreamCreate(&gone), "cudaStreamCreate");
    for (int i = 0; i < 10; ++i) {
        TIMED_CUDA_SCOPE("before", gone);
        spin(gone, 1'000'000);
    }
    must(cudaDeviceReset(), "cudaDeviceReset");
    dwell::cuda::harvest();
    {
        const stream work;
        for (int i = 0; i < 10; ++i) {
            TIMED_CUDA_SCOPE("after", work);
            spin(work, 1'000'000);
        }
        work.wait();
    }
    const dwell::profile profile = dwell::snapshot();
    const double mean = mean_nanoseconds(profile, "after", 10);
    print_row(mean >= 0.98e6 && mean <= 1.1e6, "scopes behind cudaDeviceReset are recorded",
              text("%.1f us of 1000", mean / 1e3), "10 of 10");
    const std::uint64_t opened = profile.counter_total("gpu.scope.opened");
    const std::uint64_t ended =
        profile.counter_total("gpu.scope.recorded") + profile.counter_total("gpu.scope.dropped");
    print_row(
        opened == 20 && ended == 20, "each scope before it is recorded or counted",
        text("%d of 20, %d of them failed", static_cast<int>(ended), static_cast<int>(dropped(profile, "failed"))),
        "20 of 20");
}

void run_until_exit() {
    const stream work;
    for (int i = 0; i < 100; ++i) {
        TIMED_CUDA_SCOPE("until.exit", work);
        spin(work, 10'000);
    }
    work.wait();
}

}  // namespace gpu_check
