// SPDX-License-Identifier: BSL-1.0
// A plugin that records and reports, for a program that closes it before it ends: see plugin_host.cpp.
#include <dwell/dwell.hpp>

extern "C" [[gnu::visibility("default")]] void plugin_work() { TIMED_SCOPE("plugin.work"); }
