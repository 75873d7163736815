// SPDX-License-Identifier: BSL-1.0
// scope.hpp, then dwell.hpp; checks that the three units record into one profile.
#include <dwell/scope.hpp>
// Not sorted: the order is what is tested.
#include <dwell/dwell.hpp>

#include <cstdio>

#include "single_header_orders.hpp"

int main() {
    run_dwell_first();
    run_scope_only();
    { TIMED_SCOPE("orders.step"); }
    const auto found = dwell::snapshot().find("orders.step");
    if (!found || found->calls() != 3) {
        std::fprintf(stderr, "failed: three units record into one profile\n");
        return 1;
    }
    return 0;
}
