// SPDX-License-Identifier: BSL-1.0
// dwell.hpp, then scope.hpp.
#include "single_header_orders.hpp"

#include <dwell/dwell.hpp>
// Not sorted: the order is what is tested.
#include <dwell/scope.hpp>

void run_dwell_first() { TIMED_SCOPE("orders.step"); }
