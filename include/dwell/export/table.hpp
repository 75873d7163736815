// SPDX-License-Identifier: BSL-1.0
// The table for a terminal or a log: where the time went, metrics, and what recording could not keep.
#ifndef DWELL_EXPORT_TABLE_HPP
#define DWELL_EXPORT_TABLE_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/frame_names.hpp>
#include <dwell/export/human.hpp>
#include <dwell/export/memory_table.hpp>
#include <dwell/export/metadata_fields.hpp>
#include <dwell/export/metric_label.hpp>
#include <dwell/export/profile_value.hpp>
#include <dwell/export/scope_totals.hpp>
#include <dwell/export/slowest_instances.hpp>
#include <dwell/export/table_rows.hpp>
#include <dwell/export/text_writer.hpp>
#include <dwell/profile/compensate.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/stats/sorted_order.hpp>

#include <string>
#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN

/// What a row of the table is.
enum class table_rows_are {
    names,       ///< all scopes of a name, wherever they were called from
    call_paths,  ///< one call path
};

struct table_options {
    table_rows_are rows = table_rows_are::names;
    size_t top = 30;     ///< how many rows, by self time; 0 for all
    size_t width = 100;  ///< of a line, in code points; 0 for any. Names are shortened in their middle to fit
    /// Escape sequences for colour: for who knows that the sink is a terminal.
    bool colour = false;
    /// Whether what dwell itself has cost is taken away first: see `compensated`.
    bool compensate = false;
    size_t slowest =
        10;  ///< how many exemplars, by what they took longer than the median of their call path; 0 for all
};

namespace detail {

class table_writer {
public:
    table_writer(text_writer& out, const profile& source, table_options options)
        : out_(out), source_(source), options_(options), by_name_(options.rows == table_rows_are::names) {
        if (by_name_) {
            totals_ = totals_by_name(source);
        }
    }

    void write() {
        write_header();
        write_scopes();
        write_memory();
        write_numbers();
        write_distributions();
        write_slowest();
        write_health();
    }

private:
    static constexpr size_t longest_thread = 16;
    static constexpr size_t longest_cause = 60;

    void line(std::string_view text) {
        out_.text(text);
        out_.character('\n');
    }

    void write_header() {
        const profile_metadata& metadata = source_.metadata();
        const std::string program = metadata.program.empty() ? "profile" : printable(metadata.program);
        table_style(out_, options_.colour).heading(program);
        size_t used = count_code_points(program);
        char separator = ':';
        const auto add = [&](const std::string& fact) {
            const size_t size = count_code_points(fact);
            // With the separator, a blank, and the comma that may follow.
            const bool fits = options_.width == 0 || used + size + 3 <= options_.width;
            out_.character(separator);
            out_.text(fits ? " " : "\n  ");
            out_.text(fact);
            used = fits ? used + size + 2 : size + 2;
            separator = ',';
        };
        if (metadata.duration_ns != 0) {
            add(human_duration(static_cast<double>(metadata.duration_ns)));
        }
        if (!metadata.clock.empty()) {
            add("clock " + printable(metadata.clock) + " (steps of " + human_duration(metadata.clock_resolution_ns) +
                ")");
        }
        if (metadata.scope_cost_ns > 0 || metadata.scope_parent_cost_ns > 0) {
            add("a scope costs " + human_duration(metadata.scope_cost_ns) + " itself and " +
                human_duration(metadata.scope_parent_cost_ns) + " its parent");
        }
        if (metadata.compensated) {
            add("compensated: less what scopes cost");
        }
        out_.character('\n');
    }

    // What a row is of: a name, or a call path.
    [[nodiscard]] size_t row_count() const noexcept { return by_name_ ? totals_.size() : source_.paths().size(); }
    [[nodiscard]] std::string label(size_t row) const {
        return by_name_ ? totals_[row].name() : source_.path_string(row);
    }
    [[nodiscard]] scope_statistics statistics(size_t row) const {
        return by_name_ ? totals_[row] : source_.statistics(row);
    }

