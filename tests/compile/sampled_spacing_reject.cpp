// SPDX-License-Identifier: BSL-1.0
// expect-error: one call in 2 to 65536 can be timed
// Nothing to choose from.
#include <dwell/scope.hpp>

void step() { TIMED_SCOPE_SAMPLED("step", 1); }
