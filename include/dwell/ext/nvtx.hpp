// SPDX-License-Identifier: BSL-1.0
// Scopes as NVTX ranges, so that Nsight Systems and Nsight Compute show dwell's names: in the domain "dwell", on the
// thread that has the scope, switched on and off while the program runs. Needs the NVTX 3 headers of the CUDA Toolkit;
// no device, driver or tool to run.
#ifndef DWELL_EXT_NVTX_HPP
#define DWELL_EXT_NVTX_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/record/mirror_switch.hpp>
#include <dwell/record/process_start.hpp>
#include <dwell/record/recorder.hpp>
#include <dwell/record/scope_mirror.hpp>
#include <dwell/record/timeline_switch.hpp>

#include <nvtx3/nvToolsExt.h>

DWELL_NAMESPACE_BEGIN
#if DWELL_ENABLED
namespace detail {

/// What the ranges of scopes belong to; null where no tool listens, and before it was asked for.
inline constinit atomic_cell<nvtxDomainHandle_t> nvtx_domain{};

inline void begin_nvtx_range(const char* name) noexcept {
    nvtxEventAttributes_t event{};
    event.version = NVTX_VERSION;
    event.size = static_cast<uint16_t>(sizeof(event));
    event.messageType = NVTX_MESSAGE_TYPE_ASCII;
    event.message.ascii = name;
    nvtxDomainRangePushEx(nvtx_domain.load(), &event);
}
inline void end_nvtx_range() noexcept { nvtxDomainRangePop(nvtx_domain.load()); }

inline constexpr scope_mirror nvtx_ranges{begin_nvtx_range, end_nvtx_range};

/// Whether a tool listens. The first call loads it.
inline bool has_nvtx_domain() noexcept {
    if (nvtx_domain.load_acquire() == nullptr) {
        const nvtxDomainHandle_t mine = nvtxDomainCreateA("dwell");
        nvtxDomainHandle_t known = nullptr;
        if (mine != nullptr && !nvtx_domain.compare_exchange(known, mine)) {
            nvtxDomainDestroy(mine);
        }
    }
    return nvtx_domain.load_acquire() != nullptr;
}

}  // namespace detail

inline namespace on {

/// From now on each TIMED_SCOPE, TIMED_FUNCTION and `timed` is a range of NVTX, too; or no more. A call path that a
/// thread has met before is one from its second call on, and what has begun ends in either case. Sampled scopes and
/// spans are none. Any thread, at any time; DWELL_NVTX=1 in the environment does it at the start. False, and nothing is
/// slower, where no tool listens: the program does not run under one.
inline bool set_nvtx_ranges(bool are_wanted) noexcept {
    detail::start_process();
    if (are_wanted && !detail::has_nvtx_domain()) {
        return false;
    }
    detail::mirror_code.store_release(detail::this_shared_object());
    detail::switch_mirror(detail::default_recorder::all(), are_wanted ? &detail::nvtx_ranges : nullptr);
    return true;
}

}  // namespace on

namespace detail {

// For each file that includes this; the second time changes nothing.
#if defined(__GNUC__) || defined(__clang__)

[[gnu::constructor, maybe_unused]] static void set_nvtx_ranges_as_environment_says() {
    const char* const wish = environment("DWELL_NVTX");
    if (wish != nullptr && wish[0] == '1' && wish[1] == '\0' && !is_profiling_switched_off()) {
        set_nvtx_ranges(true);
    }
}
[[gnu::destructor, maybe_unused]] static void end_nvtx_ranges() { end_mirror_of(this_shared_object()); }

#endif

}  // namespace detail
#else
inline namespace off {

inline bool set_nvtx_ranges(bool) noexcept { return false; }

}  // namespace off
#endif
DWELL_NAMESPACE_END

#endif
