// SPDX-License-Identifier: BSL-1.0
// Puts scopes on streams, of a device or of none, in every way that there is, and says how the runtime's errors stand.
#include <dwell/dwell.hpp>
#include <dwell/ext/cuda.hpp>

#include <cuda_runtime_api.h>

#include <cstdio>
#include <string>
#include <thread>
#include <vector>

namespace {

void copy_some(cudaStream_t stream, void* on_device) {
    static std::vector<char> on_host(1U << 20U);
    TIMED_CUDA_SCOPE("copy", stream);
    if (on_device != nullptr) {
        (void)cudaMemcpyAsync(on_device, on_host.data(), on_host.size(), cudaMemcpyHostToDevice, stream);
        (void)cudaMemsetAsync(on_device, 1, on_host.size(), stream);
    }
}

void record(int rounds) {
    int devices = 0;
    const bool has_device = cudaGetDeviceCount(&devices) == cudaSuccess && devices > 0;
    cudaStream_t stream = nullptr;
    void* on_device = nullptr;
    if (has_device) {
        (void)cudaStreamCreate(&stream);
        (void)cudaMalloc(&on_device, 1U << 20U);
    }
    dwell::cuda::set_stream_name(stream, "copies");
    for (int round = 0; round < rounds; ++round) {
        TIMED_CUDA_SCOPE("round", stream);
        copy_some(stream, on_device);
        TIMED_CUDA_SCOPE_DYNAMIC("dynamic." + std::to_string(round % 2), stream);
    }
    dwell::cuda::harvest();
    if (has_device) {
        (void)cudaStreamSynchronize(stream);
    }
}

}  // namespace

int main() {
    const cudaError_t before = cudaGetLastError();  // without a driver, the runtime says so each time
    record(10);
    std::thread(record, 10).join();
    const cudaError_t after = cudaGetLastError();
    std::printf("error left behind: %s\n", after == before ? "none" : cudaGetErrorString(after));
}
