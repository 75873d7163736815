// SPDX-License-Identifier: BSL-1.0
// Captures work with stages into a graph and launches it, on a device or on none, and says how the runtime's errors
// stand.
#include <dwell/dwell.hpp>
#include <dwell/ext/cuda_graph.hpp>

#include <cuda_runtime_api.h>

#include <cstddef>
#include <cstdio>

namespace {

constexpr std::size_t bytes = 1U << 24U;

/// A network of three layers on a device; nothing without one.
class network {
public:
    network() {
        int devices = 0;
        has_device_ = cudaGetDeviceCount(&devices) == cudaSuccess && devices > 0;
        if (has_device_) {
            (void)cudaStreamCreate(&stream_);
            (void)cudaMalloc(&memory_, bytes);
            submit();  // to warm up: scopes
            (void)cudaStreamBeginCapture(stream_, cudaStreamCaptureModeGlobal);
            submit();
            TIMED_CUDA_SCOPE("not captured", stream_);
            (void)cudaStreamEndCapture(stream_, &graph_);
            (void)cudaGraphInstantiate(&executable_, graph_, 0);
        }
    }
    ~network() {
        if (has_device_) {
            (void)cudaGraphExecDestroy(executable_);
            (void)cudaGraphDestroy(graph_);
            (void)cudaFree(memory_);
            (void)cudaStreamDestroy(stream_);
        }
    }
    network(const network&) = delete;
    network& operator=(const network&) = delete;

    void infer() {
        {
            TIMED_CUDA_GRAPH_LAUNCH("infer", timers_, stream_);
            if (has_device_) {
                (void)cudaGraphLaunch(executable_, stream_);
            }
        }
        if (has_device_) {
            (void)cudaStreamSynchronize(stream_);
        }
    }

private:
    void submit() {
        TIMED_CUDA_GRAPH_SCOPE("layers", timers_, stream_);
        for (int layer = 0; layer < 3; ++layer) {
            TIMED_CUDA_GRAPH_SCOPE("layer", timers_, stream_);
            (void)cudaMemsetAsync(memory_, layer, bytes, stream_);
        }
    }

    cudaStream_t stream_ = nullptr;
    cudaGraph_t graph_ = nullptr;
    cudaGraphExec_t executable_ = nullptr;
    dwell::cuda::graph_timers timers_;
    void* memory_ = nullptr;
    bool has_device_ = false;
};

}  // namespace

int main() {
    const cudaError_t before = cudaGetLastError();
    {
        network detector;
        for (int frame = 0; frame < 10; ++frame) {
            detector.infer();
        }
    }
    const cudaError_t after = cudaGetLastError();
    std::printf("error left behind: %s\n", after == before ? "none" : cudaGetErrorString(after));
}
