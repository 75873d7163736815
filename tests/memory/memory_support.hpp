// SPDX-License-Identifier: BSL-1.0
// What the tests of a program with hooks have in common.
#ifndef DWELL_TESTS_MEMORY_MEMORY_SUPPORT_HPP
#define DWELL_TESTS_MEMORY_MEMORY_SUPPORT_HPP

#include <dwell/dwell.hpp>

#include <cstddef>
#include <string_view>

/// Whether the program counts the bytes that were asked for, or the usable ones: its hooks.cpp says so.
extern const bool counts_requested;

/// What the scopes of a name allocated and freed themselves, all call paths together.
inline dwell::memory_counts self_memory(const dwell::profile& profile, std::string_view name) {
    dwell::memory_counts sum;
    for (const dwell::call_path& path : profile.paths()) {
        if (profile.name_of(path) == name) {
            sum.add(path.self_memory);
        }
    }
    return sum;
}

/// Everything that a process allocated and freed: in its scopes, outside of them, and dwell's own.
inline dwell::memory_counts all_memory(const dwell::profile& profile) {
    dwell::memory_counts sum = profile.memory().outside;
    sum.add(profile.memory().own);
    for (const dwell::call_path& path : profile.paths()) {
        sum.add(path.self_memory);
    }
    return sum;
}

/// All that is followed now, dwell's own left out.
inline dwell::live_memory all_live(const dwell::profile& profile) {
    dwell::live_memory sum = profile.memory().live_outside;
    for (const dwell::call_path& path : profile.paths()) {
        sum.add(path.self_live);
    }
    return sum;
}

/// A block that the compiler does not see through: it may not leave out the allocation.
template <typename T>
T* opaque(T* pointer) {
    asm volatile("" : "+r"(pointer) : : "memory");
    return pointer;
}

/// Sanitizers have operators of their own: there is nothing to test then but that the profile says so.
#define RETURN_UNLESS_COUNTED()         \
    if (!dwell::counts_allocations()) { \
        WARN("no allocations counted"); \
        return;                         \
    }

#endif
