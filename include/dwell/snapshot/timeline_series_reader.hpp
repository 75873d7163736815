// SPDX-License-Identifier: BSL-1.0
// How counters and gauges changed: what several threads noted, put together by time.
#ifndef DWELL_SNAPSHOT_TIMELINE_SERIES_READER_HPP
#define DWELL_SNAPSHOT_TIMELINE_SERIES_READER_HPP

#include <dwell/core/config.hpp>
#include <dwell/profile/timeline.hpp>
#include <dwell/record/metric_cell.hpp>
#include <dwell/record/metric_table.hpp>
#include <dwell/record/registry.hpp>
#include <dwell/record/thread_log.hpp>
#include <dwell/record/timeline_ring.hpp>
#include <dwell/snapshot/metric_reader.hpp>
#include <dwell/snapshot/timeline_copy.hpp>
#include <dwell/stats/sorted_order.hpp>

#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Used once: `add` each thread's copy, then `read_into`. The caller holds the reader lock.
class timeline_series_reader {
public:
    timeline_series_reader(const registry& source, uint64_t origin) noexcept : source_(source), origin_(origin) {}

    void add(const timeline_copy& copy) {
        std::vector<uint64_t> counted;  // on this thread so far, by the number of the series
        for (timeline_record record : copy.values.records) {
            if (record.kind() == timeline_kind::mark) {
                continue;
            }
            if (record.kind() == timeline_kind::counter) {
                const auto number = static_cast<size_t>(record.number());
                if (number >= counted.size()) {
                    counted.resize(number + 1, unknown);
                }
                // More than was added last, where the timeline was off meanwhile.
                record.amount = counted[number] == unknown ? record.amount : record.value - counted[number];
                counted[number] = record.value;
            }
            changes_.push_back({record, copy.log});
        }
    }

    void read_into(timeline& into) {
        const std::vector<uint32_t> order = sorted_order(changes_.size(), [&](uint32_t a, uint32_t b) {
            const timeline_record& left = changes_[a].record;
            const timeline_record& right = changes_[b].record;
            return left.what != right.what ? left.what < right.what : left.at < right.at;
        });
        for (size_t first = 0; first < order.size();) {
            size_t last = first + 1;
            while (last < order.size() && changes_[order[last]].record.what == changes_[order[first]].record.what) {
                ++last;
            }
            const timeline_record& one = changes_[order[first]].record;
            if (const series_record* const known = series_of(one.number())) {
                const bool is_counter = one.kind() == timeline_kind::counter;
                timeline_series series{identity_of(*known), {}};
                series.values.reserve(last - first);
                uint64_t total = is_counter ? total_before(order, first, last) : 0;
                for (size_t i = first; i < last; ++i) {
                    const timeline_record& record = changes_[order[i]].record;
                    total += record.amount;
                    const uint64_t at = record.at > origin_ ? record.at - origin_ : 0;
                    series.values.push_back({at, is_counter ? static_cast<double>(total) : gauge_of(record)});
                }
                (is_counter ? into.counters : into.gauges).push_back(std::move(series));
            }
            first = last;
        }
    }

private:
    static constexpr uint64_t unknown = uint64_max;

    struct change {
        timeline_record record;
        const thread_log* log;
    };

    static double gauge_of(const timeline_record& record) noexcept {
        double value = 0;
        copy_bytes(reinterpret_cast<char*>(&value), reinterpret_cast<const char*>(&record.value), sizeof value);
        return value;
    }

    static const series_record* series_of(uint64_t number) noexcept {
        const series_record* series = all_metrics.first();
        while (series != nullptr && series->number != number) {
            series = series->next;
        }
        return series;
    }

    // A counter's total before the first of the changes that are left: what the threads with changes had counted before
    // theirs, and all that the others have counted.
    [[nodiscard]] uint64_t total_before(const std::vector<uint32_t>& order, size_t first, size_t last) const {
        uint64_t total = 0;
        const auto number = static_cast<uint32_t>(changes_[order[first]].record.number());
        for (const thread_log* log = source_.first_log(); log != nullptr; log = log->next) {
            size_t own = first;
            while (own < last && changes_[order[own]].log != log) {
                ++own;
            }
            if (own < last) {
                total += changes_[order[own]].record.value - changes_[order[own]].record.amount;
            } else if (const metric_cell* const cell = log->metrics.find(number)) {
                total += cell->count.load_acquire();
            }
        }
        return total;
    }

    const registry& source_;
    uint64_t origin_;
    std::vector<change> changes_;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
