// SPDX-License-Identifier: BSL-1.0
// Calls of the CUDA runtime whose failures are the program's business as little as the calls are.
#ifndef DWELL_EXT_CUDA_ANSWER_HPP
#define DWELL_EXT_CUDA_ANSWER_HPP

#include <dwell/core/config.hpp>
#include <dwell/device/device_api.hpp>

#include <cuda_runtime_api.h>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Calls a function of the runtime. Where it fails, that is not what cudaGetLastError returns afterwards.
template <typename Call>
cudaError_t call_cuda(const Call& call) noexcept {
    const bool was_fine = cudaPeekAtLastError() == cudaSuccess;
    const cudaError_t result = call();
    if (result != cudaSuccess && was_fine) {
        (void)cudaGetLastError();
    }
    return result;
}

/// The same for a function that writes its answer to a `Value`.
template <typename Value, typename Call>
device_answer<Value> ask_cuda(const Call& call) noexcept {
    device_answer<Value> answer;
    if (const cudaError_t result = call_cuda([&] { return call(answer.value); }); result != cudaSuccess) {
        answer.problem = cudaGetErrorString(result);
    }
    return answer;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
