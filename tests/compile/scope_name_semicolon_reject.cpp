// SPDX-License-Identifier: BSL-1.0
// expect-error: name.* must not hold ';'
// A `;` separates the frames of a folded stack: the message says so.
#include <dwell/scope.hpp>

void step() { TIMED_SCOPE("a;b"); }
