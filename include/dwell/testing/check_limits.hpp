// SPDX-License-Identifier: BSL-1.0
// Is what was measured within its limit? The interval decides, not the estimate.
#ifndef DWELL_TESTING_CHECK_LIMITS_HPP
#define DWELL_TESTING_CHECK_LIMITS_HPP

#include <dwell/core/config.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/testing/budget.hpp>
#include <dwell/testing/counter_limit.hpp>
#include <dwell/testing/limit_check.hpp>
#include <dwell/testing/verdict.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN

/// A measured number with its interval, in the unit of its limit: what there is to compare with a limit.
struct measured_interval {
    double estimate = detail::not_a_number;
    double lower = detail::not_a_number;  ///< NaN where it is not known; equal to `upper` where it was counted
    double upper = detail::not_a_number;
    uint64_t samples = 0;         ///< calls, or what a counter is divided by
    uint64_t samples_wanted = 0;  ///< about how many it takes to know more; 0 where that is not known
    /// Why nothing can be said, whatever the bounds are: the answer is then `inconclusive`.
    std::string reason{};

    /// What was counted, and not estimated.
    [[nodiscard]] static measured_interval exactly(double value, uint64_t samples) {
        return {value, value, value, samples};
    }
};

/// The members of `budget` that are upper limits.
enum class budget_quantity : uint8_t {
    p50,
    p95,
    p99,
    p999,
    max,
    mean,
    cpu_per_call,
    allocations_per_call,
    bytes_per_call,
    growth_per_hour,
};

/// One that is set.
struct upper_limit {
    budget_quantity quantity = budget_quantity::p50;
    std::string_view name;  ///< the member's: "p50"
    limit_unit unit = limit_unit::nanoseconds;
    double value = 0.0;  ///< in that unit
    /// 50, 95, 99 or 99.9 for a percentile; 0 for another quantity.
    double percentile = 0.0;
};

/// The upper limits that are set, in the order of the budget's members.
[[nodiscard]] inline std::vector<upper_limit> upper_limits(const budget& wanted) {
    std::vector<upper_limit> result;
    const auto add_time = [&](budget_quantity quantity, const char* name, time_limit limit, double percentile = 0.0) {
        if (limit.is_set()) {
            result.push_back({quantity, name, limit_unit::nanoseconds, limit.ns(), percentile});
        }
    };
    const auto add_number = [&](budget_quantity quantity, const char* name, limit_unit unit, number_limit limit) {
        if (limit.is_set()) {
            result.push_back({quantity, name, unit, limit.value()});
        }
    };
    add_time(budget_quantity::p50, "p50", wanted.p50, 50);
    add_time(budget_quantity::p95, "p95", wanted.p95, 95);
    add_time(budget_quantity::p99, "p99", wanted.p99, 99);
    add_time(budget_quantity::p999, "p999", wanted.p999, 99.9);
    add_time(budget_quantity::max, "max", wanted.max);
    add_time(budget_quantity::mean, "mean", wanted.mean);
    add_time(budget_quantity::cpu_per_call, "cpu_per_call", wanted.cpu_per_call);
    add_number(budget_quantity::allocations_per_call, "allocations_per_call", limit_unit::count,
               wanted.allocations_per_call);
    add_number(budget_quantity::bytes_per_call, "bytes_per_call", limit_unit::bytes, wanted.bytes_per_call);
    add_number(budget_quantity::growth_per_hour, "growth_per_hour", limit_unit::bytes_per_hour, wanted.growth_per_hour);
    return result;
}

namespace detail {

/// Why a limit is none: it is negative, or no number. Empty where it is one.
[[nodiscard]] inline const char* flaw_of_limit(double limit) noexcept {
    return !is_finite(limit) ? "the limit is not a finite number" : limit < 0 ? "the limit is negative" : "";
}

/// pass where the whole interval is within the limit, fail where all of it is beyond. A bound that is NaN decides
/// nothing.
[[nodiscard]] constexpr verdict compare_with_limit(comparison relation, double limit, double lower,
                                                   double upper) noexcept {
    bool within = false;
    bool beyond = false;
    switch (relation) {
        case comparison::less:
            within = upper < limit;
            beyond = lower >= limit;
            break;
        case comparison::at_most:
            within = upper <= limit;
            beyond = lower > limit;
            break;
        case comparison::greater:
            within = lower > limit;
            beyond = upper <= limit;
            break;
        case comparison::at_least:
            within = lower >= limit;
            beyond = upper < limit;
            break;
    }
    return within ? verdict::pass : beyond ? verdict::fail : verdict::inconclusive;
}

}  // namespace detail

