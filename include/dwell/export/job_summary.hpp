// SPDX-License-Identifier: BSL-1.0
// A page in Markdown for the summary of a CI job: where the time went, metrics, and what recording could not keep.
#ifndef DWELL_EXPORT_JOB_SUMMARY_HPP
#define DWELL_EXPORT_JOB_SUMMARY_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/frame_names.hpp>
#include <dwell/export/human.hpp>
#include <dwell/export/markdown.hpp>
#include <dwell/export/metadata_fields.hpp>
#include <dwell/export/metric_label.hpp>
#include <dwell/export/profile_value.hpp>
#include <dwell/export/scope_totals.hpp>
#include <dwell/export/slowest_instances.hpp>
#include <dwell/export/text_writer.hpp>
#include <dwell/export/utc_time.hpp>
#include <dwell/profile/compensate.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/stats/sorted_order.hpp>

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN

struct job_summary_options {
    size_t top = 30;  ///< scopes, and metrics of each kind, at most; 0 for as many as fit
    /// Of the whole. GitHub refuses the summary of a step above 1 MiB: the default leaves the step's other output room.
    size_t max_bytes = 1'000'000;
    /// Whether what dwell itself has cost is taken away first: see `compensated`.
    bool compensate = false;
    size_t slowest = 10;  ///< names of which the slowest instance is shown, at most; 0 for as many as fit
};

namespace detail {

class job_summary_writer {
public:
    job_summary_writer(text_writer& out, const profile& source, job_summary_options options)
        : out_(out), source_(source), options_(options) {}

    [[nodiscard]] export_status write() {
        const std::string head = title() + warnings();
        if (head.size() + reserve > options_.max_bytes) {
            return export_status::failure("a summary takes " + std::to_string(head.size() + reserve) +
                                          " bytes at least: job_summary_options::max_bytes");
        }
        out_.text(head);
        used_ = head.size();
        write_scopes();
        write_slowest();
        write_numbers();
        write_distributions();
        write_metadata();
        return out_.finish();
    }

private:
    // For the lines behind tables: six of "N more", what "(sampled)" means, and what the timeline has overwritten.
    static constexpr size_t reserve = 1024;
    static constexpr size_t longest_title = 200;

    /// A table whose heading is written with its first row. Rows end where there are `most` (0 for any number), or
    /// where the summary would be too long.
    class table {
    public:
        table(job_summary_writer& summary, std::string heading, size_t most)
            : summary_(summary), pending_(std::move(heading)), most_(most) {}

        void add(const std::vector<std::string>& cells) {
            if (is_full_) {
                return;
            }
            for (const std::string& cell : cells) {
                pending_ += "| " + cell + " ";
            }
            pending_ += "|\n";
            is_full_ = summary_.used_ + pending_.size() + reserve > summary_.options_.max_bytes ||
                       (most_ != 0 && rows_ == most_);
            if (is_full_) {
                return;
            }
            summary_.out_.text(pending_);
            summary_.used_ += pending_.size();
            pending_.clear();
            ++rows_;
        }
        [[nodiscard]] bool is_full() const noexcept { return is_full_; }

        /// Says how many of `count` things there was no row for.
        void end(size_t count, const char* things) {
            if (count > rows_) {
                summary_.out_.text("\n" + std::to_string(count - rows_) + " more " + things + "\n");
            }
        }

    private:
        job_summary_writer& summary_;
        std::string pending_;
        size_t most_;
        size_t rows_ = 0;
        bool is_full_ = false;
    };

    static std::string heading_of(std::initializer_list<const char*> columns) {
        std::string names;
        std::string alignment;
        for (const char* const column : columns) {
            names += std::string("| ") + column + " ";
            alignment += alignment.empty() ? "| :--- " : "| ---: ";
        }
        return "\n" + names + "|\n" + alignment + "|\n";
    }

