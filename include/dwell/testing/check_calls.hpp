// SPDX-License-Identifier: BSL-1.0
// check(f, budget): measures until the budget is answered.
#ifndef DWELL_TESTING_CHECK_CALLS_HPP
#define DWELL_TESTING_CHECK_CALLS_HPP

#include <dwell/core/config.hpp>
#include <dwell/testing/budget.hpp>
#include <dwell/testing/budget_result.hpp>
#include <dwell/testing/check_measurement.hpp>
#include <dwell/testing/competing_threads.hpp>
#include <dwell/testing/measure_options.hpp>
#include <dwell/testing/measured_calls.hpp>
#include <dwell/testing/measuring.hpp>

#include <type_traits>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Whether a limit of 0 is asked for, which only many calls can meet.
[[nodiscard]] inline bool wants_no_allocation(const budget& wanted) noexcept {
    const auto is_zero = [](number_limit limit) { return limit.is_set() && limit.value() == 0.0; };
    return is_zero(wanted.allocations_per_call) || is_zero(wanted.bytes_per_call);
}

[[nodiscard]] inline budget_result check(const measured_calls& code, const budget& wanted,
                                         const measure_options& options) {
    measuring process(code, options);
    for (;;) {
        process.go_on_to_next_look();
        const measurement measured = process.result();
        budget_result result = dwell::check(measured, wanted);
        if (result.answer() == verdict::inconclusive && !process.time_is_up()) {
            continue;
        }
        if (result.passed() && wants_no_allocation(wanted) && measured.calls() < options.calls_without_allocation) {
            process.make_calls_up_to(options.calls_without_allocation);
            result = dwell::check(process.result(), wanted);
        }
        return result;
    }
}

}  // namespace detail

/// Measures `code` as `measure` does, until each limit of the budget is surely met, or one surely is not, or the time
/// is up: then what is left is inconclusive. However often it looks in between, a limit that is met fails with a
/// probability of at most 1 - `options.confidence`, and one that is not passes with no more.
template <measurable Code>
[[nodiscard]] budget_result check(Code&& code, const budget& wanted, const measure_options& options = {}) {
    if constexpr (detail::is_copied_first<std::remove_reference_t<Code>>) {
        auto copy = code;
        return check(copy, wanted, options);
    } else {
        detail::measured_code own(code);
        const detail::competing_threads others(code, options.threads);
        return detail::check(own.calls(), wanted, options);
    }
}

DWELL_NAMESPACE_END

#endif
