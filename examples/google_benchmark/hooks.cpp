// SPDX-License-Identifier: BSL-1.0
// Allocations are counted where one source file of the program, and only one, says so.
#include <dwell/memory/new_delete.hpp>
