// SPDX-License-Identifier: BSL-1.0
// Budgets of allocations need operator new to count: in one source file of each test program, and only there.
#include <dwell/memory/new_delete.hpp>
