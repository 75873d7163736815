// SPDX-License-Identifier: BSL-1.0
// What code may take: budget{.p99 = 5ms, .allocations_per_call = 0}.
#ifndef DWELL_TESTING_BUDGET_HPP
#define DWELL_TESTING_BUDGET_HPP

#include <dwell/core/config.hpp>
#include <dwell/testing/counter_limit.hpp>
#include <dwell/testing/limits.hpp>

#include <vector>

DWELL_NAMESPACE_BEGIN

/// Upper limits, each of which may be left out; times as any std::chrono::duration. What is equal to its limit is
/// within it. A limit that is negative or not finite fails, and says so. A plain value.
struct budget {
    time_limit p50{};  ///< the duration that half of the calls do not exceed
    time_limit p95{};
    time_limit p99{};
    time_limit p999{};  ///< of 1,000 calls, 999
    time_limit max{};
    time_limit mean{};
    time_limit cpu_per_call{};            ///< CPU time of the calling thread
    number_limit allocations_per_call{};  ///< mean; 0 is exact: not one in all calls
    number_limit bytes_per_call{};        ///< allocated, not held
    number_limit growth_per_hour{};       ///< bytes; only of a `memory_growth`
    std::vector<counter_limit> counters{};
};

DWELL_NAMESPACE_END

#endif
