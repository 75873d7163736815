// SPDX-License-Identifier: BSL-1.0
// The percentile distribution as HdrHistogram prints it (.hgrm), which its plotter draws.
#ifndef DWELL_EXPORT_HGRM_HPP
#define DWELL_EXPORT_HGRM_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/text_writer.hpp>
#include <dwell/profile/statistics.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/stats/histogram.hpp>

#include <charconv>
#include <string>
#include <string_view>

DWELL_NAMESPACE_BEGIN

struct hgrm_options {
    /// What printed values are divided by: 1e6 prints nanoseconds as milliseconds. Above 0.
    double unit = 1.0;
    /// Lines for each halving of the distance to 100 %; at least 1.
    uint32_t ticks_per_half_distance = 5;
};

namespace detail {

/// `value`, finite and not negative, with a fixed number of decimals: its shortest decimal form, rounded half up, as
/// Java's `%.2f` does.
[[nodiscard]] inline std::string fixed_half_up(double value, size_t decimals) {
    char digits[400];
    const auto end = std::to_chars(digits, digits + sizeof(digits), value, std::chars_format::fixed).ptr;
    std::string text(digits, end);
    if (text.find('.') == std::string::npos) {
        text += '.';
    }
    const size_t size = text.find('.') + 1 + decimals;
    const bool rounds_up = text.size() > size && text[size] >= '5';
    text.resize(size, '0');
    if (rounds_up) {
        size_t at = size;
        while (at != 0 && (text[at - 1] == '9' || text[at - 1] == '.')) {
            --at;
            text[at] = text[at] == '.' ? '.' : '0';
        }
        if (at == 0) {
            text.insert(0, 1, '1');
        } else {
            ++text[at - 1];
        }
    }
    return text;
}

class hgrm_writer {
public:
    /// `steps_per_unit` is how many of the histogram's values one of the printed ones is.
    hgrm_writer(text_writer& out, const histogram& values, double steps_per_unit, hgrm_options options)
        : out_(out), values_(values), steps_per_unit_(steps_per_unit), options_(options) {}

    void write() {
        out_.text("       Value     Percentile TotalCount 1/(1-Percentile)\n\n");
        write_percentiles();
        write_footer();
    }

private:
    static constexpr size_t decimals = 2;  // HdrHistogram prints as many as it has significant digits

    void padded(std::string_view text, size_t width) {
        out_.repeat(' ', width > text.size() ? width - text.size() : 0);
        out_.text(text);
    }
    void padded_value(double value) { padded(fixed_half_up(value / steps_per_unit_, decimals), 12); }

    void write_percentiles() {
        const auto count = static_cast<double>(values_.count());
        uint64_t total = 0;
        uint64_t last = 0;
        double level = 0;
        values_.for_each_bucket([&](size_t, uint64_t, uint64_t upper, uint64_t n) {
            total += n;
            last = upper;
            // A bucket of many values passes several levels, but nothing comes after the last value's first line.
            bool is_reached = 100.0 * static_cast<double>(total) / count >= level;
            while (is_reached && level < 100) {
                write_line(upper, level, total);
                const double next = level + 100.0 / ticks_at(level);
                level = next > level ? next : 100;  // closer than a double tells apart
                is_reached = total != values_.count() && 100.0 * static_cast<double>(total) / count >= level;
            }
        });
        if (total != 0) {
            write_line(last, 100, total);
        }
    }

    /// Lines that the whole way would have at the step of this level: twice as many with each halving of the rest.
    [[nodiscard]] double ticks_at(double level) const noexcept {
        double ticks = 2.0 * options_.ticks_per_half_distance;
        for (double parts = 100.0 / (100.0 - level); parts >= 2; parts /= 2) {
            ticks *= 2;
        }
        return ticks;
    }

    void write_line(uint64_t value, double level, uint64_t total) {
        const double quantile = level / 100.0;
        padded_value(static_cast<double>(value));
        out_.character(' ');
        out_.text(fixed_half_up(quantile, 12));
        out_.character(' ');
        padded(std::to_string(total), 10);
        if (level < 100) {
            out_.character(' ');
            padded(fixed_half_up(1 / (1.0 - quantile), decimals), 14);
        }
        out_.character('\n');
    }

