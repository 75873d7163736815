// SPDX-License-Identifier: BSL-1.0
// The unit that records nothing.
#define DWELL_ENABLED 0
#include "mixed_enabled.hpp"

int run_disabled(int x) {
    TIMED_SCOPE("disabled.run");
    TIMED_FUNCTION();
    dwell::counter<"disabled.steps">.add(1);
    const int result = dwell::timed<"disabled.timed">([&] { return shared_step(x); });
    // The same name as in the other unit, which does record it.
    return dwell::timed<"both.timed">([&] { return result; });
}
