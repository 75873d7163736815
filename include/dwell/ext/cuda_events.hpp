// SPDX-License-Identifier: BSL-1.0
// The CUDA runtime as an `event_api` (see device/event_api.hpp). Nothing here waits for a device.
#ifndef DWELL_EXT_CUDA_EVENTS_HPP
#define DWELL_EXT_CUDA_EVENTS_HPP

#include <dwell/core/config.hpp>
#include <dwell/device/event_api.hpp>
#include <dwell/ext/cuda_bandwidth.hpp>
#include <dwell/ext/cuda_context.hpp>

#include <cuda_runtime_api.h>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Errors of these calls are values. Neither they nor the calls are anything that the program can see.
class DWELL_EXPORT cuda_events {
public:
    using event = cudaEvent_t;
    using stream = cudaStream_t;

    /// While a thread captures in the default mode, others may not ask for an event, unless they have said that they
    /// know what they do. And a call that fails, as a query does whose event has not completed, leaves its error behind
    /// for cudaGetLastError. Where the program left one of these queries there itself, that is no error to keep from
    /// another: it is the same.
    class calls {
    public:
        calls() noexcept
            : users_(cudaPeekAtLastError()), has_mode_(cudaThreadExchangeStreamCaptureMode(&mode_) == cudaSuccess) {}
        ~calls() {
            if (has_mode_) {
                (void)cudaThreadExchangeStreamCaptureMode(&mode_);
            }
            if (!has_users_error() && cudaPeekAtLastError() != users_) {
                (void)cudaGetLastError();
            }
        }
        calls(const calls&) = delete;
        calls& operator=(const calls&) = delete;

        [[nodiscard]] bool has_users_error() const noexcept {
            return users_ != cudaSuccess && users_ != cudaErrorNotReady;
        }

    private:
        cudaStreamCaptureMode mode_ = cudaStreamCaptureModeRelaxed;
        cudaError_t users_;
        bool has_mode_;
    };

    using context = cuda_context;
    using visit = cuda_visit;
    static context current_context() noexcept { return cuda_contexts::current(); }
    static bool same_context(const context& a, const context& b) noexcept { return a.is_as(b); }

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

    static uint64_t link_bandwidth(int device) noexcept { return cuda_link_bandwidth(device); }
    static uint64_t memory_bandwidth(int device) noexcept { return cuda_memory_bandwidth(device); }

    static bool create_stream(stream& made) noexcept {
        return cudaStreamCreateWithFlags(&made, cudaStreamNonBlocking) == cudaSuccess;
    }

    static uint64_t stream_identity(stream of) noexcept {
#if CUDART_VERSION >= 12000
        unsigned long long identity = 0;
        return cudaStreamGetId(of, &identity) == cudaSuccess ? identity : uint64_max;
#else
        return reinterpret_cast<uintptr_t>(of);
#endif
    }

    /// The legacy default stream cannot be asked while another stream captures, nor be used.
    static bool is_capturing(stream of) noexcept {
        cudaStreamCaptureStatus status = cudaStreamCaptureStatusNone;
        const cudaError_t result = cudaStreamIsCapturing(of, &status);
        return result == cudaErrorStreamCaptureImplicit ||
               (result == cudaSuccess && status != cudaStreamCaptureStatusNone);
    }

    static bool create_event(event& made) noexcept {
        return cudaEventCreateWithFlags(&made, cudaEventDefault) == cudaSuccess;
    }
    static void destroy_event(event gone) noexcept { (void)cudaEventDestroy(gone); }
    static bool record(event what, stream on) noexcept { return cudaEventRecord(what, on) == cudaSuccess; }
    static bool record_in_graph(event what, stream on) noexcept {
        return cudaEventRecordWithFlags(what, on, cudaEventRecordExternal) == cudaSuccess;
    }

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