/// Compares what was measured with a limit: pass where the whole interval is within it, fail where all of it is beyond,
/// otherwise inconclusive. Inconclusive, too, with `measured.reason`, and where a bound is NaN or the lower one is
/// above the upper one. A limit that is negative or not finite fails, with the reason, whatever was measured.
[[nodiscard]] inline limit_check check_limit(std::string_view quantity, limit_unit unit, comparison relation,
                                             double limit, const measured_interval& measured) {
    limit_check result;
    result.quantity = quantity;
    result.unit = unit;
    result.relation = relation;
    result.limit = limit;
    result.estimate = measured.estimate;
    result.lower = measured.lower;
    result.upper = measured.upper;
    result.samples = measured.samples;
    result.reason = detail::flaw_of_limit(limit);
    if (!result.reason.empty()) {
        result.answer = verdict::fail;
        return result;
    }
    result.reason = measured.reason;
    if (result.reason.empty() && !(measured.lower <= measured.upper)) {
        result.reason = "no interval is known";
    }
    if (result.reason.empty()) {
        result.answer = detail::compare_with_limit(relation, limit, measured.lower, measured.upper);
    }
    result.samples_wanted = result.answer == verdict::inconclusive ? measured.samples_wanted : 0;
    return result;
}

/// The same for a limit that may be reached, not passed.
[[nodiscard]] inline limit_check check_upper_limit(std::string_view quantity, limit_unit unit, double limit,
                                                   const measured_interval& measured) {
    return check_limit(quantity, unit, comparison::at_most, limit, measured);
}

/// For a limit of a budget.
[[nodiscard]] inline limit_check check_upper_limit(const upper_limit& limit, const measured_interval& measured) {
    return check_upper_limit(limit.name, limit.unit, limit.value, measured);
}

namespace detail {

/// How many samples would bring the bound that is on the wrong side of the limit to its right side: an interval
/// shrinks with their square root, but for what processes differ by. 0 where no sensible number does.
[[nodiscard]] inline uint64_t samples_wanted(const limit_check& check, double process_variation) noexcept {
    const bool is_above = check.estimate > check.limit;
    const double bound = is_above ? check.lower : check.upper;
    const double fixed = check.estimate * process_variation;
    const double distance = absolute(check.limit - check.estimate) - fixed;
    const double width = absolute(bound - check.estimate) - fixed;
    if (!(distance > 0) || !(width > 0)) {
        return 0;
    }
    const double more = (width / distance) * (width / distance) * 1.2;
    return more > 1000 ? 0 : round_to_integer(static_cast<double>(check.samples) * more);
}

/// The check with what it takes to know, where the interval alone leaves it open.
[[nodiscard]] inline limit_check with_samples_wanted(limit_check check) {
    if (check.answer == verdict::inconclusive && check.reason.empty() && check.samples_wanted == 0) {
        check.samples_wanted = samples_wanted(check, 0.0);
        check.reason = check.samples_wanted == 0 ? "too near to the limit to tell" : "";
    }
    return check;
}

/// The check as a failure for this reason, unless the limit itself is the reason.
[[nodiscard]] inline limit_check failed(limit_check check, std::string reason) {
    check.answer = verdict::fail;
    if (*flaw_of_limit(check.limit) == '\0') {
        check.reason = std::move(reason);
    }
    return check;
}

}  // namespace detail

/// A limit that cannot be held here, with the reason: a failure, so that nobody takes it for one that is.
[[nodiscard]] inline limit_check failed_limit(const upper_limit& limit, std::string reason) {
    return detail::failed(check_upper_limit(limit, {}), std::move(reason));
}

DWELL_NAMESPACE_END

#endif
