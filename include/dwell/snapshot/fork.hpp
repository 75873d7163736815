// SPDX-License-Identifier: BSL-1.0
// The child of a fork starts from zero: what its parent recorded is the parent's to report.
#ifndef DWELL_SNAPSHOT_FORK_HPP
#define DWELL_SNAPSHOT_FORK_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>
#include <dwell/record/call_node.hpp>
#include <dwell/record/kept_timeline.hpp>
#include <dwell/record/live_buckets.hpp>
#include <dwell/record/live_histogram.hpp>
#include <dwell/record/live_totals.hpp>
#include <dwell/record/metric_cell.hpp>
#include <dwell/record/metric_table.hpp>
#include <dwell/record/name_table.hpp>
#include <dwell/record/process_memory.hpp>
#include <dwell/record/process_start.hpp>
#include <dwell/record/recorder.hpp>
#include <dwell/record/registry.hpp>
#include <dwell/record/sampled_node.hpp>
#include <dwell/record/slow_instances.hpp>
#include <dwell/record/thread_log.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

// All of this runs in the child between `fork` and its return there. The child has one thread, so every log is its own
// to write, and nothing is allocated.

inline void restart_histogram(const live_histogram& values) noexcept {
    for (size_t row = 0; row < live_histogram::row_count; ++row) {
        for_each_counter(values, row, [](size_t, live_histogram::counter& here) { here.store(0); });
    }
}

inline void restart_totals(live_totals& totals) noexcept {
    totals.sum.set(0, 0);
    totals.minimum.store(uint64_max);
    totals.maximum.store(0);
    totals.own_minimum = uint64_max;
    totals.own_maximum = 0;
    totals.refused.store(0);
    totals.over_range.store(0);
}

inline void restart_metrics(metric_cells& metrics) noexcept {
    for (uint32_t series = 0; series < metric_cells::capacity; ++series) {
        metric_cell* const cell = metrics.find(series);
        if (cell == nullptr) {
            continue;
        }
        cell->count.store(0);
        cell->written_at.store(0);
        if (live_distribution* const live = cell->live.load()) {
            restart_histogram(live->values);
            restart_totals(live->totals);
        }
    }
}

inline void restart_slow_instances(kept_timeline& line) noexcept {
    for (slow_instances* of_name = line.slowest.load(); of_name != nullptr; of_name = of_name->next) {
        of_name->floor.store(of_name->capacity == 0 ? uint64_max : 0);
        of_name->count = 0;
        for (uint32_t i = 0; i < of_name->capacity; ++i) {
            of_name->instances[i].version.store(0);
        }
    }
}

/// A call that is open, timed or not, is the first.
inline void restart_sampling(sampled_node& node) noexcept {
    node.entries.store(node.open.load() != call_node::not_open ? 1 : 0);
    node.next_timed = node.open.load() == call_node::ending ? 2 : 1;
    node.run_end = node.next_timed;
    node.run = 1;
    node.timed_calls.store(0);
    node.squared_runs.store(0);
    node.reported_calls = 0;
}

/// A scope that is open on the thread that forked starts anew at `now`; one of another thread never ends.
inline void restart_node(call_node& node, uint64_t now, bool is_own) noexcept {
    if (is_own && node.open.load() > call_node::ending) {
        node.open.store(now);
    } else if (!is_own || node.kind != node_kind::sampled) {
        node.open.store(call_node::not_open);
    }
    node.total.store(0);
    node.pending.store(call_node::nothing_pending);
    node.minimum.store(uint64_max);
    node.maximum.store(0);
    restart_histogram(node.durations);
    node.negative_durations.store(0);
    node.lost_records.store(0);
    node.cpu_ns.store(0);
    node.cpu_calls.store(0);
    node.memory.restart();
    node.noted_allocations.store(0);
    node.noted_bytes.store(0);
    node.reported_total = 0;
    node.reported_bucket = 0;
    node.reported_count = 0;
    if (!is_own) {
        node.mirrored.store(0);
    }
    if (node.kind == node_kind::sampled) {
        restart_sampling(static_cast<sampled_node&>(node));
    }
}

inline void restart_children(call_node& parent, uint64_t now, bool is_own) noexcept {
    if (!is_own) {
        // Its thread may have been growing the table when the process was copied.
        parent.child_table = call_node::no_children;
        parent.child_mask = 0;
    }
    for (call_node* node = parent.first_child.load(); node != nullptr; node = node->next_sibling) {
        restart_node(*node, now, is_own);
        restart_children(*node, now, is_own);
    }
}

inline void restart_log(thread_log& log, uint64_t now, bool is_own) noexcept {
    log.threads_started.store(is_own ? 1 : 0);
    log.threads_ended.store(0);
    log.truncated_calls.store(0);
    log.misnested_scopes.store(0);
    if (!is_own) {
        log.mirrored.store(0);
    }
    log.root.lost_records.store(0);
    log.root.memory.restart();
    log.own_work.memory.restart();
    log.reported_cpu_ns = 0;
    restart_metrics(log.metrics);
    if (thread_timeline* const known = log.kept.load()) {
        auto* const line = static_cast<kept_timeline*>(known);
        line->scopes.restart();
        line->values.restart();
        restart_slow_instances(*line);
    }
    log.cpu.running.store(0);
    log.cpu.ended_ns.store(0);
    if (is_own) {
        log.cpu.start();
    } else {
        log.owned.store(0);
        log.known_until.store(uint64_max);  // of a stream: a thread may have the log next
    }
    restart_children(log.root, now, is_own);
}

/// What happens around a fork to the logs of one recorder.
template <typename Recorder>
struct fork_handlers {
    static void before() noexcept { Recorder::all().reader_lock().lock(); }
    static void in_parent() noexcept { Recorder::all().reader_lock().unlock(); }
    static void in_child() noexcept {
        registry& all = Recorder::all();
        all.reader_lock().unlock();
        all.restart();
        all_memory.restart();
        all_names.other_names.store(0);
        all_metrics.other_series.store(0);
        all_metrics.lost_records.store(0);
        for (thread_log* log = all.first_log(); log != nullptr; log = log->next) {
            restart_log(*log, all.now(), log == Recorder::own_log());
        }
    }

    /// Once a process, or once a shared object that has its own registry.
    static void install() noexcept {
        static constinit atomic_cell<unsigned char> is_installed{};
        unsigned char expected = 0;
        if (is_installed.compare_exchange(expected, 1)) {
            // Handlers run in the reverse order before a fork: the tables, which writers use, are locked last.
            start_process();
            run_around_fork(before, in_parent, in_child);
        }
    }
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
