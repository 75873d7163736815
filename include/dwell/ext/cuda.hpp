// SPDX-License-Identifier: BSL-1.0
// TIMED_CUDA_SCOPE: what work on a CUDA stream takes, in the same profile as the host's scopes. Needs the CUDA Toolkit
// (11.3 or later) to compile, with nvcc or the host's compiler alone, and libcudart to link; no device and no driver to
// run. For every file that puts work on streams; <dwell/dwell.hpp> does not have it.
#ifndef DWELL_EXT_CUDA_HPP
#define DWELL_EXT_CUDA_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/text_view.hpp>
#include <dwell/device/copied_bytes.hpp>
#include <dwell/device/device_recorder.hpp>
#include <dwell/device/device_scope.hpp>
#include <dwell/ext/cuda_events.hpp>
#include <dwell/macros.hpp>
#include <dwell/record/process_start.hpp>
#include <dwell/record/recorder.hpp>
#include <dwell/record/source.hpp>

#include <cuda_runtime_api.h>

DWELL_NAMESPACE_BEGIN
#if DWELL_ENABLED
namespace detail {

using cuda_recorder = device_recorder<cuda_events, default_recorder>;
using cuda_scope = basic_device_scope<cuda_recorder>;

/// What cudaMemcpyAsync is told of the same copy.
inline copied_bytes copied_by_cuda(uint64_t bytes, cudaMemcpyKind kind) noexcept {
    return {bytes, kind == cudaMemcpyHostToDevice     ? copy_direction::to_device
                   : kind == cudaMemcpyDeviceToHost   ? copy_direction::to_host
                   : kind == cudaMemcpyDeviceToDevice ? copy_direction::on_device
                                                      : copy_direction::other};
}

inline constexpr uint64_t cuda_streams_key = 0x6375646173747265;  // any that no other source has

// See memory/process_metrics.hpp.
#if defined(__GNUC__) || defined(__clang__)

[[gnu::constructor, maybe_unused]] static void register_cuda_streams() {
    if (!is_profiling_switched_off()) {
        all_sources.add(cuda_streams_key, cuda_recorder::read);
    }
}
[[gnu::destructor(101), maybe_unused]] static void take_off_cuda_streams() {
    all_sources.remove(cuda_streams_key, cuda_recorder::read);
}

#else

inline const bool has_cuda_streams =
    !is_profiling_switched_off() && all_sources.add(cuda_streams_key, cuda_recorder::read);

#endif

}  // namespace detail
#endif

namespace cuda {
#if DWELL_ENABLED
inline namespace on {

/// Names a stream in the profile, in place of "GPU 0 stream 1". Best called before it has scopes.
inline void set_stream_name(cudaStream_t stream, text_view name) noexcept {
    detail::cuda_recorder::set_stream_name(stream, name);
}

/// Records what the devices have completed so far, as each snapshot does. Waits for none. For a program that puts
/// thousands of scopes on a stream and then does something else for long.
inline void harvest() noexcept { detail::cuda_recorder::harvest(); }

/// From now on, an outermost scope on a stream is under what its thread has open where it begins:
/// `step;GPU 0;compute` in place of `GPU 0;compute`. It counts for no scope's own time there. Any thread, at any time;
/// DWELL_GPU_HOST_PATHS=1 in the environment does it at the start.
inline void set_host_call_paths(bool are_wanted) noexcept { detail::cuda_recorder::set_host_paths(are_wanted); }

/// What the link between host and device can carry each way, in bytes a second, for `gpu.link.bandwidth` and the
/// verdict. On Linux it is known for PCI Express; for other links, and in virtual machines that do not say, set it.
inline void set_link_bandwidth(int device, uint64_t bytes_per_second) noexcept {
    detail::cuda_recorder::set_link_bandwidth(device, bytes_per_second);
}

}  // namespace on
#else
inline namespace off {

inline void set_stream_name(cudaStream_t, text_view) noexcept {}
inline void harvest() noexcept {}
inline void set_host_call_paths(bool) noexcept {}
inline void set_link_bandwidth(int, uint64_t) noexcept {}

}  // namespace off
#endif
}  // namespace cuda
DWELL_NAMESPACE_END

#if DWELL_ENABLED

/// Times what is put on a stream from here to the end of the block, on the device. The host does not wait for it. The
/// name is a string literal; the stream belongs to the current device.
#define DWELL_TIMED_CUDA_SCOPE(name, stream) \
    const ::dwell::detail::cuda_scope DWELL_DETAIL_CONCAT(dwell_scope_, __COUNTER__)(DWELL_DETAIL_SITE(name), (stream))

/// Under a name made at run time: text, or the result of `dwell::intern`.
#define DWELL_TIMED_CUDA_SCOPE_DYNAMIC(name, stream) \
    const ::dwell::detail::cuda_scope DWELL_DETAIL_CONCAT(dwell_scope_, __COUNTER__)((name), (stream))

/// The same for a scope that copies, with the bytes and the direction that cudaMemcpyAsync is told:
/// `TIMED_CUDA_COPY("upload", stream, bytes, cudaMemcpyHostToDevice)`. Nothing but copies belongs in it.
#define DWELL_TIMED_CUDA_COPY(name, stream, bytes, kind)                              \
    const ::dwell::detail::cuda_scope DWELL_DETAIL_CONCAT(dwell_scope_, __COUNTER__)( \
        DWELL_DETAIL_SITE(name), (stream), ::dwell::detail::copied_by_cuda((bytes), (kind)))

/// Under a name made at run time.
#define DWELL_TIMED_CUDA_COPY_DYNAMIC(name, stream, bytes, kind)                      \
    const ::dwell::detail::cuda_scope DWELL_DETAIL_CONCAT(dwell_scope_, __COUNTER__)( \
        (name), (stream), ::dwell::detail::copied_by_cuda((bytes), (kind)))

#else

#define DWELL_TIMED_CUDA_SCOPE(name, stream) static_assert(sizeof(stream) != 0, "")
#define DWELL_TIMED_CUDA_SCOPE_DYNAMIC(name, stream) static_assert(sizeof(name) != 0 && sizeof(stream) != 0, "")
#define DWELL_TIMED_CUDA_COPY(name, stream, bytes, kind) \
    static_assert(sizeof(stream) != 0 && sizeof(bytes) != 0 && sizeof(kind) != 0, "")
#define DWELL_TIMED_CUDA_COPY_DYNAMIC(name, stream, bytes, kind) \
    static_assert(sizeof(name) != 0 && sizeof(stream) != 0 && sizeof(bytes) != 0 && sizeof(kind) != 0, "")

#endif

#if !defined(DWELL_NO_SHORT_MACROS)
#if !defined(TIMED_CUDA_SCOPE)
#define TIMED_CUDA_SCOPE(name, stream) DWELL_TIMED_CUDA_SCOPE(name, stream)
#endif
#if !defined(TIMED_CUDA_SCOPE_DYNAMIC)
#define TIMED_CUDA_SCOPE_DYNAMIC(name, stream) DWELL_TIMED_CUDA_SCOPE_DYNAMIC(name, stream)
#endif
#if !defined(TIMED_CUDA_COPY)
#define TIMED_CUDA_COPY(name, stream, bytes, kind) DWELL_TIMED_CUDA_COPY(name, stream, bytes, kind)
#endif
#if !defined(TIMED_CUDA_COPY_DYNAMIC)
#define TIMED_CUDA_COPY_DYNAMIC(name, stream, bytes, kind) DWELL_TIMED_CUDA_COPY_DYNAMIC(name, stream, bytes, kind)
#endif
#endif

#endif
