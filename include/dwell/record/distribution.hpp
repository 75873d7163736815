// SPDX-License-Identifier: BSL-1.0
// distribution<"name">: how large something is, with its percentiles.
#ifndef DWELL_RECORD_DISTRIBUTION_HPP
#define DWELL_RECORD_DISTRIBUTION_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/fixed_string.hpp>
#include <dwell/core/text_view.hpp>
#include <dwell/record/metric.hpp>
#include <dwell/stats/recordable.hpp>

DWELL_NAMESPACE_BEGIN
#if DWELL_ENABLED
inline namespace on {

/// One series of a distribution, looked up once. Cheap to copy; any thread may use it.
template <uint64_t StepsPerUnit>
class distribution_series {
public:
    explicit distribution_series(uint32_t series) noexcept : series_(series) {}

    /// Counts a value of any integer or floating type. Negative values and NaN are refused, and counted as such; what
    /// is too large goes into the top bucket, and is counted as such.
    template <recordable Number>
    void record(Number value) const noexcept {
        if (!is_recording()) {
            return;
        }
        const detail::fitted_value steps = in_steps(value);
        detail::write_cell(series_, [steps](detail::metric_cell& cell) {
            detail::live_distribution* const live = cell.distribution();
            if (live == nullptr || !live->add(steps)) {
                detail::all_metrics.lost_records.fetch_add(1);
            }
        });
    }

private:
    template <typename Number>
    static detail::fitted_value in_steps(Number value) noexcept {
        if constexpr (static_cast<Number>(0.5) != Number{}) {
            // To the nearest step. Adding a half must not make a negative value acceptable.
            const double steps = static_cast<double>(value) * static_cast<double>(StepsPerUnit);
            return detail::fit_value(value >= Number{} ? steps + 0.5 : -1.0);
        } else {
            detail::fitted_value fitted = detail::fit_value(value);
            if (fitted.value > UINT64_MAX / StepsPerUnit) {
                return {UINT64_MAX, detail::value_fit::over_range};
            }
            fitted.value *= StepsPerUnit;
            return fitted;
        }
    }

    uint32_t series_;
};

template <fixed_string Name, uint64_t StepsPerUnit>
class distribution_metric {
    static_assert(StepsPerUnit > 0, "dwell: a distribution has at least one step a unit");
    using metric = detail::metric<detail::metric_kind::distribution, Name, StepsPerUnit>;

public:
    /// Counts a value in the series without labels. Wait-free once its power of two has been seen. Any thread.
    template <recordable Number>
    void record(Number value) const noexcept {
        if (is_recording()) {
            distribution_series<StepsPerUnit>(metric::series()).record(value);
        }
    }
    /// The series with these labels; see `counter`.
    template <typename... Labels>
    [[nodiscard]] distribution_series<StepsPerUnit> with(const Labels&... keys_and_values) const noexcept {
        return distribution_series<StepsPerUnit>(detail::with_labels(
            [](const detail::label_text* labels, size_t count) { return metric::series(labels, count); },
            keys_and_values...));
    }
    /// Says what is measured, in a sentence, and in which unit.
    /// The first help and the first unit stay.
    void describe(text_view help, text_view unit = {}) const noexcept { metric::describe(help, unit); }
};

/// A histogram of any unit, exact to 0.78 %: `distribution<"request.bytes">.record(size)`. Values count in whole units;
/// for finer ones say how many steps a unit has: `distribution<"load", 1000>.record(0.42)`.
template <fixed_string Name, uint64_t StepsPerUnit = 1>
inline constexpr distribution_metric<Name, StepsPerUnit> distribution{};

}  // namespace on
#else
inline namespace off {

struct distribution_series {
    template <recordable Number>
    void record(Number) const noexcept {}
};

struct distribution_metric {
    template <recordable Number>
    void record(Number) const noexcept {}
    template <typename... Labels>
    [[nodiscard]] distribution_series with(const Labels&...) const noexcept {
        return {};
    }
    void describe(text_view, text_view = {}) const noexcept {}
};

template <fixed_string Name, uint64_t StepsPerUnit = 1>
inline constexpr distribution_metric distribution{};

}  // namespace off
#endif
DWELL_NAMESPACE_END

#endif
