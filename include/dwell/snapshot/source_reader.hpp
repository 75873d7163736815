// SPDX-License-Identifier: BSL-1.0
// Asks the registered sources for their counters, gauges and facts, and puts them into a profile.
#ifndef DWELL_SNAPSHOT_SOURCE_READER_HPP
#define DWELL_SNAPSHOT_SOURCE_READER_HPP

#include <dwell/core/config.hpp>
#include <dwell/profile/metric.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/record/source.hpp>

#include <utility>

DWELL_NAMESPACE_BEGIN
namespace detail {

class source_reader final : public source_sink {
public:
    /// Gauges are written at `now_ticks`.
    source_reader(profile_parts& parts, uint64_t now_ticks) noexcept : parts_(parts), now_ticks_(now_ticks) {}

    void read() { all_sources.read_all(*this); }

    void counter(const source_metric& metric, uint64_t value) override {
        parts_.counters.push_back({identity_of(metric), value});
    }
    void gauge(const source_metric& metric, double value) override {
        parts_.gauges.push_back({identity_of(metric), value, now_ticks_});
    }
    void fact(const char* key, const char* value) override { parts_.metadata.extra.emplace_back(key, value); }

private:
    static metric_identity identity_of(const source_metric& metric) {
        metric_identity identity{metric.name, {}, metric.help, metric.unit};
        if (metric.label_key != nullptr) {
            identity.labels.emplace_back(metric.label_key, metric.label_value);
        }
        return identity;
    }

    profile_parts& parts_;
    uint64_t now_ticks_;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
