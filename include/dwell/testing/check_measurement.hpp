// SPDX-License-Identifier: BSL-1.0
// A budget held against a measurement.
#ifndef DWELL_TESTING_CHECK_MEASUREMENT_HPP
#define DWELL_TESTING_CHECK_MEASUREMENT_HPP

#include <dwell/core/config.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/testing/budget.hpp>
#include <dwell/testing/budget_result.hpp>
#include <dwell/testing/check_counters.hpp>
#include <dwell/testing/check_limits.hpp>
#include <dwell/testing/check_memory.hpp>
#include <dwell/testing/costliest.hpp>
#include <dwell/testing/measurement.hpp>
#include <dwell/testing/scope_choice.hpp>

#include <string>

DWELL_NAMESPACE_BEGIN
namespace detail {

[[nodiscard]] inline measured_interval quantity_of(const measurement& measured, const upper_limit& limit) {
    switch (limit.quantity) {
        case budget_quantity::p50:
            return measured.p50();
        case budget_quantity::p95:
        case budget_quantity::p99:
        case budget_quantity::p999:
            return measured.percentile(limit.percentile);
        case budget_quantity::max:
            return (measured.max)();
        case budget_quantity::mean:
            return measured.mean();
        case budget_quantity::cpu_per_call:
            return measured.cpu_per_call();
        case budget_quantity::allocations_per_call:
            return measured.allocations_per_call();
        case budget_quantity::bytes_per_call:
            return measured.bytes_per_call();
        case budget_quantity::growth_per_hour:
            break;
    }
    return {};
}

[[nodiscard]] inline limit_check check_quantity(const measurement& measured, const upper_limit& limit) {
    if (limit.quantity == budget_quantity::growth_per_hour) {
        return failed_limit(limit, "growth takes snapshots over time: check a memory_growth");
    }
    measured_interval value = quantity_of(measured, limit);
    if (limit.unit != limit_unit::nanoseconds) {
        return measured.recorded_all_calls() ? check_memory(limit, measured.inside(), value.estimate, value.samples)
                                             : check_upper_limit(limit, value);
    }
    if (value.lower > limit.value && value.upper == infinity) {
        value.reason.clear();  // too few to be sure that it is small enough are plenty to be sure that it is not
    }
    limit_check result = check_upper_limit(limit, value);
    if (result.answer == verdict::fail && measured.machine().verdict == machine_verdict::unfit) {
        result.answer = verdict::inconclusive;
        result.reason = "the machine was unfit to measure on";
    } else if (result.answer == verdict::inconclusive && result.samples_wanted == 0 && result.reason.empty()) {
        result.samples_wanted = samples_wanted(result, measured.options().process_variation);
        if (result.samples_wanted == 0) {
            result.reason = "as near to the limit as processes differ from each other";
        }
    }
    return result;
}

}  // namespace detail

/// Holds a budget against what was measured: see `budget_result`. Times that were measured on an unfit machine pass,
/// since it only adds to them, and never fail. Counters are what all threads counted meanwhile.
[[nodiscard]] inline budget_result check(const measurement& measured, const budget& wanted) {
    budget_result result;
    result.subject = measured.name().empty() ? "measured code" : measured.name();
    result.machine = measured.machine();
    result.seconds = measured.seconds();
    result.error = detail::flaw_of_options(measured.options());
    if (!result.error.empty()) {
        return result;
    }
    for (const upper_limit& limit : upper_limits(wanted)) {
        result.checks.push_back(detail::check_quantity(measured, limit));
    }
    for (const counter_limit& limit : wanted.counters) {
        result.checks.push_back(detail::check_counter(measured.inside(), limit, measured.confidence()));
    }
    detail::scope_choice code;
    code.outermost = detail::outermost_paths(measured.inside(), detail::measuring_scope, false);
    result.costliest = detail::costliest_below(measured.inside(), code, detail::cost_of_worst(result.checks));
    return result;
}

DWELL_NAMESPACE_END

#endif
