// SPDX-License-Identifier: BSL-1.0
// Comma-separated values (RFC 4180): a line for each call path. Read by spreadsheets, SQLite, pandas and R.
#ifndef DWELL_EXPORT_CSV_HPP
#define DWELL_EXPORT_CSV_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/path_cursor.hpp>
#include <dwell/export/profile_value.hpp>
#include <dwell/export/text_writer.hpp>
#include <dwell/export/utf8.hpp>
#include <dwell/profile/compensate.hpp>
#include <dwell/profile/profile.hpp>

#include <concepts>
#include <string>
#include <string_view>
#include <vector>

DWELL_NAMESPACE_BEGIN

struct csv_options {
    /// Whether a text that a spreadsheet would take for a formula, since it begins with `=`, `+`, `-`, `@`, a tab
    /// or a carriage return, has a `'` before it. Names may come from outside, and a formula can call programs.
    bool disarm_formulas = true;
    /// Whether what dwell itself has cost is taken away first: see `compensated`.
    bool compensate = false;
};

namespace detail {

/// Writes cells and the commas between them.
class csv_row {
public:
    csv_row(text_writer& out, bool disarms_formulas) noexcept : out_(out), disarms_formulas_(disarms_formulas) {}

    /// In quotes where it has to be, U+FFFD for each byte that is not UTF-8.
    void text(std::string_view content) {
        separate();
        const bool is_formula = disarms_formulas_ && !content.empty() &&
                                std::string_view("=+-@\t\r").find(content[0]) != std::string_view::npos;
        if (!is_formula && content.find_first_of(",\"\r\n") == std::string_view::npos) {
            unquoted(content);
            return;
        }
        out_.text(is_formula ? "\"'" : "\"");
        for (size_t quote = content.find('"'); quote != std::string_view::npos; quote = content.find('"')) {
            unquoted(content.substr(0, quote));
            out_.text("\"\"");
            content.remove_prefix(quote + 1);
        }
        unquoted(content);
        out_.character('"');
    }
    template <std::integral Integer>
    void number(Integer value) {
        separate();
        out_.integer(value);
    }
    /// With at most three digits after the point.
    void number(double value) {
        separate();
        out_.number(value, 3);
    }
    /// Cells without anything in them.
    void empty(size_t count = 1) {
        for (; count > 0; --count) {
            separate();
        }
    }
    void end() {
        out_.character('\n');
        is_first_ = true;
    }

private:
    void separate() {
        if (!is_first_) {
            out_.character(',');
        }
        is_first_ = false;
    }

    void unquoted(std::string_view content) {
        if (is_utf8(content)) {
            out_.text(content);
        } else {
            out_.text(to_utf8(content));
        }
    }

    text_writer& out_;
    bool disarms_formulas_;
    bool is_first_ = true;
};

class csv_writer {
public:
    csv_writer(text_writer& out, const profile& source, const csv_options& options)
        : out_(out), source_(source), row_(out, options.disarm_formulas), has_memory_(has_memory(source)) {}

    void write() {
        out_.text(
            "path,name,depth,id,parent,file,line,calls,open_calls,timed_calls,total_ns,self_ns,mean_ns,stddev_ns,"
            "min_ns,p50_ns,p95_ns,p99_ns,max_ns,cpu_calls,cpu_ns,allocations,allocated_bytes,frees,freed_bytes,"
            "live_bytes,self_allocations,self_allocated_bytes,self_frees,self_freed_bytes,self_live_bytes\n");
        path_cursor cursor(source_.paths());
        for (uint32_t i = 0; i < source_.paths().size(); ++i) {
            cursor.move_to(i);
            write_path(i, cursor.open());
        }
        if (has_memory_) {
            row_.text(outside_frame);
            row_.text(outside_frame);
            row_.empty(cells_before_memory - 2);
            write_memory(source_.memory().outside, source_.memory().live_outside);
            write_memory(source_.memory().outside, source_.memory().live_outside);
            row_.end();
        }
    }

private:
    static constexpr size_t cells_before_memory = 21;
    static constexpr size_t cells_of_memory = 5;
    // With all frames, recursion 60,000 deep would be a file of gigabytes.
    static constexpr size_t outermost_frames = 50;
    static constexpr size_t innermost_frames = 50;

