// SPDX-License-Identifier: BSL-1.0
// Counts the allocations of the programs of this folder.
#include <dwell/memory/new_delete.hpp>
