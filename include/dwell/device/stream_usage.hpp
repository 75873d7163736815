// SPDX-License-Identifier: BSL-1.0
// How busy a stream was: time in its outermost scopes, time between them, and how long each waited to begin.
#ifndef DWELL_DEVICE_STREAM_USAGE_HPP
#define DWELL_DEVICE_STREAM_USAGE_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/text_view.hpp>
#include <dwell/record/metric_cell.hpp>
#include <dwell/record/metric_table.hpp>
#include <dwell/record/source.hpp>
#include <dwell/record/thread_log.hpp>
#include <dwell/stats/recordable.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Written by whoever harvests the stream, one thread at a time; read by any. In nanoseconds.
class stream_usage {
public:
    void begin(text_view stream) noexcept {
        const label_text label[] = {{text_view("stream"), stream}};
        queueing_ = series_of("gpu.scope.queueing", "Time that the stream still had other scopes to end.", label);
        launch_ = series_of("gpu.scope.launch", "Time until the stream began, once it had no scope before it.", label);
    }

    /// An outermost scope began `launch` after the host asked for it or, if that was later, the scope before had ended;
    /// `queueing` is what came before that. `idle` is the time since the scope before.
    void note_begin(thread_log& log, uint64_t queueing, uint64_t launch, uint64_t idle) noexcept {
        record(log, queueing_, queueing);
        record(log, launch_, launch);
        idle_.store_release(idle_.load() + idle);
    }
    /// The last of the scopes that were open ended.
    void note_end(uint64_t busy) noexcept { busy_.store_release(busy_.load() + busy); }

    void read_into(source_sink& sink, const char* stream) const {
        const uint64_t busy = busy_.load_acquire();
        const uint64_t idle = idle_.load_acquire();
        sink.counter({"gpu.stream.busy", "ns", "Time in scopes of the stream.", "stream", stream}, busy);
        sink.counter({"gpu.stream.idle", "ns", "Time between scopes of the stream.", "stream", stream}, idle);
        if (busy + idle != 0) {
            sink.gauge({"gpu.stream.utilization", "1",
                        "Part of the time that the stream was in a scope, from its first.", "stream", stream},
                       static_cast<double>(busy) / static_cast<double>(busy + idle));
        }
    }

    void restart() noexcept {
        busy_.store(0);
        idle_.store(0);
    }

private:
    static const series_record* series_of(const char* name, const char* help, const label_text* stream) noexcept {
        metric_record* const metric = all_metrics.metric(metric_kind::distribution, text_view(name), 1);
        if (metric == nullptr) {
            return nullptr;
        }
        all_metrics.describe(*metric, text_view(help), text_view("ns"));
        return all_metrics.series(metric, stream, 1);
    }

    static void record(thread_log& log, const series_record* series, uint64_t value) noexcept {
        metric_cell* const cell = series != nullptr ? log.metrics.find_or_add(series->number) : nullptr;
        live_distribution* const live = cell != nullptr ? cell->distribution() : nullptr;
        if (live == nullptr || !live->add({value, value_fit::inside})) {
            all_metrics.lost_records.fetch_add(1);
        }
    }

    const series_record* queueing_ = nullptr;
    const series_record* launch_ = nullptr;
    atomic_cell<uint64_t> busy_{};
    atomic_cell<uint64_t> idle_{};
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
