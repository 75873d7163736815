// SPDX-License-Identifier: BSL-1.0
// How fit the machine was to measure on, while it was measured.
#ifndef DWELL_TESTING_MACHINE_CONDITION_HPP
#define DWELL_TESTING_MACHINE_CONDITION_HPP

#include <dwell/core/config.hpp>

#include <string_view>

DWELL_NAMESPACE_BEGIN

enum class machine_verdict : uint8_t {
    unknown,  ///< not measured: a profile that was read from a file, or too short
    quiet,
    noisy,  ///< intervals are wider, and it takes longer
    unfit,  ///< no time that was measured here makes a test fail
};

/// "unknown", "quiet", "noisy" or "unfit".
[[nodiscard]] constexpr std::string_view to_text(machine_verdict which) noexcept {
    constexpr std::string_view texts[] = {"unknown", "quiet", "noisy", "unfit"};
    return texts[static_cast<uint8_t>(which)];
}

/// What a loop of dwell's own, always the same, and the scheduler said meanwhile.
struct machine_condition {
    machine_verdict verdict = machine_verdict::unknown;
    /// Median of how much the loop's time differs from one round to the next, as a share of it.
    double jitter = 0.0;
    /// Of the wall time, the share for which the thread was ready to run and had no processor.
    double waiting = 0.0;
    /// Times that the thread was taken off its processor.
    uint64_t preemptions = 0;
};

DWELL_NAMESPACE_END

#endif
