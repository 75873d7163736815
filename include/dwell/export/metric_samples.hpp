// SPDX-License-Identifier: BSL-1.0
// The samples of a histogram in Prometheus's formats: cumulative counts by bound, or quantiles.
#ifndef DWELL_EXPORT_METRIC_SAMPLES_HPP
#define DWELL_EXPORT_METRIC_SAMPLES_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/metric_buckets.hpp>
#include <dwell/export/metric_exemplars.hpp>
#include <dwell/export/metric_text.hpp>
#include <dwell/export/openmetrics_options.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/stats/histogram.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Writes histograms of one family, all with the same bounds.
class histogram_samples {
public:
    /// `created_unix_ns` is when counting began, or 0 where it is not known.
    histogram_samples(metric_text& out, const openmetrics_options& options, std::vector<double> bounds,
                      int64_t created_unix_ns)
        : out_(out), bounds_(std::move(bounds)), created_unix_ns_(out.is_openmetrics() ? created_unix_ns : 0) {
        is_summary_ = options.quantiles == openmetrics_quantiles::summaries;
        for (const double bound : bounds_) {
            bound_labels_.push_back("le=\"" + bound_text(bound) + '"');
        }
    }

    [[nodiscard]] metric_type type() const noexcept {
        return is_summary_ ? metric_type::summary : metric_type::histogram;
    }

    [[nodiscard]] bool has_exemplars() const noexcept { return !is_summary_ && out_.is_openmetrics(); }

    /// `exemplars`, if any, are those of `values`; null unless `has_exemplars()`.
    void write(std::string_view labels, const histogram& values, value_scale scale,
               bucket_exemplars* exemplars = nullptr) const {
        if (is_summary_) {
            write_quantiles(labels, values, scale);
        } else {
            size_t next = 0;
            const auto write_bucket = [&](double bound, std::string_view bound_label, uint64_t count) {
                out_.sample("_bucket", labels, bound_label, count,
                            exemplars != nullptr ? exemplars->next(bound, count) : std::string());
            };
            for_each_bound(values, scale, bounds_,
                           [&](double bound, uint64_t count) { write_bucket(bound, bound_labels_[next++], count); });
            write_bucket(infinity, R"(le="+Inf")", values.count());
        }
        out_.sample("_count", labels, {}, values.count());
        out_.sample(
            "_sum", labels, {},
            scale(static_cast<double>(values.sum_high()) * beyond_64_bits + static_cast<double>(values.sum_low())));
        if (created_unix_ns_ > 0) {
            // A double holds the microseconds since 1970, and not the nanoseconds.
            const int64_t microseconds = created_unix_ns_ / 1000;
            out_.sample("_created", labels, {}, static_cast<double>(microseconds) / 1e6);
        }
    }

private:
    void write_quantiles(std::string_view labels, const histogram& values, value_scale scale) const {
        for (const double quantile : {0.5, 0.9, 0.95, 0.99, 0.999}) {
            out_.sample({}, labels, "quantile=\"" + bound_text(quantile) + '"',
                        values.empty() ? not_a_number : scale(values.percentile(quantile * 100)));
        }
    }

    metric_text& out_;
    std::vector<double> bounds_;
    std::vector<std::string> bound_labels_;
    int64_t created_unix_ns_;
    bool is_summary_;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
