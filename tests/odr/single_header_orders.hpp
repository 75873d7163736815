// SPDX-License-Identifier: BSL-1.0
// The three units of this program.
#ifndef DWELL_TESTS_ODR_SINGLE_HEADER_ORDERS_HPP
#define DWELL_TESTS_ODR_SINGLE_HEADER_ORDERS_HPP

void run_dwell_first();
void run_scope_only();

#endif
