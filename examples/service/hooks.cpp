// SPDX-License-Identifier: BSL-1.0
// Counts allocations, so that /debug/pprof/allocs and /debug/pprof/heap have something to show.
#include <dwell/memory/new_delete.hpp>
