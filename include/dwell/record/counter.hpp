// SPDX-License-Identifier: BSL-1.0
// counter<"name">: how often something happened.
#ifndef DWELL_RECORD_COUNTER_HPP
#define DWELL_RECORD_COUNTER_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/fixed_string.hpp>
#include <dwell/record/limits.hpp>
#include <dwell/record/metric.hpp>

DWELL_NAMESPACE_BEGIN
#if DWELL_ENABLED
namespace detail {

template <typename Recorder>
class basic_counter_series : public metric_series<Recorder> {
public:
    using metric_series<Recorder>::metric_series;
    /// Adds `n`. Wait-free, a few nanoseconds, no cache line shared with other threads.
    void add(uint64_t n = 1) const noexcept {
        if (is_recording()) {
            this->write_cell([this, n](metric_cell& cell, thread_log& log) {
                cell.count.add(n);
                this->note(log, timeline_kind::counter, cell.count.load(), n);
            });
        }
    }
};

}  // namespace detail

inline namespace on {

using counter_series = detail::basic_counter_series<detail::default_recorder>;

template <fixed_string Name>
class counter_metric : public detail::metric<detail::metric_kind::counter, Name, 1, counter_series> {
public:
    /// Adds `n` to the series without labels. Monotone: an interval is the difference of two snapshots. Any thread.
    void add(uint64_t n = 1) const noexcept {
        if (is_recording()) {
            this->plain().add(n);
        }
    }
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

struct counter_metric : detail::disabled_metric<counter_series> {
    void add(uint64_t = 1) const noexcept {}
};

template <fixed_string Name>
inline constexpr counter_metric counter{};

}  // namespace off
#endif
DWELL_NAMESPACE_END

#endif
