// SPDX-License-Identifier: BSL-1.0
// How long to measure, how sure to be, and by how many threads.
#ifndef DWELL_TESTING_MEASURE_OPTIONS_HPP
#define DWELL_TESTING_MEASURE_OPTIONS_HPP

#include <dwell/core/config.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/testing/limits.hpp>

#include <string>

DWELL_NAMESPACE_BEGIN

/// Of `measure` and of `check` with a callable. A confidence that is not between 0 and 1, or a variation that is
/// negative or not finite, makes a budget fail, and says so.
struct measure_options {
    /// What messages call it.
    std::string name = {};
    /// Measuring ends then at the latest, but for the call or the batch in progress.
    time_limit most_time = time_limit::from_ns(2e9);
    /// Calls before the first that counts: so long, and three of them at least.
    time_limit warm_up = time_limit::from_ns(10e6);
    /// The probability that an interval holds the true value, all looks while measuring goes on taken together.
    double confidence = 0.99;
    /// `measure` alone, which has no budget, ends once p50 is surely within such a share of its estimate, and p99 has
    /// an interval.
    double precision = 0.02;
    /// By how much the times of a whole process are longer or shorter than another's, for its place in memory and the
    /// processor's frequency: each interval of a time is wider by it at both ends, as a share. docs/budgets.md has
    /// measurements.
    double process_variation = 0.02;
    /// An allocation or byte budget of 0 asks for so many calls, where the time suffices: one in 10,000 calls is then
    /// missed once in 20,000 times.
    uint64_t calls_without_allocation = 100'000;
    /// How many threads make the calls at the same time. One of them is measured.
    unsigned threads = 1;
};

namespace detail {

/// Why these options cannot be measured by; empty where they can.
[[nodiscard]] inline const char* flaw_of_options(const measure_options& options) noexcept {
    return !(options.confidence > 0 && options.confidence < 1) ? "the confidence is not between 0 and 1"
           : !(options.process_variation >= 0) || !is_finite(options.process_variation)
               ? "the process variation is negative or not finite"
               : "";
}

}  // namespace detail

DWELL_NAMESPACE_END

#endif
