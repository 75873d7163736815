// SPDX-License-Identifier: BSL-1.0
// The list of numbers that github-action-benchmark plots over commits: its tool "customSmallerIsBetter".
#ifndef DWELL_EXPORT_SMALLER_IS_BETTER_HPP
#define DWELL_EXPORT_SMALLER_IS_BETTER_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/human.hpp>
#include <dwell/export/json_writer.hpp>
#include <dwell/export/profile_value.hpp>
#include <dwell/export/scope_totals.hpp>
#include <dwell/export/text_only_utf8.hpp>
#include <dwell/profile/compensate.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/digits.hpp>
#include <dwell/stats/floating.hpp>

#include <charconv>
#include <string>
#include <vector>

DWELL_NAMESPACE_BEGIN

struct smaller_is_better_options {
    /// Which of the durations, each in [0, 100]. One that is there twice is written once.
    std::vector<double> percentiles = {50, 95, 99};
    bool mean = true;
    /// Allocations a call, children included, where memory was counted.
    bool allocations = true;
    /// Of the percentiles' intervals, in (0, 1).
    double confidence = 0.95;
    /// Whether what dwell itself has cost is taken away first: see `compensated`.
    bool compensate = false;
};

namespace detail {

class smaller_is_better_writer {
public:
    smaller_is_better_writer(text_writer& out, const profile& source, const smaller_is_better_options& options)
        : json_(out), source_(source), options_(options), has_memory_(has_memory(source)) {}

    void write() {
        json_.begin_array();
        for (const scope_statistics& scope : totals_by_name(source_)) {
            for (size_t i = 0; i < options_.percentiles.size(); ++i) {
                if (is_first_of_its_name(i)) {
                    write_percentile(scope, options_.percentiles[i]);
                }
            }
            if (options_.mean && !scope.durations().empty() &&
                begin_entry(scope.name() + " mean", "ns", scope.mean_ns())) {
                end_entry("standard deviation " + number(scope.stddev_ns()) + " ns", scope);
            }
            if (options_.allocations && has_memory_ && scope.calls() != 0 &&
                begin_entry(scope.name() + " allocations", "allocations/call", scope.allocations_per_call())) {
                end_entry("children included", scope);
            }
        }
        json_.end_array();
    }

private:
    static constexpr int decimals = 3;  // of ns: a picosecond is below what any clock resolves

    static std::string number(double ns) { return fixed_text(ns, decimals); }

    // The action takes an entry for the first of its name.
    [[nodiscard]] bool is_first_of_its_name(size_t index) const noexcept {
        size_t first = 0;
        while (options_.percentiles[first] != options_.percentiles[index]) {
            ++first;
        }
        return first == index;
    }

    /// In as many digits as tell it from all others.
    static std::string percentile_text(double p) {
        char digits[32];
        // Not -0.
        return std::string(digits, std::to_chars(digits, digits + sizeof(digits), p + 0.0).ptr);
    }

    void write_percentile(const scope_statistics& scope, double p) {
        const quantile_interval interval = scope.percentile_interval_ns(p, options_.confidence);
        if (scope.durations().empty() ||
            !begin_entry(scope.name() + " p" + percentile_text(p), "ns", interval.estimate)) {
            return;
        }
        if (!interval.is_defined()) {
            end_entry("too few calls for a confidence interval", scope);
            return;
        }
        // One number for both sides: the farther bound.
        json_.member("range", "\xC2\xB1 " + number(larger(interval.upper - interval.estimate,
                                                          interval.estimate - interval.lower)));
        end_entry(human_number(options_.confidence * 100) + " % confidence interval " + number(interval.lower) +
                      " to " + number(interval.upper) + " ns",
                  scope);
    }

    /// False where there is no number: the action takes null for 0.
    bool begin_entry(const std::string& name, const char* unit, double value) {
        if (!is_finite(value)) {
            return false;
        }
        json_.begin_object();
        json_.member("name", name);
        json_.member("unit", unit);
        json_.member("value", value, decimals);
        return true;
    }

    void end_entry(std::string extra, const scope_statistics& scope) {
        extra += "\ncalls: " + std::to_string(scope.calls());
        if (scope.is_sampled()) {
            extra += ", timed: " + std::to_string(scope.timed_calls());
        }
        json_.member("extra", extra);
        json_.end_object();
    }

    json_writer json_;
    const profile& source_;
    const smaller_is_better_options& options_;
    bool has_memory_;
};

}  // namespace detail

/// Writes a JSON array of {name, unit, value, range, extra}: for each scope name of which a duration is known the
/// percentiles "NAME p99" and the mean "NAME mean" in nanoseconds, and for each that ended "NAME allocations" in
/// allocations a call, where memory was counted. `range` is how far the percentile's confidence interval reaches to the
/// farther side; left out where there are too few calls for one. An entry whose value is not finite is left out. Bytes
/// that are not UTF-8 become U+FFFD, and names that are the same then are merged. A percentile or confidence that is
/// none is an error. Linear in the profile; memory in proportion to its names.
template <sink Sink>
export_status write_smaller_is_better(Sink& out, const profile& source, const smaller_is_better_options& options = {}) {
    for (const double p : options.percentiles) {
        if (!(p >= 0 && p <= 100)) {
            return export_status::failure("smaller_is_better_options::percentiles are from 0 to 100");
        }
    }
    if (!(options.confidence > 0 && options.confidence < 1)) {
        return export_status::failure("smaller_is_better_options::confidence is above 0 and below 1");
    }
    if (options.compensate && !source.metadata().compensated) {
        return write_smaller_is_better(out, compensated(source), options);
    }
    if (!detail::has_only_utf8(source)) {
        // The action finds an entry by its name, and the first of two that share one.
        return write_smaller_is_better(out, detail::with_only_utf8(source), options);
    }
    detail::text_writer writer(out);
    detail::smaller_is_better_writer(writer, source, options).write();
    return writer.finish();
}

DWELL_NAMESPACE_END

#endif
