// SPDX-License-Identifier: BSL-1.0
// Scopes on streams around a kernel, in a file that nvcc compiles, without a warning.
#include <dwell/ext/cuda.hpp>

void scale_by_nvcc(float* values, int count, cudaStream_t stream);

namespace {

__global__ void scale(float* values, int count) {
    const auto at = static_cast<int>(blockIdx.x * blockDim.x + threadIdx.x);
    if (at < count) {
        values[at] *= 2;
    }
}

}  // namespace

void scale_by_nvcc(float* values, int count, cudaStream_t stream) {
    TIMED_SCOPE("scale.submit");
    TIMED_CUDA_SCOPE("scale", stream);
    TIMED_CUDA_SCOPE_DYNAMIC("scale.dynamic", stream);
    scale<<<static_cast<unsigned>((count + 255) / 256), 256, 0, stream>>>(values, count);
}