    [[nodiscard]] std::string title() const {
        const std::string& program = source_.metadata().program;
        return "## dwell" + (program.empty() ? "" : ": " + markdown_code(shortened(program, longest_title), false)) +
               "\n";
    }

    [[nodiscard]] std::string warnings() const {
        std::string text;
        const auto warn = [&](const char*, uint64_t count, const char* meaning) {
            if (count != 0) {
                text += text.empty() ? "\n" : "";
                text += std::string("- **Warning:** ") + meaning + ": " + std::to_string(count) + "\n";
            }
        };
        visit_health(source_.health(), warn);
        visit_memory_health(source_.memory(), warn);
        return text;
    }

    void write_scopes() {
        const std::vector<scope_statistics> totals = totals_by_name(source_);
        if (totals.empty()) {
            out_.text("\nNo scope was recorded.\n");
            return;
        }
        double whole_ns = 0;
        std::vector<double> self_ns;
        bool is_sampled = false;
        for (const scope_statistics& scope : totals) {
            whole_ns += scope.self_ns();
            self_ns.push_back(scope.self_ns());
            is_sampled = is_sampled || scope.is_sampled();
        }
        const bool with_memory = has_memory(source_);
        table rows(*this,
                   with_memory ? heading_of({"scope", "calls", "total", "self", "self %", "p50", "p95", "p99",
                                             "allocations a call", "bytes a call"})
                               : heading_of({"scope", "calls", "total", "self", "self %", "p50", "p95", "p99"}),
                   options_.top);
        for (const uint32_t i : largest_first(self_ns, options_.top)) {
            if (rows.is_full()) {
                break;
            }
            rows.add(scope_cells(totals[i], whole_ns, with_memory));
        }
        rows.end(totals.size(), "scopes");
        if (is_sampled) {
            out_.text("\n(sampled): a part of the calls was timed, and times are estimates.\n");
        }
    }

    static std::vector<std::string> scope_cells(const scope_statistics& scope, double whole_ns, bool with_memory) {
        const double share = whole_ns > 0 ? scope.self_ns() / whole_ns * 100 : 0;
        std::vector<std::string> cells{markdown_code(scope.name()) + (scope.is_sampled() ? sampled_mark : ""),
                                       human_count(scope.calls()), human_duration(scope.total_ns()),
                                       human_duration(scope.self_ns()), fixed_text(share, 1)};
        for (const double p : {50.0, 95.0, 99.0}) {
            // Scopes that were open only: no duration is known.
            cells.push_back(scope.durations().empty() ? "-" : human_duration(scope.percentile_ns(p)));
        }
        if (with_memory) {
            const bool has_calls = scope.calls() != 0;
            const double bytes = static_cast<double>(scope.memory().allocated_bytes);
            cells.push_back(has_calls ? three_digits(scope.allocations_per_call()) : "-");
            cells.push_back(has_calls ? human_bytes(bytes / static_cast<double>(scope.calls())) : "-");
        }
        return cells;
    }

    void write_slowest() {
        table rows(*this,
                   heading_of({"slowest instance", "took", "median", "after", "at (UTC)", "thread", "time went to"}),
                   options_.slowest);
        const std::vector<uint32_t> order = slowest_instances(source_, true);
        for (const uint32_t i : order) {
            if (rows.is_full()) {
                break;
            }
            rows.add(instance_cells(source_.exemplars()[i]));
        }
        rows.end(order.size(), "names with slow instances");
        if (const std::string words = overwritten_words(source_); !words.empty()) {
            out_.text("\n(" + words + ")\n");
        }
    }

    [[nodiscard]] std::vector<std::string> instance_cells(const exemplar& slow) const {
        const timeline_scope& instance = slow.instance;
        const tick_scale scale = source_.scale();
        const exemplar_cause cause = cause_of(source_, slow);
        return {markdown_code(source_.name_of(instance)),
                human_duration(scale.to_ns(instance.duration_ticks)),
                human_duration(scale.to_ns(source_.paths()[instance.path].durations.percentile(50))),
                human_duration(scale.to_ns(instance.start_ticks)),
                time_of_day(source_, instance.start_ticks),
                markdown_code(slow.thread),
                cause_words(source_, slow, cause, markdown_code(cause_path(source_, slow, cause)))};
    }

