// SPDX-License-Identifier: BSL-1.0
// Recording alone, for every file: TIMED_SCOPE and its kin, timed, span, counter, gauge, distribution and mark. Light:
// under 20 ms of compile time. One file of the program also includes <dwell/dwell.hpp>, which reports.
#ifndef DWELL_SCOPE_HPP
#define DWELL_SCOPE_HPP

#include <dwell/core/config.hpp>
#include <dwell/macros.hpp>
#include <dwell/record/counter.hpp>
#include <dwell/record/distribution.hpp>
#include <dwell/record/function_name.hpp>
#include <dwell/record/gauge.hpp>
#include <dwell/record/mark.hpp>
#include <dwell/record/scope.hpp>
#include <dwell/record/span.hpp>
#include <dwell/record/timed.hpp>

#endif
