// SPDX-License-Identifier: BSL-1.0
// The bounds of recording, for the length of a test.
#ifndef DWELL_TESTS_SUPPORT_LIMITS_GUARD_HPP
#define DWELL_TESTS_SUPPORT_LIMITS_GUARD_HPP

#include <dwell/record/limits.hpp>

namespace test {

/// The default bounds, but for names: one test uses up those of the process.
inline dwell::recording_limits roomy_limits() {
    dwell::recording_limits limits;
    limits.runtime_names = 1'000'000;
    return limits;
}

inline dwell::recording_limits limits_with(uint32_t dwell::recording_limits::*which, uint32_t value) {
    dwell::recording_limits limits = roomy_limits();
    limits.*which = value;
    return limits;
}

/// Bounds for a test, and roomy ones after it.
class limits_guard {
public:
    explicit limits_guard(const dwell::recording_limits& limits) { dwell::set_recording_limits(limits); }
    ~limits_guard() { dwell::set_recording_limits(roomy_limits()); }
    limits_guard(const limits_guard&) = delete;
    limits_guard& operator=(const limits_guard&) = delete;
};

}  // namespace test

#endif
