// SPDX-License-Identifier: BSL-1.0
// The one kernel of these checks.
#include "gpu_check/device_work.hpp"
#include "gpu_check/runtime.hpp"

namespace {

__device__ unsigned long long device_nanoseconds() {
    unsigned long long now = 0;
    asm volatile("mov.u64 %0, %%globaltimer;" : "=l"(now));
    return now;
}

__global__ void spin_kernel(unsigned long long nanoseconds) {
    const unsigned long long began = device_nanoseconds();
    while (device_nanoseconds() - began < nanoseconds) {
    }
}

}  // namespace

namespace gpu_check {

void spin(cudaStream_t stream, std::uint64_t nanoseconds) {
    spin_kernel<<<1, 1, 0, stream>>>(nanoseconds);
    must(cudaGetLastError(), "a launch");
}

}  // namespace gpu_check
