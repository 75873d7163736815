// SPDX-License-Identifier: BSL-1.0
// gauge<"name">: how much of something there is now.
#ifndef DWELL_RECORD_GAUGE_HPP
#define DWELL_RECORD_GAUGE_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/fixed_string.hpp>
#include <dwell/record/limits.hpp>
#include <dwell/record/metric.hpp>

DWELL_NAMESPACE_BEGIN
#if DWELL_ENABLED
namespace detail {

template <typename Recorder>
class basic_gauge_series : public metric_series<Recorder> {
public:
    using metric_series<Recorder>::metric_series;
    /// Sets the value. Of several threads, the last write by time wins.
    void set(double value) const noexcept {
        if (is_recording()) {
            this->write_cell([this, value](metric_cell& cell, thread_log& log) {
                cell.set(value, Recorder::clock::now());
                this->note(log, timeline_kind::gauge, cell.bits(), 0);
            });
        }
    }
};

}  // namespace detail

inline namespace on {

using gauge_series = detail::basic_gauge_series<detail::default_recorder>;

template <fixed_string Name>
class gauge_metric : public detail::metric<detail::metric_kind::gauge, Name, 1, gauge_series> {
public:
    /// Sets the series without labels. Wait-free; one reading of the clock. Any thread.
    void set(double value) const noexcept {
        if (is_recording()) {
            this->plain().set(value);
        }
    }
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

struct gauge_metric : detail::disabled_metric<gauge_series> {
    void set(double) const noexcept {}
};

template <fixed_string Name>
inline constexpr gauge_metric gauge{};

}  // namespace off
#endif
DWELL_NAMESPACE_END

#endif
