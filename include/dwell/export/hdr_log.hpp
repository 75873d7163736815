// SPDX-License-Identifier: BSL-1.0
// HdrHistogram's log: a line for each histogram of a profile. Read by HistogramLogProcessor and the like.
#ifndef DWELL_EXPORT_HDR_LOG_HPP
#define DWELL_EXPORT_HDR_LOG_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/frame_names.hpp>
#include <dwell/export/hdr_encoding.hpp>
#include <dwell/export/path_cursor.hpp>
#include <dwell/export/rounding.hpp>
#include <dwell/export/scope_totals.hpp>
#include <dwell/export/text_writer.hpp>
#include <dwell/profile/compensate.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/stats/bounds.hpp>

#include <string>
#include <string_view>
#include <vector>

DWELL_NAMESPACE_BEGIN

struct hdr_log_options {
    /// Whether scopes have a line for each call path, in place of one for each name.
    bool by_call_path = false;
    /// Whether the durations are in ticks, their buckets as they were recorded and nanoseconds a tick in the header's
    /// conversion ratio, in place of nanoseconds.
    bool in_ticks = false;
    /// Whether the lines that a log begins with are written: not where this interval is appended to a log.
    bool header = true;
    /// Whether what dwell itself has cost is taken away first: see `compensated`.
    bool compensate = false;
};

namespace detail {

/// Appends text as part of a tag, as a URL has it: `%` and two hexadecimal digits for each byte that is no printable
/// ASCII, or one of `%`, `,`, `;` and `=`. Readers end a tag at a comma, a blank, or anything that Unicode calls the
/// end of a line.
inline void append_hdr_tag(std::string& tag, std::string_view text) {
    static constexpr char digits[] = "0123456789ABCDEF";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte > 0x20 && byte < 0x7F && c != '%' && c != ',' && c != ';' && c != '=') {
            tag += c;
        } else {
            tag += '%';
            tag += digits[byte >> 4U];
            tag += digits[byte & 15U];
        }
    }
}

class hdr_log_writer {
public:
    hdr_log_writer(text_writer& out, const profile& source, hdr_log_options options)
        : out_(out), source_(source), names_(source), options_(options) {
        const profile_metadata& metadata = source.metadata();
        start_us_ = metadata.start_unix_ns > 0 ? static_cast<uint64_t>(metadata.start_unix_ns) / 1000 : 0;
    }

    void write() {
        if (options_.header) {
            write_header();
        }
        if (options_.by_call_path) {
            write_paths();
        } else {
            write_scopes();
        }
        for (const distribution_value& distribution : source_.distributions()) {
            write_distribution(distribution);
        }
    }

private:
    static constexpr uint64_t ns_per_ms = 1'000'000;

    void write_header() {
        out_.text("#[Histogram log format version 1.3]\n#[StartTime: ");
        write_decimal(start_us_, 1'000'000, 6);
        out_.text(
            " (seconds since epoch)]\n#[Tags: scope:NAME, path:ROOT;...;NAME and distribution:NAME;LABEL=TEXT, "
            "with bytes as %XX. Interval_Max: milliseconds of a scope, units of a distribution. Durations: ");
        out_.text(options_.in_ticks ? "ticks, the conversion ratio is nanoseconds a tick" : "nanoseconds");
        out_.text(source_.metadata().compensated ? ", less what scopes cost]\n" : "]\n");
        out_.text("\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\",\"Interval_Compressed_Histogram\"\n");
    }

    void write_paths() {
        tag_ = "path:";
        std::vector<size_t> sizes;
        path_cursor cursor(source_.paths());
        for (uint32_t i = 0; i < source_.paths().size(); ++i) {
            cursor.move_to(
                i,
                [&](uint32_t entered) {
                    sizes.push_back(tag_.size());
                    tag_ += sizes.size() == 1 ? "" : ";";
                    append_hdr_tag(tag_, names_[source_.paths()[entered].name]);
                },
                [&](uint32_t) {
                    tag_.resize(sizes.back());
                    sizes.pop_back();
                });
            write_durations(source_.paths()[i].durations);
        }
    }

