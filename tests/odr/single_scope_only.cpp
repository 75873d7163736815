// SPDX-License-Identifier: BSL-1.0
// scope.hpp alone.
#include <dwell/scope.hpp>

#include "single_header_orders.hpp"

void run_scope_only() { TIMED_SCOPE("orders.step"); }
