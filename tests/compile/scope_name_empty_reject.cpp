// SPDX-License-Identifier: BSL-1.0
// expect-error: name.* must not be empty
// An empty name: the message says so.
#include <dwell/scope.hpp>

void step() { TIMED_SCOPE(""); }
