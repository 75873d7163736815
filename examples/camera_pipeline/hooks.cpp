// SPDX-License-Identifier: BSL-1.0
// Counts allocations, so that growth is that of the heap, to the byte, and not of the resident set.
#include <dwell/memory/new_delete.hpp>
