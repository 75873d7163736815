// SPDX-License-Identifier: BSL-1.0
// Exemplars in OpenMetrics: of a bucket of durations one call that is in it, with when, where and why.
#ifndef DWELL_EXPORT_METRIC_EXEMPLARS_HPP
#define DWELL_EXPORT_METRIC_EXEMPLARS_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/human.hpp>
#include <dwell/export/metric_buckets.hpp>
#include <dwell/export/metric_text.hpp>
#include <dwell/export/slowest_instances.hpp>
#include <dwell/export/utf8.hpp>
#include <dwell/profile/exemplar.hpp>
#include <dwell/profile/exemplar_cause.hpp>
#include <dwell/profile/profile.hpp>

#include <charconv>
#include <string>
#include <string_view>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Gives each bucket of one name's durations its exemplar, as OpenMetrics 1.0 has it, bucket by bucket.
class bucket_exemplars {
public:
    /// Those from `first` up to `last` of `source.exemplars()`, which are of one name. `to_seconds` is for ticks. The
    /// source outlives this.
    bucket_exemplars(const profile& source, value_scale to_seconds, size_t first, size_t last) noexcept
        : source_(source), to_seconds_(to_seconds), first_(first), last_(last) {}

    /// What stands behind the count of the bucket up to `bound`, a higher one than the last: the slowest instance in
    /// it. Nothing where `count`, which is cumulative, says that there is none: a value just below its bound is counted
    /// with the next. An instance that is open still is in no bucket.
    [[nodiscard]] std::string next(double bound, uint64_t count) {
        const exemplar* slowest = nullptr;
        double value = 0;
        // The fastest stands last.
        for (; last_ != first_; --last_) {
            const exemplar& slow = source_.exemplars()[last_ - 1];
            const double seconds = to_seconds_(static_cast<double>(slow.instance.duration_ticks));
            if (seconds > bound) {
                break;
            }
            if (!slow.instance.is_open) {
                slowest = &slow;
                value = seconds;
            }
        }
        const bool is_empty = count == below_;
        below_ = count;
        return slowest == nullptr || is_empty ? std::string() : text_of(*slowest, value);
    }

private:
    // OpenMetrics 1.0, "Exemplars": the names and the values of all labels together. Those of the names are known.
    static constexpr size_t most_code_points = 128 - std::string_view("threadcause").size();
    static constexpr size_t longest_thread = 40;

    // ` # {labels} value timestamp`.
    [[nodiscard]] std::string text_of(const exemplar& slow, double value) const {
        const exemplar_cause cause = cause_of(source_, slow);
        std::string path = cause_path(source_, slow, cause);
        if (path.empty()) {
            path = cause.is_self ? "(itself)" : "(several)";
        }
        const std::string thread = shortened(slow.thread, longest_thread);
        std::string text = " # {";
        if (!thread.empty()) {
            text += formatted_label("thread", without_braces(thread)) + ',';
        }
        text += formatted_label("cause", without_braces(shortened(path, most_code_points - count_code_points(thread))));
        text += "} ";
        char digits[32];
        text.append(digits, std::to_chars(digits, digits + sizeof(digits), value).ptr);
        const int64_t unix_ns = source_.unix_ns_at(slow.instance.end_ticks());
        if (source_.parts().origin_unix_ns != 0 && unix_ns > 0) {
            // In full: a double would lose the microseconds.
            const std::string microseconds = std::to_string(unix_ns / 1000 % 1'000'000);
            text += ' ' + std::to_string(unix_ns / 1'000'000'000) + '.';
            text.append(6 - microseconds.size(), '0');
            text += microseconds;
        }
        return text;
    }

    // Prometheus's client for Python (0.16) takes the first `}` for the end of the labels, also inside quotes, and
    // refuses the whole page.
    [[nodiscard]] static std::string without_braces(std::string text) {
        for (char& c : text) {
            c = c == '{' ? '(' : c == '}' ? ')' : c;
        }
        return text;
    }

    const profile& source_;
    value_scale to_seconds_;
    size_t first_;
    size_t last_;
    uint64_t below_ = 0;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
