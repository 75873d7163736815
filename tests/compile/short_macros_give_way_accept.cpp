// SPDX-License-Identifier: BSL-1.0
// A TIMED_SCOPE that was there first (easylogging++ has one with two arguments) stays; the long name always works.
#define TIMED_SCOPE(object, name) const int object = sizeof(name)
#include <dwell/scope.hpp>

int step() {
    DWELL_TIMED_SCOPE("long.name");
    TIMED_SCOPE(length, "abc");
    TIMED_FUNCTION();
    return length;
}
