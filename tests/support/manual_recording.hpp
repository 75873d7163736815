// SPDX-License-Identifier: BSL-1.0
// Recording with a clock that the test sets: durations are exact, and each tag has a registry of its own.
#ifndef DWELL_TESTS_SUPPORT_MANUAL_RECORDING_HPP
#define DWELL_TESTS_SUPPORT_MANUAL_RECORDING_HPP

#include <dwell/core/manual_clock.hpp>
#include <dwell/record/recorder.hpp>
#include <dwell/record/scope.hpp>
#include <dwell/snapshot.hpp>

#include <stdexcept>
#include <string>
#include <string_view>

namespace test {

/// Recording that only the tests with this tag see. One tick is one nanosecond.
template <typename Tag>
struct manual_recording {
    using clock = dwell::manual_clock<Tag>;
    using recorder = dwell::detail::recorder<clock>;
    using scope = dwell::detail::basic_scope<recorder>;

    static dwell::profile snapshot() { return dwell::detail::take_snapshot(recorder::all(), false); }
    static void advance(uint64_t ticks) { clock::advance(ticks); }
    /// A scope that took `ticks`.
    static void spend(const char* name, uint64_t ticks) {
        const scope here{dwell::text_view(name)};
        clock::advance(ticks);
    }
};

/// The call path with these names, root first, separated by ';'. Throws where there is none.
inline const dwell::call_path& path_of(const dwell::profile& profile, std::string_view names) {
    const auto index = profile.find_path(names);
    if (!index) {
        throw std::runtime_error("no call path " + std::string(names));
    }
    return profile.paths()[*index];
}

inline bool has_path(const dwell::profile& profile, std::string_view names) {
    return profile.find_path(names).has_value();
}

/// Whether nothing was bounded, repaired or lost in the recorder of this profile. Names and series are bounded for the
/// whole process, where other tests may have used them up.
inline bool is_clean(const dwell::profile& profile) {
    dwell::recording_health health = profile.health();
    health.other_names = 0;
    health.other_series = 0;
    return health == dwell::recording_health{};
}

/// How many scopes ended, on all call paths.
inline uint64_t all_calls(const dwell::profile& profile) {
    uint64_t sum = 0;
    for (const dwell::call_path& path : profile.paths()) {
        sum += path.calls;
    }
    return sum;
}

/// Time in all scopes, each nanosecond once.
inline uint64_t all_self_ticks(const dwell::profile& profile) {
    uint64_t sum = 0;
    for (const dwell::call_path& path : profile.paths()) {
        sum += path.self_ticks;
    }
    return sum;
}

}  // namespace test

#endif