    void write_scopes() {
        double whole = 0;
        for (const call_path& path : source_.paths()) {
            whole += source_.scale().to_ns(path.self_ticks);
        }
        std::vector<double> self_ns;
        for (size_t i = 0; i < row_count(); ++i) {
            self_ns.push_back(by_name_ ? totals_[i].self_ns() : source_.scale().to_ns(source_.paths()[i].self_ticks));
        }
        table_rows rows(
            {by_name_ ? "scope" : "call path", "count", "total", "self", "self %", "p50", "p95", "p99", "max"});
        for (const uint32_t i : largest_first(self_ns, options_.top)) {
            const scope_statistics scope = statistics(i);
            add_row(rows, label(i), scope, whole);
            note_sampling(label(i), scope);
        }
        if (rows.empty()) {
            line("no scope was recorded");
            return;
        }
        rows.write(out_, options_.width, options_.colour);
        for (const std::string& note : notes_) {
            line(note);
        }
        write_more(self_ns.size() - rows.size());
    }

    void write_more(size_t left_out) {
        if (left_out != 0) {
            line("(" + std::to_string(left_out) + (by_name_ ? " more scopes)" : " more call paths)"));
        }
    }

    static void add_row(table_rows& rows, const std::string& label, const scope_statistics& scope, double whole_ns) {
        const double share = whole_ns > 0 ? scope.self_ns() / whole_ns * 100 : 0;
        table_rows::row cells{label + (scope.is_sampled() ? sampled_mark : ""), human_count(scope.calls()),
                              human_duration(scope.total_ns()), human_duration(scope.self_ns()), fixed_text(share, 1)};
        for (const double ns :
             {scope.percentile_ns(50), scope.percentile_ns(95), scope.percentile_ns(99), scope.max_ns()}) {
            // Scopes that were open only: no duration is known.
            cells.push_back(scope.durations().empty() ? "-" : human_duration(ns));
        }
        rows.add(std::move(cells));
    }

    void note_sampling(const std::string& label, const scope_statistics& scope) {
        if (!scope.is_sampled()) {
            return;
        }
        const estimate_interval total = scope.total_interval_ns();
        notes_.push_back(printable(label) + ": " + human_count(scope.timed_calls()) + " of " +
                         human_count(scope.calls()) + " calls timed, total " +
                         (total.is_defined()
                              ? human_duration(total.lower) + " to " + human_duration(total.upper) + " (95 %)"
                              : "uncertain: too few"));
    }

    void write_memory() {
        if (!has_memory(source_)) {
            if (!source_.memory().sizes.empty()) {
                // Somebody may have expected more: a sanitizer, say, has the hooks step aside.
                out_.character('\n');
                line("no allocation was counted (sizes: " + printable(source_.memory().sizes) + ")");
            }
            return;
        }
        // Those that have none come last.
        std::vector<double> self_bytes;
        size_t with_memory = 0;
        const auto consider = [&](const memory_counts& memory, const memory_counts& self, const live_memory& live) {
            const bool has_any = !memory.empty() || !live.empty();
            self_bytes.push_back(has_any ? static_cast<double>(self.allocated_bytes) : -1.0);
            with_memory += has_any ? 1 : 0;
        };
        for (size_t i = 0; i < row_count(); ++i) {
            if (by_name_) {
                consider(totals_[i].memory(), totals_[i].self_memory(), totals_[i].live());
            } else {
                consider(source_.paths()[i].memory, source_.paths()[i].self_memory, source_.paths()[i].live);
            }
        }
        memory_table table(source_.memory());
        for (const uint32_t i : largest_first(self_bytes, options_.top)) {
            if (self_bytes[i] >= 0) {
                table.add(label(i), statistics(i));
            }
        }
        const size_t shown = table.rows().size();
        table.add_outside();
        write_section(table.rows());
        write_more(with_memory - shown);
        line(table.legend());
    }

    void write_section(table_rows& rows) {
        if (!rows.empty()) {
            out_.character('\n');
            rows.write(out_, options_.width, options_.colour);
        }
    }

