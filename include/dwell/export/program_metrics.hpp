// SPDX-License-Identifier: BSL-1.0
// The program's own counters, gauges and distributions as families of Prometheus metrics.
#ifndef DWELL_EXPORT_PROGRAM_METRICS_HPP
#define DWELL_EXPORT_PROGRAM_METRICS_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/metric_buckets.hpp>
#include <dwell/export/metric_names.hpp>
#include <dwell/export/metric_samples.hpp>
#include <dwell/export/metric_text.hpp>
#include <dwell/export/openmetrics_options.hpp>
#include <dwell/profile/builder.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/stats/sorted_order.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Writes a family for each name, with a series for each set of labels. Series that Prometheus cannot tell apart, since
/// their labels differ only in order or by what its names cannot have, are added up as `merge` does it.
class program_metrics {
public:
    program_metrics(metric_text& out, const profile& source, const openmetrics_options& options) noexcept
        : out_(out), source_(source), options_(options) {}

    void write() {
        write_all(&profile_parts::counters, "counter", {"_total", "_created"});
        write_all(&profile_parts::gauges, "gauge", {});
        write_all(&profile_parts::distributions, "distribution", {"_bucket", "_count", "_sum", "_created"});
    }

private:
    /// What is said of all metrics of one name.
    struct family {
        std::string metric;  // as the program calls it
        std::string name;
        metric_unit unit;
        std::string help;
    };

    template <typename Metric>
    struct series {
        std::string labels;
        const Metric* metric;
    };

    template <typename Metric>
    void write_all(std::vector<Metric> profile_parts::*kind, const char* kind_name,
                   const std::vector<const char*>& suffixes) {
        const std::vector<Metric>& metrics = source_.parts().*kind;
        for (size_t first = 0, last = 0; first < metrics.size(); first = last) {
            const std::string& name = metrics[first].identity.name;
            std::string unit = metrics[first].identity.unit;
            std::string help;
            for (last = first; last < metrics.size() && metrics[last].identity.name == name; ++last) {
                const metric_identity& identity = metrics[last].identity;
                // A unit that not all have would be wrong for some.
                unit = identity.unit == unit ? unit : "";
                help = help.empty() ? identity.help : help;
            }
            family same{name, {}, base_unit(unit), std::move(help)};
            family_name chosen = names_.add(name, kind_name, same.unit, unit, suffixes);
            same.name = std::move(chosen.text);
            if (same.help.empty()) {
                same.help = "The " + (kind_name + (" " + name)) + '.';
            } else if (chosen.is_hashed) {
                same.help += " (The " + (kind_name + (" " + name)) + ".)";
            }
            write_family(kind, first, last, same);
        }
    }

    /// Those in [first, last), by their labels.
    template <typename Metric>
    void write_family(std::vector<Metric> profile_parts::*kind, size_t first, size_t last, const family& same) {
        const std::vector<Metric>& metrics = source_.parts().*kind;
        std::vector<std::string> labels;
        for (size_t i = first; i < last; ++i) {
            labels.push_back(formatted_labels(metrics[i].identity.labels));
        }
        const std::vector<uint32_t> order =
            sorted_order(labels.size(), [&](uint32_t a, uint32_t b) { return labels[a].compare(labels[b]) < 0; });
        std::vector<series<Metric>> all;
        std::vector<profile> added_up;  // which `all` points into
        added_up.reserve(labels.size());
        for (size_t i = 0, end = 0; i < order.size(); i = end) {
            profile_builder builder;
            for (end = i; end < order.size() && labels[order[end]] == labels[order[i]]; ++end) {
                if (end > i || (i + 1 < order.size() && labels[order[i + 1]] == labels[order[i]])) {
                    (builder.parts().*kind).push_back(metrics[first + order[end]]);
                    (builder.parts().*kind).back().identity.labels.clear();
                }
            }
            if (end > i + 1) {
                added_up.push_back(builder.build());
            }
            all.push_back({labels[order[i]],
                           end > i + 1 ? &(added_up.back().parts().*kind).front() : &metrics[first + order[i]]});
        }
        write_series(all, same);
    }

    void write_series(const std::vector<series<counter_value>>& all, const family& same) {
        out_.family(same.name, metric_type::counter, same.unit.word, same.help);
        for (const auto& [labels, counter] : all) {
            if (same.unit.scale.is_identity()) {
                out_.sample("_total", labels, {}, counter->value);
            } else {
                out_.sample("_total", labels, {}, same.unit.scale(static_cast<double>(counter->value)));
            }
        }
    }

    void write_series(const std::vector<series<gauge_value>>& all, const family& same) {
        out_.family(same.name, metric_type::gauge, same.unit.word, same.help);
        for (const auto& [labels, gauge] : all) {
            out_.sample({}, labels, {}, same.unit.scale(gauge->value));
        }
    }

    void write_series(const std::vector<series<distribution_value>>& all, const family& same) {
        const histogram_samples samples(out_, options_, bounds_of(all, same), source_.metadata().start_unix_ns);
        out_.family(same.name, samples.type(), same.unit.word, same.help);
        for (const auto& [labels, distribution] : all) {
            samples.write(labels, distribution->values, scale_of(*distribution, same.unit));
        }
    }

    [[nodiscard]] static value_scale scale_of(const distribution_value& distribution,
                                              const metric_unit& unit) noexcept {
        const auto steps = static_cast<double>(larger(distribution.steps_per_unit, uint64_t{1}));
        return {unit.scale.multiplier, unit.scale.divisor * steps};
    }

    /// The same for all series of a family, so that a server can add them up.
    [[nodiscard]] std::vector<double> bounds_of(const std::vector<series<distribution_value>>& all,
                                                const family& same) const {
        for (const metric_bounds& chosen : options_.distribution_bounds) {
            if (chosen.name == same.metric) {
                return chosen.bounds;
            }
        }
        double least = infinity;
        double greatest = 0;
        for (const series<distribution_value>& one : all) {
            const histogram& values = one.metric->values;
            if (!values.empty()) {
                const value_scale scale = scale_of(*one.metric, same.unit);
                least = smaller(least, scale(static_cast<double>(larger((values.min)(), uint64_t{1}))));
                greatest = larger(greatest, scale(static_cast<double>((values.max)())));
            }
        }
        return decades_around(least, greatest);
    }

    metric_text& out_;
    const profile& source_;
    const openmetrics_options& options_;
    family_names names_;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
