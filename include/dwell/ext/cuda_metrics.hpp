// SPDX-License-Identifier: BSL-1.0
// The memory of CUDA devices as gauges in every snapshot of a program that includes this, and the devices, driver and
// runtime in its metadata. Needs the CUDA Toolkit (11.3 or later) to compile; no device and no driver to run.
#ifndef DWELL_EXT_CUDA_METRICS_HPP
#define DWELL_EXT_CUDA_METRICS_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/machine.hpp>
#include <dwell/core/system.hpp>
#include <dwell/device/device_metrics.hpp>
#include <dwell/ext/cuda_devices.hpp>
#include <dwell/record/process_start.hpp>
#include <dwell/record/source.hpp>

DWELL_NAMESPACE_BEGIN
#if DWELL_ENABLED
namespace detail {

/// What is known of the devices, of the process that asked. Used while no source is asked, or by the source.
struct cuda_metrics_state {
    device_metrics<cuda_devices> devices;
    uint64_t asked_by = 0;
    bool awaits_exit = false;
    bool is_exiting = false;

    /// To be called when the program starts, so that what it uses later ends before: the first look would then be at a
    /// runtime that is gone, which crashes.
    void await_exit() noexcept {
        if (!awaits_exit) {
            awaits_exit = true;
            run_at_exit(begin_exit);
        }
    }

    void ask() noexcept {
        if (asked_by != process_id() && is_exiting) {
            return;
        }
        if (asked_by != process_id()) {  // the first time, or in the child of a fork
            asked_by = process_id();
            devices = {};
            devices.ask();
            // Behind the runtime's own, so before it: handlers run in the opposite order.
            run_at_exit(end);
            return;
        }
        devices.ask();
    }
    static void end() noexcept;
    static void begin_exit() noexcept;
};

DWELL_EXPORT inline constinit cuda_metrics_state cuda_metrics{};

inline void cuda_metrics_state::end() noexcept {
    all_sources.while_none_is_asked([] { cuda_metrics.devices.end(); });
}

inline void cuda_metrics_state::begin_exit() noexcept {
    all_sources.while_none_is_asked([] { cuda_metrics.is_exiting = true; });
}

inline void read_cuda_metrics(source_sink& sink) {
    cuda_metrics.ask();
    cuda_metrics.devices.report(sink);
}

inline constexpr uint64_t cuda_metrics_key = 0x6375646164657673;  // any that no other source has

inline bool start_cuda_metrics() noexcept {
    if (is_profiling_switched_off()) {
        return false;
    }
    cuda_metrics.await_exit();
    return all_sources.add(cuda_metrics_key, read_cuda_metrics);
}

// See memory/process_metrics.hpp.
#if defined(__GNUC__) || defined(__clang__)

[[gnu::constructor, maybe_unused]] static void register_cuda_metrics() { start_cuda_metrics(); }
[[gnu::destructor(101), maybe_unused]] static void take_off_cuda_metrics() {
    all_sources.remove(cuda_metrics_key, read_cuda_metrics);
}

#else

inline const bool has_cuda_metrics = start_cuda_metrics();

#endif

}  // namespace detail
#endif

namespace cuda {
#if DWELL_ENABLED
inline namespace on {

/// Looks at the memory of the devices now, as each snapshot does: the change is counted from the first look, and the
/// peak is the highest of all. A few microseconds for each device in use.
inline void note_memory() noexcept {
    if (!detail::is_profiling_switched_off()) {
        detail::all_sources.while_none_is_asked([] { detail::cuda_metrics.ask(); });
    }
}

}  // namespace on
#else
inline namespace off {

inline void note_memory() noexcept {}

}  // namespace off
#endif
}  // namespace cuda
DWELL_NAMESPACE_END

#endif