    void write_numbers() {
        table_rows counters({"counter", "value"});
        for (const counter_value& counter : source_.counters()) {
            counters.add({metric_label(counter.identity), std::to_string(counter.value)});
        }
        write_section(counters);
        table_rows gauges({"gauge", "value"});
        for (const gauge_value& gauge : source_.gauges()) {
            gauges.add({metric_label(gauge.identity), human_number(gauge.value)});
        }
        write_section(gauges);
    }

    void write_distributions() {
        table_rows rows({"distribution", "count", "mean", "p50", "p95", "p99", "max"});
        for (const distribution_value& distribution : source_.distributions()) {
            const histogram& values = distribution.values;
            table_rows::row cells{metric_label(distribution.identity), human_count(values.count())};
            for (const double value : {values.mean(), values.percentile(50), values.percentile(95),
                                       values.percentile(99), static_cast<double>((values.max)())}) {
                cells.push_back(
                    values.empty() ? "-" : human_number(value / static_cast<double>(distribution.steps_per_unit)));
            }
            rows.add(std::move(cells));
        }
        write_section(rows);
    }

    void write_slowest() {
        table_rows::row heading{"slowest instances", "took", "median", "after", "at (UTC)", "thread"};
        if (has_memory(source_)) {
            heading.push_back("allocations");
        }
        table_rows rows(std::move(heading));
        const std::vector<uint32_t> order = slowest_instances(source_, false);
        for (const uint32_t i : order) {
            if (options_.slowest != 0 && rows.size() == options_.slowest) {
                break;
            }
            add_instance(rows, source_.exemplars()[i]);
        }
        write_section(rows);
        if (order.size() > rows.size()) {
            line("(" + std::to_string(order.size() - rows.size()) + " more instances)");
        }
        if (const std::string words = overwritten_words(source_); !words.empty()) {
            out_.text(rows.empty() ? "\n" : "");
            line("(" + words + ")");
        }
    }

    void add_instance(table_rows& rows, const exemplar& slow) {
        const timeline_scope& instance = slow.instance;
        const tick_scale scale = source_.scale();
        const exemplar_cause cause = cause_of(source_, slow);
        table_rows::row cells{source_.name_of(instance) + (instance.is_open ? " (open)" : ""),
                              human_duration(scale.to_ns(instance.duration_ticks)),
                              human_duration(scale.to_ns(source_.paths()[instance.path].durations.percentile(50))),
                              human_duration(scale.to_ns(instance.start_ticks)),
                              time_of_day(source_, instance.start_ticks),
                              shortened(printable(slow.thread), longest_thread)};
        if (has_memory(source_)) {
            cells.push_back(human_count(slow.allocations));
        }
        const std::string cause_name = shortened(printable(cause_path(source_, slow, cause)), longest_cause);
        rows.add(std::move(cells), cause_words(source_, slow, cause, cause_name));
    }

    void write_health() {
        bool is_first = true;
        const auto warn = [&](const char*, uint64_t count, const char* meaning) {
            if (count != 0) {
                if (std::exchange(is_first, false)) {
                    out_.character('\n');
                }
                table_style(out_, options_.colour)
                    .warning(std::string("warning: ") + meaning + ": " + std::to_string(count));
                out_.character('\n');
            }
        };
        visit_health(source_.health(), warn);
        visit_memory_health(source_.memory(), warn);
    }

    text_writer& out_;
    const profile& source_;
    table_options options_;
    bool by_name_;
    std::vector<scope_statistics> totals_;  // of the names, where rows are those
    std::vector<std::string> notes_;
};

}  // namespace detail

/// Writes the profile as text for a person: a line about the program, the scopes with most self time, those that
/// allocated most themselves (where memory was counted), counters, gauges, distributions, the slowest instances with
/// what each took its time for (see `cause_of`), and a warning for each thing that recording could not keep. Not for
/// programs to read: it changes.
template <sink Sink>
export_status write_table(Sink& out, const profile& source, table_options options = {}) {
    if (options.compensate && !source.metadata().compensated) {
        return write_table(out, compensated(source), options);
    }
    detail::text_writer writer(out);
    detail::table_writer(writer, source, options).write();
    return writer.finish();
}

DWELL_NAMESPACE_END

#endif
