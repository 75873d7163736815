// SPDX-License-Identifier: BSL-1.0
// expect-error: name.* must not be empty
// An empty name.
#include <dwell/scope.hpp>

int step() {
    return dwell::timed<"">([] { return 1; });
}
