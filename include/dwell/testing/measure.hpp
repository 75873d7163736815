// SPDX-License-Identifier: BSL-1.0
// measure(f): how long a call takes and what it allocates, with intervals.
#ifndef DWELL_TESTING_MEASURE_HPP
#define DWELL_TESTING_MEASURE_HPP

#include <dwell/core/config.hpp>
#include <dwell/testing/competing_threads.hpp>
#include <dwell/testing/measure_options.hpp>
#include <dwell/testing/measured_calls.hpp>
#include <dwell/testing/measurement.hpp>
#include <dwell/testing/measuring.hpp>

#include <type_traits>

DWELL_NAMESPACE_BEGIN
namespace detail {

[[nodiscard]] inline measurement measure(const measured_calls& code, const measure_options& options) {
    measuring process(code, options);
    for (;;) {
        process.go_on_to_next_look();
        measurement result = process.result();
        const measured_interval median = result.p50();
        const double wanted = (2 * options.precision + 2 * options.process_variation) * median.estimate;
        if (process.time_is_up() || (median.upper - median.lower <= wanted && result.percentile(99).reason.empty())) {
            return result;
        }
    }
}

}  // namespace detail

/// Calls `code()` over and over, on this thread, and says how long a call takes, what it allocates, and how fit the
/// machine was. `code` is anything to be called without arguments, or the result of `with_set_up`; what it returns is
/// not optimised away. First it warms up; then batches of calls (for p50, mean and CPU time) take turns with calls
/// timed one by one (for the other percentiles and the maximum), until p50 is known to `options.precision` and p99
/// has an interval, or the time is up. With `options.threads`, that many threads make calls at the same time, which
/// `code` must bear.
///
/// What `code` throws is passed on. Recorded scopes stand below one named `dwell.measure`, with what they allocate; so
/// measurements at the same time on several threads would count each other's.
template <measurable Code>
[[nodiscard]] measurement measure(Code&& code, const measure_options& options = {}) {
    if constexpr (detail::is_copied_first<std::remove_reference_t<Code>>) {
        auto copy = code;
        return measure(copy, options);
    } else {
        detail::measured_code own(code);
        const detail::competing_threads others(code, options.threads);
        return detail::measure(own.calls(), options);
    }
}

DWELL_NAMESPACE_END

#endif
