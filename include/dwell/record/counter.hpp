// SPDX-License-Identifier: BSL-1.0
// counter<"name">: how often something happened.
#ifndef DWELL_RECORD_COUNTER_HPP
#define DWELL_RECORD_COUNTER_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/fixed_string.hpp>
#include <dwell/core/text_view.hpp>
#include <dwell/record/metric.hpp>

DWELL_NAMESPACE_BEGIN
#if DWELL_ENABLED
inline namespace on {

/// One series of a counter, looked up once. Cheap to copy; any thread may use it.
class counter_series {
public:
    explicit counter_series(uint32_t series) noexcept : series_(series) {}
    /// Adds `n`. Wait-free, a few nanoseconds, no cache line shared with other threads.
    void add(uint64_t n = 1) const noexcept {
        if (is_recording()) {
            detail::write_cell(series_, [n](detail::metric_cell& cell) { cell.count.add(n); });
        }
    }

private:
    uint32_t series_;
};

template <fixed_string Name>
class counter_metric {
    using metric = detail::metric<detail::metric_kind::counter, Name, 1>;

public:
    /// Adds `n` to the series without labels. Monotone: an interval is the difference of two snapshots. Any thread.
    void add(uint64_t n = 1) const noexcept {
        if (is_recording()) {
            counter_series(metric::series()).add(n);
        }
    }
    /// The series with these labels: `with("route", route, "status", 200)`. Values are text or integers. About 50 ns:
    /// keep the result where that matters. Beyond 1,000 different ones, the values are "(other)".
    template <typename... Labels>
    [[nodiscard]] counter_series with(const Labels&... keys_and_values) const noexcept {
        return counter_series(detail::with_labels(
            [](const detail::label_text* labels, size_t count) { return metric::series(labels, count); },
            keys_and_values...));
    }
    /// Says what is counted, in a sentence, and in which unit ("bytes", "seconds"; empty for plain counts).
    /// The first help and the first unit stay.
    void describe(text_view help, text_view unit = {}) const noexcept { metric::describe(help, unit); }
};

/// A count that only goes up: `counter<"files.read">.add(1)`.
template <fixed_string Name>
inline constexpr counter_metric<Name> counter{};

}  // namespace on
#else
inline namespace off {

struct counter_series {
    void add(uint64_t = 1) const noexcept {}
};

struct counter_metric {
    void add(uint64_t = 1) const noexcept {}
    template <typename... Labels>
    [[nodiscard]] counter_series with(const Labels&...) const noexcept {
        return {};
    }
    void describe(text_view, text_view = {}) const noexcept {}
};

template <fixed_string Name>
inline constexpr counter_metric counter{};

}  // namespace off
#endif
DWELL_NAMESPACE_END

#endif
