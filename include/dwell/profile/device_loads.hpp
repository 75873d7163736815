// SPDX-License-Identifier: BSL-1.0
// What each device did, out of the metrics of a profile, and the verdict on it as a fact of the metadata.
#ifndef DWELL_PROFILE_DEVICE_LOADS_HPP
#define DWELL_PROFILE_DEVICE_LOADS_HPP

#include <dwell/core/config.hpp>
#include <dwell/profile/device_verdict.hpp>
#include <dwell/profile/metric.hpp>
#include <dwell/profile/text_pairs.hpp>

#include <string>
#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

inline const std::string* label_of(const metric_identity& series, const char* key) noexcept {
    for (const text_pair& label : series.labels) {
        if (label.first == key) {
            return &label.second;
        }
    }
    return nullptr;
}

/// The devices' numbers and their loads, in the order of the counters `gpu.device.busy`.
class device_load_reader {
public:
    device_load_reader(const std::vector<counter_value>& counters, const std::vector<gauge_value>& gauges) {
        for (const counter_value& each : counters) {
            const std::string* const device = label_of(each.identity, "device");
            if (each.identity.name == "gpu.device.busy" && device != nullptr) {
                loads_.push_back({*device, {}});
            }
        }
        if (loads_.empty()) {
            return;
        }
        for (const counter_value& each : counters) {
            if (each.identity.name.compare(0, 4, "gpu.") == 0) {
                take(each);
            }
        }
        for (const gauge_value& each : gauges) {
            if (each.identity.name == "gpu.link.bandwidth") {
                if (device_load* const load = load_of(each.identity)) {
                    load->link_bytes_per_second = each.value;
                }
            }
        }
    }

    [[nodiscard]] const std::vector<std::pair<std::string, device_load>>& loads() const noexcept { return loads_; }

private:
    void take(const counter_value& counter) {
        device_load* const load = load_of(counter.identity);
        if (load == nullptr) {
            return;
        }
        const std::string& name = counter.identity.name;
        if (name == "gpu.device.busy") {
            load->busy_ns = counter.value;
        } else if (name == "gpu.device.idle") {
            load->idle_ns = counter.value;
        } else if (name == "gpu.device.compute") {
            load->compute_ns = counter.value;
        } else if (name == "gpu.device.starved") {
            load->starved_ns = counter.value;
        } else if (device_load::copies* const copies = copies_of(*load, counter.identity)) {
            (name == "gpu.copy.bytes" ? copies->bytes : copies->ns) = counter.value;
        }
    }

    static device_load::copies* copies_of(device_load& load, const metric_identity& series) {
        const std::string* const direction = label_of(series, "direction");
        if ((series.name != "gpu.copy.bytes" && series.name != "gpu.copy.busy") || direction == nullptr) {
            return nullptr;
        }
        return *direction == "to device" ? &load.to_device
               : *direction == "to host" ? &load.to_host
               : *direction == "other"   ? &load.other
                                         : nullptr;
    }

    device_load* load_of(const metric_identity& series) {
        const std::string* const device = label_of(series, "device");
        for (std::pair<std::string, device_load>& each : loads_) {
            if (device != nullptr && each.first == *device) {
                return &each.second;
            }
        }
        return nullptr;
    }

    std::vector<std::pair<std::string, device_load>> loads_;
};

/// Puts "gpu.0.verdict" into the facts, for each device that has metrics, in the place of what was said of another
/// time.
inline void note_device_verdicts(const std::vector<counter_value>& counters, const std::vector<gauge_value>& gauges,
                                 std::vector<text_pair>& facts) {
    const device_load_reader reader(counters, gauges);
    for (const auto& [device, load] : reader.loads()) {
        const std::string key = "gpu." + device + ".verdict";
        std::vector<text_pair> others;
        bool is_noted = false;
        for (text_pair& fact : facts) {
            if (fact.first != key) {
                others.push_back(std::move(fact));
            } else if (!is_noted) {
                is_noted = true;
                others.emplace_back(key, judge(load).text);
            }
        }
        if (!is_noted) {
            others.emplace_back(key, judge(load).text);
        }
        facts.swap(others);
    }
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
