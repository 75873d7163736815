// SPDX-License-Identifier: BSL-1.0
// expect-error: name.* control character
// A control character ends a line of a format: the message says so.
#include <dwell/scope.hpp>

void step() { TIMED_SCOPE("a\n"); }
