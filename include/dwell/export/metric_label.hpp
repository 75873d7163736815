// SPDX-License-Identifier: BSL-1.0
// A metric's series as a person reads it.
#ifndef DWELL_EXPORT_METRIC_LABEL_HPP
#define DWELL_EXPORT_METRIC_LABEL_HPP

#include <dwell/core/config.hpp>
#include <dwell/profile/metric.hpp>

#include <string>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// The name, and the labels and unit where there are any: `requests{route="/a"} (bytes)`.
[[nodiscard]] inline std::string metric_label(const metric_identity& identity) {
    std::string label = identity.name;
    for (const auto& [key, text] : identity.labels) {
        label += (&key == &identity.labels.front().first ? "{" : ", ") + key + "=\"" + text + "\"";
    }
    label += identity.labels.empty() ? "" : "}";
    label += identity.unit.empty() ? "" : " (" + identity.unit + ")";
    return label;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