    void write_path(uint32_t index, const std::vector<uint32_t>& open) {
        const call_path& path = source_.paths()[index];
        const scope_name& name = source_.names()[path.name];
        row_.text(path_text(open));
        row_.text(name.text);
        row_.number(path.depth);
        row_.number(index);
        if (path.parent == call_path::no_parent) {
            row_.empty();
        } else {
            row_.number(path.parent);
        }
        if (name.file.empty()) {
            row_.empty(2);
        } else {
            row_.text(name.file);
            row_.number(name.line);
        }
        row_.number(path.calls);
        row_.number(path.open_calls);
        if (path.sampled.calls == 0) {
            row_.empty();
        } else {
            row_.number(path.calls - path.sampled.calls + path.sampled.timed);
        }
        write_times(path);
        write_memory(path.memory, path.live);
        write_memory(path.self_memory, path.self_live);
        row_.end();
    }

    void write_times(const call_path& path) {
        const tick_scale scale = source_.scale();
        const histogram& durations = path.durations;
        row_.number(scale.to_ns(path.total_ticks));
        row_.number(scale.to_ns(path.self_ticks));
        if (durations.empty()) {
            row_.empty(7);
        } else {
            row_.number(scale.to_ns(durations.mean()));
            row_.number(scale.to_ns(durations.stddev()));
            row_.number(scale.to_ns((durations.min)()));
            row_.number(scale.to_ns(durations.percentile(50)));
            row_.number(scale.to_ns(durations.percentile(95)));
            row_.number(scale.to_ns(durations.percentile(99)));
            row_.number(scale.to_ns((durations.max)()));
        }
        if (path.cpu_calls == 0) {
            row_.empty(2);
        } else {
            row_.number(path.cpu_calls);
            row_.number(path.cpu_ns);
        }
    }

    void write_memory(const memory_counts& counts, const live_memory& live) {
        if (!has_memory_) {
            row_.empty(cells_of_memory);
            return;
        }
        row_.number(counts.allocations);
        row_.number(counts.allocated_bytes);
        row_.number(counts.frees);
        row_.number(counts.freed_bytes);
        if (source_.memory().sample_interval_bytes == 0) {
            row_.empty();
        } else {
            row_.number(live.bytes);
        }
    }

    [[nodiscard]] std::string path_text(const std::vector<uint32_t>& open) const {
        std::string text;
        for (size_t i = 0; i < open.size(); ++i) {
            if (i == outermost_frames && open.size() > outermost_frames + innermost_frames) {
                text += ";...";
                i = open.size() - innermost_frames;
            }
            text += i == 0 ? "" : ";";
            text += source_.name_of(source_.paths()[open[i]]);
        }
        return text;
    }

    text_writer& out_;
    const profile& source_;
    csv_row row_;
    bool has_memory_;
};

}  // namespace detail

/// Writes a line with the names of the columns, and one for each call path in the order of the profile; where memory
/// was counted, one more for what is in no call path. A cell without text is a number that does not exist. Lines end in
/// LF. In paths of more than 100 frames, those in the middle are left out (`id` and `parent` have the whole tree), so
/// that the size is linear in the paths.
template <sink Sink>
export_status write_csv(Sink& out, const profile& source, csv_options options = {}) {
    if (options.compensate && !source.metadata().compensated) {
        return write_csv(out, compensated(source), options);
    }
    detail::text_writer writer(out);
    detail::csv_writer(writer, source, options).write();
    return writer.finish();
}

DWELL_NAMESPACE_END

#endif
