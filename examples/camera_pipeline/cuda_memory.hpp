// SPDX-License-Identifier: BSL-1.0
// Memory of a CUDA device, and memory of the host that it can copy from while the host does something else.
#ifndef CAMERA_PIPELINE_CUDA_MEMORY_HPP
#define CAMERA_PIPELINE_CUDA_MEMORY_HPP

#include <cuda_runtime_api.h>

#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>

namespace camera_pipeline {

/// Throws where the runtime refuses.
inline void require(cudaError_t result, const char* action) {
    if (result != cudaSuccess) {
        throw std::runtime_error(std::string("CUDA: ") + action + ": " + cudaGetErrorString(result));
    }
}

struct device_deleter {
    void operator()(float* values) const { static_cast<void>(cudaFree(values)); }
};
using device_values = std::unique_ptr<float[], device_deleter>;

[[nodiscard]] inline device_values allocate_on_device(size_t count) {
    void* made = nullptr;
    require(cudaMalloc(&made, count * sizeof(float)), "cudaMalloc");
    return device_values(static_cast<float*>(made));
}

struct pinned_deleter {
    void operator()(float* values) const { static_cast<void>(cudaFreeHost(values)); }
};
using pinned_values = std::unique_ptr<float[], pinned_deleter>;

[[nodiscard]] inline pinned_values allocate_pinned(size_t count) {
    void* made = nullptr;
    require(cudaMallocHost(&made, count * sizeof(float)), "cudaMallocHost");
    return pinned_values(static_cast<float*>(made));
}

}  // namespace camera_pipeline

#endif