    void write_scopes() {
        uint32_t name = 0;  // the totals are in the order of the names
        for (const scope_statistics& scope : totals_by_name(source_)) {
            tag_ = "scope:";
            append_hdr_tag(tag_, names_[name++]);
            write_durations(scope.durations());
        }
    }

    void write_distribution(const distribution_value& distribution) {
        tag_ = "distribution:";
        append_hdr_tag(tag_, distribution.identity.name);
        for (const auto& [key, text] : distribution.identity.labels) {
            tag_ += ';';
            append_hdr_tag(tag_, key);
            tag_ += '=';
            append_hdr_tag(tag_, text);
        }
        const uint64_t steps = larger(distribution.steps_per_unit, uint64_t{1});
        write_line(distribution.values, 1 / static_cast<double>(steps), (distribution.values.max)(), steps);
    }

    void write_durations(const histogram& ticks) {
        const double ns_per_tick = source_.scale().ns_per_tick;
        if (options_.in_ticks) {
            const uint64_t longest = round_to_uint64(static_cast<double>((ticks.max)()) * ns_per_tick);
            write_line(ticks, ns_per_tick, longest, ns_per_ms);
        } else {
            const histogram ns = ticks.scaled(ns_per_tick);
            write_line(ns, 1.0, (ns.max)(), ns_per_ms);
        }
    }

    void write_line(const histogram& values, double ratio, uint64_t max, uint64_t max_unit) {
        const hdr_counts counts(values);
        write_limits(values, counts);
        out_.text("Tag=");
        out_.text(tag_);
        out_.character(',');
        write_decimal(start_us_, 1'000'000, 6);
        out_.character(',');
        write_decimal(source_.metadata().duration_ns / 1000, 1'000'000, 6);
        out_.character(',');
        write_decimal(max, max_unit, 3);
        out_.character(',');
        out_.text(encode_hdr(counts, ratio));
        out_.character('\n');
    }

    /// What the line cannot say, in a comment before it.
    void write_limits(const histogram& values, const hdr_counts& counts) {
        const auto comment = [&](uint64_t count, std::string_view what) {
            if (count != 0) {
                out_.text("#[");
                out_.text(tag_);
                out_.text(": ");
                out_.integer(count);
                out_.text(what);
                out_.text("]\n");
            }
        };
        comment(values.refused(), " values refused, negative or no number, are not in it");
        comment(counts.above_range(), " values above 2^63 - 1 are in the highest bucket");
        comment(counts.divides() ? 4 : 0, " is what each bucket's count was divided by: all would pass 2^63 - 1");
        comment(values.saturated() ? 1 : 0, " or more counts or sums had reached 2^64 - 1 and stayed there");
    }

    /// `value / unit`, truncated to a number of decimals.
    void write_decimal(uint64_t value, uint64_t unit, int decimals) {
        out_.integer(value / unit);
        out_.character('.');
        uint64_t rest = value % unit;
        for (; unit > uint64_max / 10; unit /= 10) {
            rest /= 10;
        }
        for (int i = 0; i < decimals; ++i) {
            rest *= 10;
            const uint64_t digit = smaller(rest / unit, uint64_t{9});
            out_.integer(digit);
            rest -= digit * unit;
        }
    }

    text_writer& out_;
    const profile& source_;
    frame_names names_;
    hdr_log_options options_;
    uint64_t start_us_ = 0;
    std::string tag_;
};

}  // namespace detail

/// Writes a line for each scope name (or call path) and each distribution, tagged `scope:`, `path:` or `distribution:`,
/// in HdrHistogram's log format V2 at two significant digits; the interval is that of the profile. Counts of a
/// distribution are exact, bucket for bucket. Durations in nanoseconds are re-bucketed (`histogram::scaled`:
/// percentiles within 1.6 %), in ticks they are exact. What the format cannot hold is said in a comment before the
/// line. Linear in the size of the file: typically some 230 bytes a histogram, at most 88 KB and its tag.
template <sink Sink>
export_status write_hdr_log(Sink& out, const profile& source, hdr_log_options options = {}) {
    if (options.compensate && !source.metadata().compensated) {
        return write_hdr_log(out, compensated(source), options);
    }
    detail::text_writer writer(out);
    detail::hdr_log_writer(writer, source, options).write();
    return writer.finish();
}

DWELL_NAMESPACE_END

#endif
