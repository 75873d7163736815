// SPDX-License-Identifier: BSL-1.0
// Counts the allocations of the program that endpoint_test.py asks.
#include <dwell/memory/new_delete.hpp>
