// SPDX-License-Identifier: BSL-1.0
// A timeline of manual recording, and what every timeline promises.
#ifndef DWELL_TESTS_SUPPORT_TIMELINE_RECORDING_HPP
#define DWELL_TESTS_SUPPORT_TIMELINE_RECORDING_HPP

#include "support/manual_recording.hpp"

#include <dwell/profile/profile.hpp>
#include <dwell/record/timeline_switch.hpp>

#include <string>
#include <vector>

namespace test {

template <typename Recording>
void keep_timeline(const dwell::timeline_options& options = {}) {
    dwell::detail::switch_timeline(Recording::recorder::all(), options);
}

/// "outer[0+10] inner[2+3]": names with start and duration, "…" behind those that are open.
inline std::string timeline_text(const dwell::profile& profile, const std::vector<dwell::timeline_scope>& scopes) {
    std::string text;
    for (const dwell::timeline_scope& scope : scopes) {
        text += (text.empty() ? "" : " ") + profile.name_of(scope) + "[" + std::to_string(scope.start_ticks) + "+" +
                std::to_string(scope.duration_ticks) + (scope.is_open ? "…" : "") + "]";
    }
    return text;
}

/// What is wrong with the order or the nesting of scopes; empty where nothing is. Where a scope is inside another one,
/// its call path is below the other's: a record of which only half was new would not be.
inline std::string nesting_fault(const dwell::profile& profile, const std::vector<dwell::timeline_scope>& scopes) {
    std::vector<dwell::timeline_scope> around;
    uint64_t last_start = 0;
    for (const dwell::timeline_scope& scope : scopes) {
        if (scope.start_ticks < last_start) {
            return "order";
        }
        last_start = scope.start_ticks;
        while (!around.empty() && around.back().end_ticks() <= scope.start_ticks) {
            around.pop_back();
        }
        if (!around.empty() && around.back().end_ticks() < scope.end_ticks()) {
            return "overlap";
        }
        if (scope.path >= profile.paths().size()) {
            return "call path";
        }
        // Scopes of no duration may begin where the one before them ends.
        if (!around.empty() && scope.duration_ticks != 0) {
            bool is_below = false;
            for (uint32_t at = scope.path; at != dwell::call_path::no_parent; at = profile.paths()[at].parent) {
                is_below = is_below || at == around.back().path;
            }
            if (!is_below) {
                return profile.path_string(scope.path) + " is inside " + profile.path_string(around.back().path);
            }
        }
        around.push_back(scope);
    }
    return {};
}

/// The same for each thread and each exemplar.
inline std::string timeline_fault(const dwell::profile& profile) {
    for (const dwell::timeline_thread& thread : profile.timeline().threads) {
        if (const std::string fault = nesting_fault(profile, thread.scopes); !fault.empty()) {
            return thread.name + ": " + fault;
        }
    }
    for (const dwell::exemplar& slow : profile.exemplars()) {
        if (const std::string fault = nesting_fault(profile, slow.inside); !fault.empty()) {
            return profile.name_of(slow.instance) + ": " + fault;
        }
        for (const dwell::timeline_scope& scope : slow.inside) {
            if (scope.start_ticks < slow.instance.start_ticks || scope.end_ticks() > slow.instance.end_ticks()) {
                return profile.name_of(scope) + " is not inside " + profile.name_of(slow.instance);
            }
        }
    }
    return {};
}

}  // namespace test

#endif
