// SPDX-License-Identifier: BSL-1.0
// The parts of a profile that are not call paths: counters, gauges and distributions.
#ifndef DWELL_PROFILE_METRIC_HPP
#define DWELL_PROFILE_METRIC_HPP

#include <dwell/core/config.hpp>
#include <dwell/profile/text_pairs.hpp>
#include <dwell/stats/histogram.hpp>

#include <string>
#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN

/// Which series of which metric: its name, its labels in the order they were given, and what it means.
struct metric_identity {
    std::string name;
    std::vector<std::pair<std::string, std::string>> labels;
    std::string help;  ///< one sentence, or empty
    std::string unit;  ///< "bytes", "seconds", … or empty

    friend bool operator==(const metric_identity&, const metric_identity&) = default;
    /// Whether both are the same series, whatever their help and unit say.
    [[nodiscard]] bool same_series(const metric_identity& other) const {
        return name == other.name && detail::compare(labels, other.labels) == 0;
    }
};

namespace detail {

/// Ascending by name, then by labels: below 0, 0 or above 0.
[[nodiscard]] inline int compare_series(const metric_identity& a, const metric_identity& b) noexcept {
    const int order = a.name.compare(b.name);
    return order != 0 ? order : compare(a.labels, b.labels);
}

}  // namespace detail

/// A count that only goes up.
struct counter_value {
    metric_identity identity;
    uint64_t value = 0;

    friend bool operator==(const counter_value&, const counter_value&) = default;
};

/// A value that goes up and down: the last one written, on any thread.
struct gauge_value {
    metric_identity identity;
    double value = 0;
    uint64_t written_at_ticks = 0;  ///< when, on the profile's clock; the later one wins in a merge

    friend bool operator==(const gauge_value&, const gauge_value&) = default;
};

/// A histogram of any unit. A recorded value is `bucketed value / steps_per_unit`.
struct distribution_value {
    metric_identity identity;
    uint64_t steps_per_unit = 1;
    histogram values;

    friend bool operator==(const distribution_value&, const distribution_value&) = default;
};

DWELL_NAMESPACE_END

#endif
