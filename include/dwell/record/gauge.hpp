// SPDX-License-Identifier: BSL-1.0
// gauge<"name">: how much of something there is now.
#ifndef DWELL_RECORD_GAUGE_HPP
#define DWELL_RECORD_GAUGE_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/fixed_string.hpp>
#include <dwell/core/text_view.hpp>
#include <dwell/record/metric.hpp>

DWELL_NAMESPACE_BEGIN
#if DWELL_ENABLED
inline namespace on {

/// One series of a gauge, looked up once. Cheap to copy; any thread may use it.
class gauge_series {
public:
    explicit gauge_series(uint32_t series) noexcept : series_(series) {}
    /// Sets the value. Of several threads, the last write by time wins.
    void set(double value) const noexcept {
        if (is_recording()) {
            detail::write_cell(series_, [value](detail::metric_cell& cell) { cell.set(value, tsc_clock::now()); });
        }
    }

private:
    uint32_t series_;
};

template <fixed_string Name>
class gauge_metric {
    using metric = detail::metric<detail::metric_kind::gauge, Name, 1>;

public:
    /// Sets the series without labels. Wait-free; one reading of the clock. Any thread.
    void set(double value) const noexcept {
        if (is_recording()) {
            gauge_series(metric::series()).set(value);
        }
    }
    /// The series with these labels; see `counter`.
    template <typename... Labels>
    [[nodiscard]] gauge_series with(const Labels&... keys_and_values) const noexcept {
        return gauge_series(detail::with_labels(
            [](const detail::label_text* labels, size_t count) { return metric::series(labels, count); },
            keys_and_values...));
    }
    /// Says what is measured, in a sentence, and in which unit.
    /// The first help and the first unit stay.
    void describe(text_view help, text_view unit = {}) const noexcept { metric::describe(help, unit); }
};

/// A value that goes up and down: `gauge<"queue.depth">.set(17)`.
template <fixed_string Name>
inline constexpr gauge_metric<Name> gauge{};

}  // namespace on
#else
inline namespace off {

struct gauge_series {
    void set(double) const noexcept {}
};

struct gauge_metric {
    void set(double) const noexcept {}
    template <typename... Labels>
    [[nodiscard]] gauge_series with(const Labels&...) const noexcept {
        return {};
    }
    void describe(text_view, text_view = {}) const noexcept {}
};

template <fixed_string Name>
inline constexpr gauge_metric gauge{};

}  // namespace off
#endif
DWELL_NAMESPACE_END

#endif
