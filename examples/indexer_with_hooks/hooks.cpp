// SPDX-License-Identifier: BSL-1.0
// All that it takes to count the allocations of a program by call path: this line in one of its source files.
#include <dwell/memory/new_delete.hpp>
