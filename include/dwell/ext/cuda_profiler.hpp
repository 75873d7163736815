// SPDX-License-Identifier: BSL-1.0
// A scope during which Nsight Systems or Nsight Compute collects, where it was told to wait for the program:
// `nsys profile -c cudaProfilerApi`, `ncu --profile-from-start off`. Needs the CUDA Toolkit; no device and no driver to
// run, and no profiler.
#ifndef DWELL_EXT_CUDA_PROFILER_HPP
#define DWELL_EXT_CUDA_PROFILER_HPP

#include <dwell/core/config.hpp>
#include <dwell/device/profiler_session.hpp>
#include <dwell/ext/cuda_answer.hpp>

#include <cuda_profiler_api.h>

DWELL_NAMESPACE_BEGIN
#if DWELL_ENABLED
namespace detail {

struct cuda_profiler {
    static void start() noexcept { (void)call_cuda(cudaProfilerStart); }
    static void stop() noexcept { (void)call_cuda(cudaProfilerStop); }
};

}  // namespace detail
#endif

namespace cuda {
#if DWELL_ENABLED
inline namespace on {

/// `const dwell::cuda::profiler_scope here;` calls cudaProfilerStart, and at the end of the block, however it is left,
/// cudaProfilerStop. Inside one another, or on several threads at a time, they count as one: the first starts and the
/// last stops. Without a device it does nothing.
using profiler_scope = detail::basic_profiler_scope<detail::profiler_session<detail::cuda_profiler>>;

}  // namespace on
#else
inline namespace off {

class [[nodiscard]] profiler_scope {
public:
    profiler_scope() noexcept {}
    ~profiler_scope() {}
    profiler_scope(const profiler_scope&) = delete;
    profiler_scope& operator=(const profiler_scope&) = delete;
};

}  // namespace off
#endif
}  // namespace cuda
DWELL_NAMESPACE_END

#endif
