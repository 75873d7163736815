// SPDX-License-Identifier: BSL-1.0
// Work for a stream that takes a known time, launched from files of the host's compiler, too.
#ifndef BENCH_GPU_CHECK_DEVICE_WORK_HPP
#define BENCH_GPU_CHECK_DEVICE_WORK_HPP

#include <cuda_runtime_api.h>

#include <cstdint>

namespace gpu_check {

/// Puts a kernel on the stream that keeps one thread of the device busy for so long, by the device's own clock.
void spin(cudaStream_t stream, std::uint64_t nanoseconds);

}  // namespace gpu_check

#endif
