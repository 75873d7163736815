// SPDX-License-Identifier: BSL-1.0
// A shared library that the program opens with dlopen, and closes.
#include <dwell/scope.hpp>

extern "C" [[gnu::visibility("default")]] void plugin_work();

void plugin_work() {
    TIMED_SCOPE("plugin.work");
    TIMED_SCOPE("everywhere.step");
    dwell::counter<"everywhere.calls">.add(1);
}
