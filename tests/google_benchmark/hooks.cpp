// SPDX-License-Identifier: BSL-1.0
// Counts the program's allocations.
#include <dwell/memory/new_delete.hpp>
