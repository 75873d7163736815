// SPDX-License-Identifier: BSL-1.0
// Functions of the CUDA driver, found through the runtime, so that nothing else is linked.
#ifndef DWELL_EXT_CUDA_DRIVER_HPP
#define DWELL_EXT_CUDA_DRIVER_HPP

#include <dwell/core/config.hpp>
#include <dwell/device/device_api.hpp>
#include <dwell/ext/cuda_answer.hpp>

#include <cuda.h>
#include <cudaTypedefs.h>
#include <cuda_runtime_api.h>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Finds the form of a function that it has had since a version of CUDA. False, and null, where the driver lacks it.
template <typename Function>
bool find_in_cuda_driver(const char* symbol, [[maybe_unused]] unsigned int since, Function& function) noexcept {
    const device_answer<void*> found = ask_cuda<void*>([=](void*& address) {
        cudaDriverEntryPointQueryResult state{};
#if CUDART_VERSION >= 12050
        return cudaGetDriverEntryPointByVersion(symbol, &address, since, cudaEnableDefault, &state);
#elif CUDART_VERSION >= 12000
        return cudaGetDriverEntryPoint(symbol, &address, cudaEnableDefault, &state);
#else
        (void)state;
        return cudaGetDriverEntryPoint(symbol, &address, cudaEnableDefault);
#endif
    });
    function = found ? reinterpret_cast<Function>(found.value) : nullptr;
    return function != nullptr;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