    void write_numbers() {
        table counters(*this, heading_of({"counter", "value"}), options_.top);
        for (const counter_value& counter : source_.counters()) {
            counters.add({markdown_code(metric_label(counter.identity)), std::to_string(counter.value)});
        }
        counters.end(source_.counters().size(), "counters");
        table gauges(*this, heading_of({"gauge", "value"}), options_.top);
        for (const gauge_value& gauge : source_.gauges()) {
            gauges.add({markdown_code(metric_label(gauge.identity)), human_number(gauge.value)});
        }
        gauges.end(source_.gauges().size(), "gauges");
    }

    void write_distributions() {
        table rows(*this, heading_of({"distribution", "count", "mean", "p50", "p95", "p99", "max"}), options_.top);
        for (const distribution_value& distribution : source_.distributions()) {
            const histogram& values = distribution.values;
            std::vector<std::string> cells{markdown_code(metric_label(distribution.identity)),
                                           human_count(values.count())};
            for (const double value : {values.mean(), values.percentile(50), values.percentile(95),
                                       values.percentile(99), static_cast<double>((values.max)())}) {
                cells.push_back(
                    values.empty() ? "-" : human_number(value / static_cast<double>(distribution.steps_per_unit)));
            }
            rows.add(cells);
        }
        rows.end(source_.distributions().size(), "distributions");
    }

    void write_metadata() {
        const profile_metadata& metadata = source_.metadata();
        table rows(*this, "\n| | |\n| :--- | :--- |\n", 0);
        size_t count = 0;
        const auto add = [&](const std::string& key, const std::string& text) {
            if (!text.empty()) {
                ++count;
                rows.add({key, markdown_code(text)});
            }
        };
        add("commit", metadata.git_commit);
        add("started", metadata.start_unix_ns == 0 ? "" : utc_time(metadata.start_unix_ns));
        add("duration", metadata.duration_ns == 0 ? "" : human_duration(static_cast<double>(metadata.duration_ns)));
        add("host", metadata.host);
        add("processor", metadata.cpu_model);
        add("processors", metadata.cpu_count == 0 ? "" : std::to_string(metadata.cpu_count));
        add("system", metadata.operating_system);
        add("compiler", metadata.compiler);
        add("build", metadata.build_flags);
        add("recorded by dwell", metadata.dwell_version);
        add("compensated", metadata.compensated ? "less what scopes cost" : "");
        for (const auto& [key, text] : metadata.extra) {
            add(markdown_code(key), text);
        }
        rows.end(count, "facts");
    }

    text_writer& out_;
    const profile& source_;
    job_summary_options options_;
    size_t used_ = 0;  // of options_.max_bytes, but for what `reserve` is for
};

}  // namespace detail

/// Writes GitHub Flavored Markdown: the program and what recording could not keep, the machine and commit, the scopes
/// with most self time, the slowest instances and what each took its time for (see `cause_of`), counters, gauges and
/// distributions. For a person: its layout may change. Names are code spans,
/// so that nothing in them is taken for Markdown; a control character or a byte that is not UTF-8 is `?` there. Not
/// more than `max_bytes`: what has no room is counted ("12 more scopes"); an error where not even the warnings have.
template <sink Sink>
export_status write_job_summary(Sink& out, const profile& source, job_summary_options options = {}) {
    if (options.compensate && !source.metadata().compensated) {
        return write_job_summary(out, compensated(source), options);
    }
    detail::text_writer writer(out);
    return detail::job_summary_writer(writer, source, options).write();
}

DWELL_NAMESPACE_END

#endif
