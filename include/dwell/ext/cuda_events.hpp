// SPDX-License-Identifier: BSL-1.0
// The CUDA runtime as an `event_api` (see device/event_api.hpp). Of the runtime only; nothing here waits for a device.
#ifndef DWELL_EXT_CUDA_EVENTS_HPP
#define DWELL_EXT_CUDA_EVENTS_HPP

#include <dwell/core/config.hpp>
#include <dwell/device/event_api.hpp>

#include <cuda_runtime_api.h>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Errors of these calls are values. Neither they nor the calls are anything that the program can see.
class cuda_events {
public:
    using event = cudaEvent_t;
    using stream = cudaStream_t;

    /// While a thread captures in the default mode, others may not ask for an event, unless they have said that they
    /// know what they do. And a call that fails, as a query does whose event has not completed, leaves its error behind
    /// for cudaGetLastError.
    class calls {
    public:
        calls() noexcept
            : has_users_error_(cudaPeekAtLastError() != cudaSuccess),
              has_mode_(cudaThreadExchangeStreamCaptureMode(&mode_) == cudaSuccess) {}
        ~calls() {
            if (has_mode_) {
                (void)cudaThreadExchangeStreamCaptureMode(&mode_);
            }
            if (!has_users_error_) {
                (void)cudaGetLastError();
            }
        }
        calls(const calls&) = delete;
        calls& operator=(const calls&) = delete;

        [[nodiscard]] bool has_users_error() const noexcept { return has_users_error_; }

    private:
        cudaStreamCaptureMode mode_ = cudaStreamCaptureModeRelaxed;
        bool has_users_error_;
        bool has_mode_;
    };

    static const char* device_name() noexcept { return "GPU"; }

    static int device_count(const char*& reason) noexcept {
        int count = 0;
        const cudaError_t result = cudaGetDeviceCount(&count);
        reason = result == cudaSuccess ? "there is none" : cudaGetErrorString(result);
        return result == cudaSuccess ? count : 0;
    }

    static int current_device() noexcept {
        int device = 0;
        return cudaGetDevice(&device) == cudaSuccess ? device : -1;
    }

    static bool create_stream(stream& made) noexcept {
        return cudaStreamCreateWithFlags(&made, cudaStreamNonBlocking) == cudaSuccess;
    }

    static uint64_t stream_identity(stream of) noexcept {
#if CUDART_VERSION >= 12000
        unsigned long long identity = 0;
        if (cudaStreamGetId(of, &identity) == cudaSuccess) {
            return identity;
        }
#endif
        return reinterpret_cast<uintptr_t>(of);
    }

    /// The legacy default stream cannot be asked while another stream captures, nor be used.
    static bool is_capturing(stream of) noexcept {
        cudaStreamCaptureStatus status = cudaStreamCaptureStatusNone;
        return cudaStreamIsCapturing(of, &status) != cudaSuccess || status != cudaStreamCaptureStatusNone;
    }

    static bool create_event(event& made) noexcept {
        return cudaEventCreateWithFlags(&made, cudaEventDefault) == cudaSuccess;
    }
    static void destroy_event(event gone) noexcept { (void)cudaEventDestroy(gone); }
    static bool record(event what, stream on) noexcept { return cudaEventRecord(what, on) == cudaSuccess; }

    static event_state query(event what) noexcept {
        const cudaError_t result = cudaEventQuery(what);
        return result == cudaSuccess         ? event_state::completed
               : result == cudaErrorNotReady ? event_state::not_yet
                                             : event_state::failed;
    }

    static bool elapsed(event from, event to, float& milliseconds) noexcept {
        return cudaEventElapsedTime(&milliseconds, from, to) == cudaSuccess;
    }
};

static_assert(event_api<cuda_events>);

}  // namespace detail
DWELL_NAMESPACE_END

#endif
