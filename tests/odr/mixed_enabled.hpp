// SPDX-License-Identifier: BSL-1.0
// What the unit with DWELL_ENABLED=1 and the unit with 0 both see.
#ifndef DWELL_TESTS_ODR_MIXED_ENABLED_HPP
#define DWELL_TESTS_ODR_MIXED_ENABLED_HPP

#include <dwell/scope.hpp>

// An inline function whose units disagree is one of the two, as the linker chooses: recorded for both or for none.
// (Where the compiler inlines it, each unit has its own.)
[[gnu::noinline]] inline int shared_step(int x) {
    TIMED_SCOPE("shared.step");
    return x + 1;
}

int run_enabled(int x);
int run_disabled(int x);

#endif
