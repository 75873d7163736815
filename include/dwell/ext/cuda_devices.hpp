// SPDX-License-Identifier: BSL-1.0
// The CUDA runtime as a `device_api` (see device/device_api.hpp).
//
// Its cudaMemGetInfo would set up a device that the process does not use: some hundred MB of the device's memory, and a
// good part of a second. The driver says which devices are in use, and is asked for the memory of those; its functions
// are found through the runtime, so that nothing else is linked. They leave the thread's current device as it is, and
// so does all of this the error that cudaGetLastError returns.
#ifndef DWELL_EXT_CUDA_DEVICES_HPP
#define DWELL_EXT_CUDA_DEVICES_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/text_view.hpp>
#include <dwell/device/device_api.hpp>
#include <dwell/ext/cuda_answer.hpp>

#include <cuda.h>
#include <cudaTypedefs.h>
#include <cuda_runtime_api.h>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// What is called of the driver.
struct cuda_driver_functions {
    PFN_cuDevicePrimaryCtxGetState_v7000 context_state = nullptr;
    PFN_cuDevicePrimaryCtxRetain_v7000 retain = nullptr;
    PFN_cuDevicePrimaryCtxRelease_v11000 release = nullptr;
    PFN_cuCtxPushCurrent_v4000 push = nullptr;
    PFN_cuCtxPopCurrent_v4000 pop = nullptr;
    PFN_cuMemGetInfo_v3020 memory = nullptr;
    PFN_cuGetErrorString_v6000 error_text = nullptr;
};

/// The CUDA runtime as a `device_api`. One thread at a time: the driver's functions are looked up when they are first
/// needed.
class cuda_devices {
public:
    static device_answer<int> count() noexcept {
        return ask_cuda<int>([](int& devices) { return cudaGetDeviceCount(&devices); });
    }
    static device_answer<device_version> driver_version() noexcept {
        return version([](int& number) { return cudaDriverGetVersion(&number); });
    }
    static device_answer<device_version> runtime_version() noexcept {
        return version([](int& number) { return cudaRuntimeGetVersion(&number); });
    }
    static device_answer<device_text> name(int device) noexcept {
        const auto found = ask_cuda<cudaDeviceProp>(
            [device](cudaDeviceProp& properties) { return cudaGetDeviceProperties(&properties, device); });
        device_answer<device_text> answer{{}, found.problem};
        answer.value += text_view(found.value.name);
        return answer;
    }
    static device_answer<uint64_t> clock_hz(int device) noexcept { return hertz(cudaDevAttrClockRate, device); }
    static device_answer<uint64_t> memory_clock_hz(int device) noexcept {
        return hertz(cudaDevAttrMemoryClockRate, device);
    }

    static device_answer<bool> is_in_use(int device) noexcept {
        if (!find_driver()) {
            return {false, "the driver lacks a function that is asked whether a device is in use"};
        }
        unsigned int flags = 0;
        int is_active = 0;
        const CUresult result = driver_.context_state(device, &flags, &is_active);
        return {is_active != 0, problem_of(result)};
    }

    /// Of a device that is in use.
    static device_answer<device_memory> memory(int device) noexcept {
        CUcontext context = nullptr;
        if (const CUresult result = driver_.retain(&context, device); result != CUDA_SUCCESS) {
            return {{}, problem_of(result)};
        }
        size_t free_bytes = 0;
        size_t total_bytes = 0;
        CUresult result = driver_.push(context);
        if (result == CUDA_SUCCESS) {
            result = driver_.memory(&free_bytes, &total_bytes);
            driver_.pop(&context);
        }
        driver_.release(device);
        return {{free_bytes, total_bytes}, problem_of(result)};
    }

private:
    template <typename Call>
    static device_answer<device_version> version(const Call& call) noexcept {
        const device_answer<int> number = ask_cuda<int>(call);
        if (number && number.value == 0) {
            return {{}, "none"};
        }
        return {{number.value / 1000, number.value % 1000 / 10}, number.problem};
    }

    static device_answer<uint64_t> hertz(cudaDeviceAttr which, int device) noexcept {
        const auto kilohertz =
            ask_cuda<int>([which, device](int& value) { return cudaDeviceGetAttribute(&value, which, device); });
        return {static_cast<uint64_t>(kilohertz.value) * 1000, kilohertz.problem};
    }

    template <typename Function>
    static bool find(const char* symbol, [[maybe_unused]] unsigned int since, Function& function) noexcept {
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
        function = reinterpret_cast<Function>(found.value);
        return found && function != nullptr;
    }

    static bool find_driver() noexcept {
        return driver_.error_text != nullptr ||
               (find("cuDevicePrimaryCtxGetState", 7000, driver_.context_state) &&
                find("cuDevicePrimaryCtxRetain", 7000, driver_.retain) &&
                find("cuDevicePrimaryCtxRelease", 11000, driver_.release) &&
                find("cuCtxPushCurrent", 4000, driver_.push) && find("cuCtxPopCurrent", 4000, driver_.pop) &&
                find("cuMemGetInfo", 3020, driver_.memory) && find("cuGetErrorString", 6000, driver_.error_text));
    }

    static const char* problem_of(CUresult result) noexcept {
        if (result == CUDA_SUCCESS) {
            return nullptr;
        }
        const char* text = nullptr;
        driver_.error_text(result, &text);
        return text != nullptr ? text : "an unknown error";
    }

    static inline constinit cuda_driver_functions driver_{};
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
