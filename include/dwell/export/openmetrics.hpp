// SPDX-License-Identifier: BSL-1.0
// OpenMetrics and Prometheus's text format: what a Prometheus server scrapes.
#ifndef DWELL_EXPORT_OPENMETRICS_HPP
#define DWELL_EXPORT_OPENMETRICS_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/metadata_fields.hpp>
#include <dwell/export/metric_buckets.hpp>
#include <dwell/export/metric_samples.hpp>
#include <dwell/export/metric_text.hpp>
#include <dwell/export/openmetrics_options.hpp>
#include <dwell/export/program_metrics.hpp>
#include <dwell/export/scope_metrics.hpp>
#include <dwell/export/text_only_utf8.hpp>
#include <dwell/profile/compensate.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/stats/floating.hpp>

#include <string>
#include <utility>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// What the program and its build are.
inline void write_program_info(metric_text& out, const profile& source) {
    const profile_metadata& metadata = source.metadata();
    const text_pair facts[] = {
        {"program", metadata.program},
        {"git_commit", metadata.git_commit},
        {"compiler", metadata.compiler},
        {"build_flags", metadata.build_flags},
        {"operating_system", metadata.operating_system},
        {"cpu_model", metadata.cpu_model},
        {"clock", metadata.clock},
        {"dwell_version", metadata.dwell_version},
        {"compensated", metadata.compensated ? "true" : "false"},
    };
    std::string labels;
    for (const auto& [name, text] : facts) {
        if (!text.empty()) {
            labels += labels.empty() ? "" : ",";
            labels += formatted_label(name, text);
        }
    }
    out.family("dwell", metric_type::info, {}, "The program that dwell runs in, and how it was built.");
    out.sample("_info", labels, {}, uint64_t{1});
}

/// What recording bounded, repaired or lost, in all and of memory.
inline void write_health_metrics(metric_text& out, const profile& source) {
    const auto write = [&](const char* prefix, const char* key, uint64_t count, std::string help) {
        help[0] = static_cast<char>(help[0] >= 'a' && help[0] <= 'z' ? help[0] - 'a' + 'A' : help[0]);
        out.family(std::string(prefix) + key, metric_type::counter, {}, help + '.');
        out.sample("_total", {}, {}, count);
    };
    visit_health(source.health(),
                 [&](const char* key, uint64_t count, const char* help) { write("dwell_health_", key, count, help); });
    uint64_t refused = 0;
    uint64_t over_range = 0;
    for (const distribution_value& distribution : source.distributions()) {
        refused += distribution.values.refused();
        over_range += distribution.values.over_range();
    }
    write("dwell_health_", "refused_values", refused, "values of distributions that were negative or no number");
    write("dwell_health_", "over_range_values", over_range,
          "values of distributions beyond 64 bits, counted as 2^64 - 1");
    if (!source.memory().empty()) {
        visit_memory_health(source.memory(), [&](const char* key, uint64_t count, const char* help) {
            write("dwell_memory_", key, count, help);
        });
    }
}

inline void write_openmetrics(text_writer& writer, const profile& source, const openmetrics_options& options) {
    metric_text out(writer, options.format);
    write_program_info(out, source);
    scope_metrics(out, source, options).write();
    write_health_metrics(out, source);
    program_metrics(out, source, options).write();
    out.end();
}

/// What is wrong with the bounds; empty where nothing is.
[[nodiscard]] inline std::string fault_of(const openmetrics_options& options) {
    if (!are_bounds(options.duration_bounds_seconds)) {
        return "openmetrics_options::duration_bounds_seconds must be finite, not negative, and ascend";
    }
    for (const metric_bounds& one : options.distribution_bounds) {
        if (!are_bounds(one.bounds)) {
            return "openmetrics_options::distribution_bounds of " + one.name +
                   " must be finite, not negative, and ascend";
        }
    }
    if (!(options.ns_per_tick >= 0) || !is_finite(options.ns_per_tick)) {
        return "openmetrics_options::ns_per_tick must be finite and not negative";
    }
    return {};
}

}  // namespace detail

/// Writes what a Prometheus server scrapes: of each scope's name its durations, self time, calls, CPU time and memory;
/// the user's counters, gauges and distributions; health; what program it is. docs/formats.md names the families. In
/// OpenMetrics, a bucket of durations has the slowest of the exemplars in it, with its thread and its `cause_of`. In
/// seconds and bytes. Bounds that do not ascend are an error. Any thread; linear in the profile, and in the bounds
/// times the names. Memory is in proportion to the names.
template <sink Sink>
export_status write_openmetrics(Sink& out, const profile& source, const openmetrics_options& options = {}) {
    if (options.compensate && !source.metadata().compensated) {
        return write_openmetrics(out, compensated(source), options);
    }
    if (std::string fault = detail::fault_of(options); !fault.empty()) {
        return export_status::failure(std::move(fault));
    }
    detail::text_writer writer(out);
    if (detail::has_only_utf8(source)) {
        detail::write_openmetrics(writer, source, options);
    } else {
        detail::write_openmetrics(writer, detail::with_only_utf8(source), options);
    }
    return writer.finish();
}

DWELL_NAMESPACE_END

#endif
