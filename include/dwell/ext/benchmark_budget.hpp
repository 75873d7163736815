// SPDX-License-Identifier: BSL-1.0
// A budget held against the iterations of a benchmark.
#ifndef DWELL_EXT_BENCHMARK_BUDGET_HPP
#define DWELL_EXT_BENCHMARK_BUDGET_HPP

#include <dwell/core/config.hpp>
#include <dwell/dwell.hpp>
#include <dwell/ext/benchmark_runs.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/testing/budget.hpp>
#include <dwell/testing/budget_result.hpp>
#include <dwell/testing/check_limits.hpp>
#include <dwell/testing/check_profile.hpp>
#include <dwell/testing/verdict.hpp>

#include <optional>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// A shorter run does not fail: it is one of Google Benchmark's first trials, with what only the first calls have to
/// do.
inline constexpr double shortest_failing_run_ns = 5e6;

/// Of each look: there is one at each trial that is long enough, three at most, and at each repetition.
inline constexpr double benchmark_confidence = 0.999;

/// Where no run says anything: recording is off.
[[nodiscard]] inline budget_result unchecked_benchmark(const budget& wanted, const char* reason) {
    budget_result result;
    result.subject = benchmark_iteration;
    measured_interval unknown;
    unknown.reason = reason;
    for (const upper_limit& limit : upper_limits(wanted)) {
        result.checks.push_back(check_upper_limit(limit, unknown));
    }
    return result;
}

[[nodiscard]] inline budget_result check_benchmark(const profile& run, const budget& wanted) {
    if (!is_recording()) {
        return unchecked_benchmark(wanted, "recording is off (DWELL_PROFILING=0)");
    }
    budget_result result = check(run, benchmark_iteration, wanted, {.confidence = benchmark_confidence});
    const std::optional<scope_statistics> iterations = run.find(benchmark_iteration);
    if (!iterations || iterations->total_ns() >= shortest_failing_run_ns) {
        return result;
    }
    for (limit_check& check : result.checks) {
        if (check.answer == verdict::fail && is_finite(check.estimate)) {
            check.answer = verdict::inconclusive;
            check.reason = "a run of less than 5 ms may be a trial (--benchmark_min_time)";
        }
    }
    return result;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
