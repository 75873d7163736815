// SPDX-License-Identifier: BSL-1.0
// Exemplars written down by hand.
#ifndef DWELL_TESTS_SUPPORT_EXEMPLAR_FIXTURE_HPP
#define DWELL_TESTS_SUPPORT_EXEMPLAR_FIXTURE_HPP

#include "support/profile_fixture.hpp"

#include <dwell/profile/builder.hpp>
#include <dwell/profile/exemplar.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace test {

struct scope_entry {
    std::string names;  // root first, separated by ';'
    std::uint64_t start_ticks;
    std::uint64_t duration_ticks;
};

inline dwell::timeline_scope scope_of(dwell::profile_builder& builder, const scope_entry& entry) {
    dwell::timeline_scope scope;
    scope.path = add_path(builder, entry.names);
    scope.start_ticks = entry.start_ticks;
    scope.duration_ticks = entry.duration_ticks;
    return scope;
}

/// On a thread called "worker", whose number is 1.
inline dwell::exemplar exemplar_of(dwell::profile_builder& builder, const scope_entry& instance,
                                   const std::vector<scope_entry>& inside = {}) {
    dwell::exemplar slow;
    slow.instance = scope_of(builder, instance);
    slow.thread = "worker";
    slow.thread_number = 1;
    for (const scope_entry& entry : inside) {
        slow.inside.push_back(scope_of(builder, entry));
    }
    return slow;
}

}  // namespace test

#endif
