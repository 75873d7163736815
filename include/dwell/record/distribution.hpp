// SPDX-License-Identifier: BSL-1.0
// distribution<"name">: how large something is, with its percentiles.
#ifndef DWELL_RECORD_DISTRIBUTION_HPP
#define DWELL_RECORD_DISTRIBUTION_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/fixed_string.hpp>
#include <dwell/record/limits.hpp>
#include <dwell/record/metric.hpp>
#include <dwell/stats/recordable.hpp>

DWELL_NAMESPACE_BEGIN
#if DWELL_ENABLED
namespace detail {

template <typename Value>
class missing_values;

template <typename Recorder, uint64_t StepsPerUnit>
class basic_distribution_series : public metric_series<Recorder> {
public:
    using metric_series<Recorder>::metric_series;

    /// Counts a value of any integer or floating type. Negative values and NaN are refused, and counted as such; what
    /// is too large goes into the top bucket, and is counted as such.
    template <recordable Number>
    void record(Number value) const noexcept {
        if (!is_recording()) {
            return;
        }
        const fitted_value steps = in_steps(value);
        write([steps](live_distribution& live) { return live.add(steps); });
    }

    /// The same, and the values that a load generator which sends every `interval` missed while it waited for this one:
    /// see `histogram::record_with_expected_interval`. Needs <dwell/stats/coordinated_omission.hpp>.
    template <recordable Number, recordable Interval>
    void record_with_expected_interval(Number value, Interval interval) const noexcept {
        if (!is_recording()) {
            return;
        }
        const fitted_value steps = in_steps(value);
        // Written so that it depends on `Number`: the class need not be there before somebody calls this.
        const missing_values<decltype(in_steps(value).value)> missing(steps.value, in_steps(interval).value);
        write([&](live_distribution& live) { return live.add(steps) && missing.add_to(live); });
    }

private:
    template <typename Add>
    void write(const Add& add) const noexcept {
        this->write_cell([&add](metric_cell& cell, thread_log&) {
            live_distribution* const live = cell.distribution();
            if (live == nullptr || !add(*live)) {
                all_metrics.lost_records.fetch_add(1);
            }
        });
    }

    template <typename Number>
    static fitted_value in_steps(Number value) noexcept {
        if constexpr (static_cast<Number>(0.5) != Number{}) {
            // To the nearest step. Adding a half must not make a negative value acceptable.
            const double steps = static_cast<double>(value) * static_cast<double>(StepsPerUnit);
            return fit_value(value >= Number{} ? steps + 0.5 : -1.0);
        } else {
            fitted_value fitted = fit_value(value);
            if (fitted.value > uint64_max / StepsPerUnit) {
                return {uint64_max, value_fit::over_range};
            }
            fitted.value *= StepsPerUnit;
            return fitted;
        }
    }
};

}  // namespace detail

inline namespace on {

template <uint64_t StepsPerUnit>
using distribution_series = detail::basic_distribution_series<detail::default_recorder, StepsPerUnit>;

template <fixed_string Name, uint64_t StepsPerUnit>
class distribution_metric
    : public detail::metric<detail::metric_kind::distribution, Name, StepsPerUnit, distribution_series<StepsPerUnit>> {
    static_assert(StepsPerUnit > 0, "dwell: a distribution has at least one step a unit");

public:
    /// Counts a value in the series without labels. Wait-free once its power of two has been seen. Any thread.
    template <recordable Number>
    void record(Number value) const noexcept {
        if (is_recording()) {
            this->plain().record(value);
        }
    }

    /// The same with the values that a load generator missed, which sends every `interval`. Needs
    /// <dwell/stats/coordinated_omission.hpp>.
    template <recordable Number, recordable Interval>
    void record_with_expected_interval(Number value, Interval interval) const noexcept {
        if (is_recording()) {
            this->plain().record_with_expected_interval(value, interval);
        }
    }
};

/// A histogram of any unit, exact to 0.79 %: `distribution<"request.bytes">.record(size)`. Values count in whole units;
/// for finer ones say how many steps a unit has: `distribution<"load", 1000>.record(0.42)`.
template <fixed_string Name, uint64_t StepsPerUnit = 1>
inline constexpr distribution_metric<Name, StepsPerUnit> distribution{};

}  // namespace on
#else
inline namespace off {

struct distribution_series {
    template <recordable Number>
    void record(Number) const noexcept {}
    template <recordable Number, recordable Interval>
    void record_with_expected_interval(Number, Interval) const noexcept {}
};

struct distribution_metric : detail::disabled_metric<distribution_series> {
    template <recordable Number>
    void record(Number) const noexcept {}
    template <recordable Number, recordable Interval>
    void record_with_expected_interval(Number, Interval) const noexcept {}
};

template <fixed_string Name, uint64_t StepsPerUnit = 1>
inline constexpr distribution_metric distribution{};

}  // namespace off
#endif
DWELL_NAMESPACE_END

#endif
