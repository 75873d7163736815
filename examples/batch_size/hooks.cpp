// SPDX-License-Identifier: BSL-1.0
// Counts allocations, so that the memory that a batch takes is known.
#include <dwell/memory/new_delete.hpp>
