// SPDX-License-Identifier: BSL-1.0
// DWELL_NO_SHORT_MACROS: a user who wants none of the short names gets none.
#define DWELL_NO_SHORT_MACROS
#include <dwell/scope.hpp>

#if defined(TIMED_SCOPE) || defined(TIMED_FUNCTION) || defined(TIMED_SCOPE_DYNAMIC) || defined(TIMED_SCOPE_CPU) || \
    defined(TIMED_SCOPE_SAMPLED)
#error "a short macro is defined under DWELL_NO_SHORT_MACROS"
#endif

void step() {
    DWELL_TIMED_SCOPE("long.name");
    DWELL_TIMED_SCOPE_SAMPLED("long.name", 64);
    DWELL_TIMED_FUNCTION();
}
