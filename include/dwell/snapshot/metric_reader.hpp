// SPDX-License-Identifier: BSL-1.0
// Reads counters, gauges and distributions into a profile, while the threads go on.
#ifndef DWELL_SNAPSHOT_METRIC_READER_HPP
#define DWELL_SNAPSHOT_METRIC_READER_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/text_view.hpp>
#include <dwell/profile/metric.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/record/live_values_reader.hpp>
#include <dwell/record/metric_cell.hpp>
#include <dwell/record/metric_table.hpp>
#include <dwell/record/registry.hpp>
#include <dwell/record/thread_log.hpp>

#include <string>
#include <utility>

DWELL_NAMESPACE_BEGIN
namespace detail {

[[nodiscard]] inline metric_identity identity_of(const series_record& series) {
    const auto to_string = [](text_view text) { return std::string(text.data, text.size); };
    metric_identity identity;
    identity.name = to_string(series.metric->name);
    for (size_t i = 0; i < series.label_count; ++i) {
        identity.labels.emplace_back(to_string(series.labels[i].key), to_string(series.labels[i].value));
    }
    const char* const help = series.metric->help.load_acquire();
    const char* const unit = series.metric->unit.load_acquire();
    identity.help = help != nullptr ? help : "";
    identity.unit = unit != nullptr ? unit : "";
    return identity;
}

/// Reads the series of all metrics, which record with the default clock.
class metric_reader {
public:
    explicit metric_reader(registry& source) : source_(source) {}

    void read_into(profile_parts& parts) {
        const spin_guard guard(source_.reader_lock());
        for (const series_record* series = all_metrics.first(); series != nullptr; series = series->next) {
            switch (series->metric->kind) {
                case metric_kind::counter:
                    read_counter(*series, parts);
                    break;
                case metric_kind::gauge:
                    read_gauge(*series, parts);
                    break;
                case metric_kind::distribution:
                    read_distribution(*series, parts);
                    break;
            }
        }
        parts.health.other_series = all_metrics.other_series.load();
        parts.health.lost_records += all_metrics.lost_records.load();
    }

private:
    template <typename Use>
    void for_each_cell(const series_record& series, const Use& use) const {
        for (thread_log* log = source_.first_log(); log != nullptr; log = log->next) {
            if (metric_cell* const cell = log->metrics.find(series.number)) {
                use(*cell);
            }
        }
    }

    void read_counter(const series_record& series, profile_parts& parts) const {
        counter_value counter{identity_of(series), 0};
        for_each_cell(series, [&](metric_cell& cell) { counter.value += cell.count.load_acquire(); });
        parts.counters.push_back(std::move(counter));
    }

    // The value and its time belong together where the time is the same before and after.
    void read_gauge(const series_record& series, profile_parts& parts) const {
        gauge_value gauge{identity_of(series), 0, 0};
        for_each_cell(series, [&](metric_cell& cell) {
            for (int attempt = 0; attempt < 1000; ++attempt) {
                const uint64_t written_at = cell.written_at.load_acquire();
                const double value = cell.value.load_acquire();
                if (cell.written_at.load_acquire() == written_at && written_at != 0) {
                    if (written_at > gauge.written_at_ticks) {
                        gauge.value = value;
                        gauge.written_at_ticks = written_at;
                    }
                    return;
                }
            }
        });
        if (gauge.written_at_ticks != 0) {
            parts.gauges.push_back(std::move(gauge));
        }
    }

    void read_distribution(const series_record& series, profile_parts& parts) const {
        distribution_value distribution;
        distribution.identity = identity_of(series);
        distribution.steps_per_unit = series.metric->steps_per_unit;
        live_values_reader reader;
        for_each_cell(series, [&](metric_cell& cell) {
            if (const live_distribution* const live = cell.live.load_acquire()) {
                reader.add(live->values);
                reader.add(live->totals);
            }
        });
        distribution.values = reader.read();
        parts.distributions.push_back(std::move(distribution));
    }

    registry& source_;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
