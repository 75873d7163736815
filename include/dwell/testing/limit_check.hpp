// SPDX-License-Identifier: BSL-1.0
// One limit of a budget, held against what was measured.
#ifndef DWELL_TESTING_LIMIT_CHECK_HPP
#define DWELL_TESTING_LIMIT_CHECK_HPP

#include <dwell/core/config.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/testing/counter_limit.hpp>
#include <dwell/testing/verdict.hpp>

#include <string>

DWELL_NAMESPACE_BEGIN

enum class limit_unit : uint8_t { nanoseconds, bytes, bytes_per_hour, count, ratio };

/// One limit of a budget, what was measured, and whether the one is within the other.
struct limit_check {
    std::string quantity;  ///< the budget's member ("p99"), or the counter or the ratio ("cache.hits / cache.lookups")
    limit_unit unit = limit_unit::nanoseconds;
    comparison relation = comparison::at_most;
    double limit = 0.0;
    verdict answer = verdict::inconclusive;
    /// What was measured, with its interval; NaN where that is not known. Equal bounds: counted, not estimated.
    double estimate = detail::not_a_number;
    double lower = detail::not_a_number;
    double upper = detail::not_a_number;
    uint64_t samples = 0;  ///< calls, or what the counter is divided by
    /// Where the answer is inconclusive for want of samples: about how many it takes; 0 where that is not known.
    uint64_t samples_wanted = 0;
    /// Why it failed or is inconclusive, where the numbers alone do not say so.
    std::string reason;
};

DWELL_NAMESPACE_END

#endif
