// SPDX-License-Identifier: BSL-1.0
// A shared library that the program links.
#include <dwell/scope.hpp>

#include "work.hpp"

void library_work() {
    TIMED_SCOPE("library.work");
    TIMED_SCOPE("everywhere.step");
    dwell::counter<"everywhere.calls">.add(1);
}
