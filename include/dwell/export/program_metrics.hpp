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
/// their labels differ only in order or by what its names cannot have, are added up as `merge` does it. One code for
/// counters, gauges and distributions: a template of each would be compiled in every file that reports.
class program_metrics {
public:
    program_metrics(metric_text& out, const profile& source, const openmetrics_options& options) noexcept
        : out_(out), source_(source), options_(options) {}

    void write() {
        write_all(kind::counter, source_.counters().size(), {"_total", "_created"});
        write_all(kind::gauge, source_.gauges().size(), {});
        write_all(kind::distribution, source_.distributions().size(), {"_bucket", "_count", "_sum", "_created"});
    }

private:
    enum class kind { counter, gauge, distribution };

    /// What is said of all metrics of one name.
    struct family {
        std::string metric;  // as the program calls it
        std::string name;
        metric_unit unit;
        std::string help;
    };

    /// One of a family, and where its value is.
    struct series {
        std::string labels;
        const profile_parts* parts;
        size_t index;
    };

    [[nodiscard]] static const metric_identity& identity_of(kind of, const profile_parts& parts, size_t index) {
        switch (of) {
            case kind::counter:
                return parts.counters[index].identity;
            case kind::gauge:
                return parts.gauges[index].identity;
            case kind::distribution:
                break;
        }
        return parts.distributions[index].identity;
    }

    void write_all(kind of, size_t count, const std::vector<const char*>& suffixes) {
        const char* const kind_name = of == kind::counter ? "counter" : of == kind::gauge ? "gauge" : "distribution";
        for (size_t first = 0, last = 0; first < count; first = last) {
            const metric_identity& begin = identity_of(of, source_.parts(), first);
            std::string unit = begin.unit;
            std::string help;
            for (last = first; last < count; ++last) {
                const metric_identity& identity = identity_of(of, source_.parts(), last);
                if (identity.name != begin.name) {
                    break;
                }
                // A unit that not all have would be wrong for some.
                unit = identity.unit == unit ? unit : "";
                help = help.empty() ? identity.help : help;
            }
            family same{begin.name, {}, base_unit(unit), std::move(help)};
            family_name chosen = names_.add(begin.name, kind_name, same.unit, unit, suffixes);
            same.name = std::move(chosen.text);
            if (same.help.empty()) {
                same.help = "The " + (kind_name + (" " + begin.name)) + '.';
            } else if (chosen.is_hashed) {
                same.help += " (The " + (kind_name + (" " + begin.name)) + ".)";
            }
            write_family(of, first, last, same);
        }
    }

    /// Those in [first, last), by their labels.
    void write_family(kind of, size_t first, size_t last, const family& same) {
        std::vector<std::string> labels;
        for (size_t i = first; i < last; ++i) {
            labels.push_back(formatted_labels(identity_of(of, source_.parts(), i).labels));
        }
        const std::vector<uint32_t> order =
            sorted_order(labels.size(), [&](uint32_t a, uint32_t b) { return labels[a].compare(labels[b]) < 0; });
        std::vector<series> all;
        std::vector<profile> added_up;  // which `all` points into
        for (size_t i = 0, end = 0; i < order.size(); i = end) {
            for (end = i + 1; end < order.size() && labels[order[end]] == labels[order[i]]; ++end) {
            }
            if (end == i + 1) {
                all.push_back({labels[order[i]], &source_.parts(), first + order[i]});
                continue;
            }
            profile_builder builder;
            for (size_t one = i; one < end; ++one) {
                add(builder.parts(), of, first + order[one]);
            }
            added_up.reserve(labels.size() / 2);
            added_up.push_back(builder.build());
            all.push_back({labels[order[i]], &added_up.back().parts(), 0});
        }
        write_series(of, all, same);
    }

    /// Adds a metric without its labels, so that all that are added are the same series.
    void add(profile_parts& parts, kind of, size_t index) const {
        switch (of) {
            case kind::counter:
                parts.counters.push_back(source_.counters()[index]);
                parts.counters.back().identity.labels.clear();
                break;
            case kind::gauge:
                parts.gauges.push_back(source_.gauges()[index]);
                parts.gauges.back().identity.labels.clear();
                break;
            case kind::distribution:
                parts.distributions.push_back(source_.distributions()[index]);
                parts.distributions.back().identity.labels.clear();
                break;
        }
    }

    void write_series(kind of, const std::vector<series>& all, const family& same) {
        const value_scale scale = same.unit.scale;
        if (of == kind::distribution) {
            write_distributions(all, same);
            return;
        }
        out_.family(same.name, of == kind::counter ? metric_type::counter : metric_type::gauge, same.unit.word,
                    same.help);
        for (const series& one : all) {
            if (of == kind::gauge) {
                out_.sample({}, one.labels, {}, scale(one.parts->gauges[one.index].value));
            } else if (const uint64_t count = one.parts->counters[one.index].value; scale.is_identity()) {
                out_.sample("_total", one.labels, {}, count);
            } else {
                out_.sample("_total", one.labels, {}, scale(static_cast<double>(count)));
            }
        }
    }

    void write_distributions(const std::vector<series>& all, const family& same) {
        const histogram_samples samples(out_, options_, bounds_of(all, same), source_.metadata().start_unix_ns);
        out_.family(same.name, samples.type(), same.unit.word, same.help);
        for (const series& one : all) {
            const distribution_value& distribution = one.parts->distributions[one.index];
            samples.write(one.labels, distribution.values, scale_of(distribution, same));
        }
    }

    [[nodiscard]] static value_scale scale_of(const distribution_value& distribution, const family& same) noexcept {
        const auto steps = static_cast<double>(larger(distribution.steps_per_unit, uint64_t{1}));
        return {same.unit.scale.multiplier, same.unit.scale.divisor * steps};
    }

    /// The same for all series of a family, so that a server can add them up.
    [[nodiscard]] std::vector<double> bounds_of(const std::vector<series>& all, const family& same) const {
        for (const metric_bounds& chosen : options_.distribution_bounds) {
            if (chosen.name == same.metric) {
                return chosen.bounds;
            }
        }
        double least = infinity;
        double greatest = 0;
        for (const series& one : all) {
            const distribution_value& distribution = one.parts->distributions[one.index];
            const histogram& values = distribution.values;
            if (!values.empty()) {
                const value_scale scale = scale_of(distribution, same);
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