    void write_footer() {
        double sum = 0;
        for_each_middle([&](double middle, double n) { sum += middle * n; });
        const auto count = static_cast<double>(values_.count());
        const double mean = values_.empty() ? 0 : sum / count;
        double squares = 0;
        uint64_t max = 0;
        size_t last_index = 0;
        for_each_middle([&](double middle, double n) { squares += (middle - mean) * (middle - mean) * n; });
        values_.for_each_bucket([&](size_t index, uint64_t, uint64_t upper, uint64_t) {
            last_index = index;
            max = upper;
        });
        out_.text("#[Mean    = ");
        padded_value(mean);
        out_.text(", StdDeviation   = ");
        padded_value(values_.empty() ? 0 : square_root(squares / count));
        out_.text("]\n#[Max     = ");
        padded_value(static_cast<double>(max));
        out_.text(", Total count    = ");
        padded(std::to_string(values_.count()), 12);
        out_.text("]\n#[Buckets = ");
        constexpr unsigned bits = histogram::layout::sub_bucket_bits;
        padded(std::to_string(larger(last_index >> bits, size_t{1})), 12);
        out_.text(", SubBuckets     = ");
        padded(std::to_string(size_t{2} << bits), 12);
        out_.text("]\n");
    }

    /// Calls `f` with the middle of each bucket, as HdrHistogram has it, and the bucket's count.
    template <typename Function>
    void for_each_middle(const Function& f) const {
        values_.for_each_bucket([&](size_t index, uint64_t lower, uint64_t, uint64_t n) {
            f(static_cast<double>(lower + histogram::layout::width(index) / 2), static_cast<double>(n));
        });
    }

    text_writer& out_;
    const histogram& values_;
    double steps_per_unit_;
    hgrm_options options_;
};

[[nodiscard]] inline export_status write_hgrm(text_writer& out, const histogram& values, double unit_of_a_step,
                                              hgrm_options options) {
    const double steps_per_unit = options.unit / unit_of_a_step;
    if (!(steps_per_unit > 0) || !is_finite(static_cast<double>(uint64_max) / steps_per_unit)) {
        return export_status::failure("hgrm_options::unit is not a number above 0 that values can be divided by");
    }
    if (options.ticks_per_half_distance == 0) {
        return export_status::failure("hgrm_options::ticks_per_half_distance is 0");
    }
    hgrm_writer(out, values, steps_per_unit, options).write();
    return out.finish();
}

}  // namespace detail

/// Writes the values at ever closer percentiles, then mean, deviation and count, as HdrHistogram's
/// outputPercentileDistribution prints them, digit for digit: a value stands for its bucket's upper bound, the maximum
/// too, and for mean and deviation for the bucket's middle. So all are within 0.79 %; `histogram::mean` and `max` are
/// exact. An empty histogram has no lines between heading and footer. Fails where an option makes no sense. O(buckets +
/// lines).
template <sink Sink>
export_status write_hgrm(Sink& out, const histogram& values, hgrm_options options = {}) {
    detail::text_writer writer(out);
    return detail::write_hgrm(writer, values, 1.0, options);
}

/// The same for a scope's durations, in nanoseconds: `write_hgrm(out, *profile.find("step"), {.unit = 1e6})` prints
/// milliseconds. Nothing is re-bucketed. To compensate, pass a scope of a `compensated` profile. Where the scope was
/// sampled, a comment line before the heading says so.
template <sink Sink>
export_status write_hgrm(Sink& out, const scope_statistics& scope, hgrm_options options = {}) {
    detail::text_writer writer(out);
    if (scope.is_sampled()) {
        writer.text("#[Sampled: ");
        writer.integer(scope.timed_calls());
        writer.text(" of ");
        writer.integer(scope.calls());
        writer.text(" calls timed; counts are estimates]\n");
    }
    return detail::write_hgrm(writer, scope.durations(), scope.scale().ns_per_tick, options);
}

DWELL_NAMESPACE_END

#endif
