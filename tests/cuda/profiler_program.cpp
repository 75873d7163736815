// SPDX-License-Identifier: BSL-1.0
// Collects with a profiler that is not there, and leaves the scope by an exception.
#include <dwell/dwell.hpp>
#include <dwell/ext/cuda_profiler.hpp>

#include <cuda_runtime_api.h>

#include <cstdio>
#include <stdexcept>

int main() {
    const cudaError_t before = cudaGetLastError();
    try {
        const dwell::cuda::profiler_scope collect;
        TIMED_SCOPE("collected");
        throw std::runtime_error("out of the scope");
    } catch (const std::runtime_error& error) {
        std::printf("%s, errors of ours: %s\n", error.what(), cudaGetLastError() == before ? "none" : "some");
    }
}
