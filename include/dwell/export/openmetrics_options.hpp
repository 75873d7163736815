// SPDX-License-Identifier: BSL-1.0
// How metrics are written for Prometheus, and what an HTTP server says they are.
#ifndef DWELL_EXPORT_OPENMETRICS_OPTIONS_HPP
#define DWELL_EXPORT_OPENMETRICS_OPTIONS_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/metric_text.hpp>

#include <string>
#include <vector>

DWELL_NAMESPACE_BEGIN

/// What durations and distributions are written as.
enum class openmetrics_quantiles {
    histograms,  ///< counts of values up to each bound: a server adds them up over instances, and takes quantiles then
    summaries,   ///< the median, p90, p95, p99 and p99.9 of the whole run, which nobody can add up
};

/// The bounds of one distribution's buckets, in the unit it is written in (seconds or bytes where it is one of these).
struct metric_bounds {
    std::string name;  ///< of the distribution, as the program has it
    std::vector<double> bounds;
};

struct openmetrics_options {
    openmetrics_format format = openmetrics_format::openmetrics;
    openmetrics_quantiles quantiles = openmetrics_quantiles::histograms;
    /// Ascending, without infinity. Empty: 1, 2.5 and 5 of each decade from 1 us to 100 s.
    std::vector<double> duration_bounds_seconds = {};
    /// Those of distributions that are not named here are 1, 2.5 and 5 of each decade that has values.
    std::vector<metric_bounds> distribution_bounds = {};
    /// Nanoseconds a tick, in place of the profile's own; 0 for that. A server that is scraped passes that of its first
    /// profile: the clock's fit changes a little from one snapshot to the next, and a sum of seconds that falls by a
    /// millionth is a counter that began anew to Prometheus.
    double ns_per_tick = 0;
    /// Whether what dwell itself has cost is taken away first: see `compensated`. Not for a server that is scraped:
    /// durations are less by the mean cost of a call so far, and as that mean changes, sums and counts by bound fall.
    bool compensate = false;
};

/// The Content-Type of an HTTP response in this format.
[[nodiscard]] constexpr const char* openmetrics_content_type(openmetrics_format format) noexcept {
    return format == openmetrics_format::openmetrics ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
                                                     : "text/plain; version=0.0.4; charset=utf-8";
}

DWELL_NAMESPACE_END

#endif
