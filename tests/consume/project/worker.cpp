// SPDX-License-Identifier: BSL-1.0
// The program's second file.
#include <dwell/scope.hpp>

#include "work.hpp"

void worker_work() {
    TIMED_SCOPE("worker.work");
    TIMED_SCOPE("everywhere.step");
    dwell::counter<"everywhere.calls">.add(1);
}
