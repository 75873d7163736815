// SPDX-License-Identifier: BSL-1.0
// Names that every export format can carry.
#include <dwell/scope.hpp>

int step(int x) {
    TIMED_SCOPE("orchestrator.step");
    TIMED_SCOPE("two of them, with spaces / slashes: fine");
    TIMED_SCOPE("größe");
    TIMED_FUNCTION();
    return dwell::timed<"parse">([&] { return x + 1; });
}
