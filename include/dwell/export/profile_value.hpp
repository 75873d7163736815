// SPDX-License-Identifier: BSL-1.0
// Which number of each call path a flame graph is drawn of.
#ifndef DWELL_EXPORT_PROFILE_VALUE_HPP
#define DWELL_EXPORT_PROFILE_VALUE_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/rounding.hpp>
#include <dwell/profile/profile.hpp>

DWELL_NAMESPACE_BEGIN

/// What the widths of a flame graph show: each call path's own, so that they add up.
enum class profile_value {
    time,             ///< self time
    allocations,      ///< how many blocks were allocated
    allocated_bytes,  ///< how many bytes these had
    live_bytes,       ///< of what was allocated, the bytes that are held still; estimates where the heap is sampled
};

namespace detail {

/// The frame of what was allocated where no scope was open.
inline constexpr const char* outside_frame = "(outside scopes)";

/// 0 for time.
[[nodiscard]] inline uint64_t memory_value(profile_value value, const memory_counts& memory,
                                           const live_memory& live) noexcept {
    switch (value) {
        case profile_value::allocations:
            return memory.allocations;
        case profile_value::allocated_bytes:
            return memory.allocated_bytes;
        case profile_value::live_bytes:
            return round_to_uint64(live.bytes);
        case profile_value::time:
            break;
    }
    return 0;
}

/// A call path's own; time in ticks.
[[nodiscard]] inline uint64_t own_value(profile_value value, const call_path& path) noexcept {
    return value == profile_value::time ? path.self_ticks : memory_value(value, path.self_memory, path.self_live);
}

/// What is in no call path: 0 for time.
[[nodiscard]] inline uint64_t outside_value(profile_value value, const profile& source) noexcept {
    return memory_value(value, source.memory().outside, source.memory().live_outside);
}

/// Whether any memory was counted.
[[nodiscard]] inline bool has_memory(const profile& source) noexcept {
    if (!source.memory().outside.empty() || !source.memory().live_outside.empty()) {
        return true;
    }
    for (const call_path& path : source.paths()) {
        if (!path.self_memory.empty() || !path.self_live.empty()) {
            return true;
        }
    }
    return false;
}

/// Whether it was followed what is held still.
[[nodiscard]] inline bool has_live_memory(const profile& source) noexcept {
    return source.memory().sample_interval_bytes != 0 && has_memory(source);
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
