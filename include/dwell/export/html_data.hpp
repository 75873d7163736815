// SPDX-License-Identifier: BSL-1.0
// What the page of write_html shows: a profile as one JSON object in columns, which its script reads.
#ifndef DWELL_EXPORT_HTML_DATA_HPP
#define DWELL_EXPORT_HTML_DATA_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/bucket_groups.hpp>
#include <dwell/export/html_exemplars.hpp>
#include <dwell/export/html_facts.hpp>
#include <dwell/export/html_paths.hpp>
#include <dwell/export/json_writer.hpp>
#include <dwell/export/path_choice.hpp>
#include <dwell/export/profile_value.hpp>
#include <dwell/export/scope_totals.hpp>
#include <dwell/profile/profile.hpp>

#include <string>
#include <string_view>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Writes the object. Times are in nanoseconds; columns are arrays of one length, since there may be many call paths.
class html_data {
public:
    /// `before` is null, or an earlier profile with the same call paths: see `with_paths_of`.
    html_data(text_writer& out, const profile& source, const profile* before, size_t most_paths)
        : json_(out, json_place::page),
          source_(source),
          before_(before),
          choice_(source, before, most_paths),
          columns_(json_, choice_, has_memory(source) || (before != nullptr && has_memory(*before)),
                   has_live_memory(source) || (before != nullptr && has_live_memory(*before))) {}

    void write(std::string_view title, std::string_view title_before) {
        json_.begin_object();
        json_.member("version", 1);
        json_.member("title", title);
        write_page_metadata(json_, source_);
        write_health();
        write_cost(json_, source_);
        write_names();
        json_.key("paths");
        json_.begin_object();
        columns_.write_tree(source_);
        columns_.write_measured(source_);
        json_.end_object();
        write_outside();
        json_.member("sampled", is_sampled());
        write_threads();
        write_distributions();
        json_.key("exemplars");
        json_.begin_array();
        for (const exemplar& slow : source_.exemplars()) {
            write_page_exemplar(json_, source_, slow, choice_);
        }
        json_.end_array();
        json_.member("exemplarsPerName", source_.parts().exemplars_per_name);
        json_.key("counters");
        json_.begin_array();
        for (const counter_value& counter : source_.counters()) {
            begin_metric(counter.identity);
            json_.member("value", counter.value);
            json_.end_object();
        }
        json_.end_array();
        json_.key("gauges");
        json_.begin_array();
        for (const gauge_value& gauge : source_.gauges()) {
            begin_metric(gauge.identity);
            json_.member("value", gauge.value);
            json_.end_object();
        }
        json_.end_array();
        write_before(title_before);
        json_.end_object();
    }

private:
    static constexpr size_t most_buckets = 60;

    void ns(const char* key, double value) { json_.member(key, value, page_decimals_of_ns); }

    void write_health() {
        json_.key("health");
        json_.begin_array();
        write_health_sentences(json_, source_, "");
        if (before_ != nullptr) {
            write_health_sentences(json_, *before_, "earlier: ");
        }
        if (choice_.left_out() != 0) {
            json_.value("call paths with the smallest totals, which are in frames \"" + std::string(left_out_frame) +
                        "\" and not in the rows of their names, since the page has room for " +
                        std::to_string(choice_.kept().size()) + ": " + std::to_string(choice_.left_out()));
        }
        json_.end_array();
    }

    void write_names() {
        json_.key("names");
        json_.begin_array();
        for (const scope_name& name : source_.names()) {
            json_.value(name.text);
        }
        if (choice_.left_out() != 0) {
            json_.value(left_out_frame);
        }
        json_.end_array();
        json_.key("files");
        json_.begin_array();
        for (const scope_name& name : source_.names()) {
            json_.value(name.file);
        }
        if (choice_.left_out() != 0) {
            json_.value("");
        }
        json_.end_array();
        json_.key("lines");
        json_.begin_array();
        for (const scope_name& name : source_.names()) {
            json_.value(name.line);
        }
        if (choice_.left_out() != 0) {
            json_.value(0);
        }
        json_.end_array();
    }

    // Memory that is in no call path.
    void write_outside() {
        if (has_memory(source_)) {
            json_.key("outside");
            json_.begin_object();
            json_.member("allocations", outside_value(profile_value::allocations, source_));
            json_.member("bytes", outside_value(profile_value::allocated_bytes, source_));
            json_.member("live", outside_value(profile_value::live_bytes, source_));
            json_.end_object();
        }
    }

    [[nodiscard]] bool is_sampled() const noexcept {
        for (const call_path& path : source_.paths()) {
            if (path.sampled.calls != 0) {
                return true;
            }
        }
        return false;
    }

    void write_threads() {
        json_.key("threads");
        json_.begin_array();
        for (const thread_profile& thread : source_.threads()) {
            json_.begin_object();
            json_.member("name", thread.name);
            json_.member("started", thread.started);
            json_.member("running", thread.running);
            json_.member("cpu", thread.cpu_ns);
            columns_.write_thread(source_, thread);
            json_.end_object();
        }
        json_.end_array();
    }

    void write_distributions() {
        json_.key("distributions");
        json_.begin_array();
        uint32_t name = 0;  // the totals are in the order of the names
        for (const scope_statistics& scope : totals_by_name(source_)) {
            if (!scope.durations().empty()) {
                write_distribution(name, scope);
            }
            ++name;
        }
        json_.end_array();
    }

    void write_distribution(uint32_t name, const scope_statistics& scope) {
        const std::vector<bucket_group> groups = grouped_buckets(scope.durations(), most_buckets);
        json_.begin_object();
        json_.member("name", name);
        json_.member("count", scope.durations().count());
        ns("min", scope.min_ns());
        ns("max", scope.max_ns());
        ns("mean", scope.mean_ns());
        json_.key("from");
        json_.begin_array();
        for (const bucket_group& group : groups) {
            json_.value(source_.scale().to_ns(group.from), page_decimals_of_ns);
        }
        json_.end_array();
        json_.key("to");
        json_.begin_array();
        for (const bucket_group& group : groups) {
            json_.value(source_.scale().to_ns(group.to), page_decimals_of_ns);
        }
        json_.end_array();
        json_.key("n");
        json_.begin_array();
        for (const bucket_group& group : groups) {
            json_.value(group.count);
        }
        json_.end_array();
        json_.key("p");
        json_.begin_array();
        // Where fewer calls than that are known, none is above the percentile: it would be the maximum by another name.
        constexpr struct {
            double percent;
            uint64_t least_calls;
        } points[] = {{50, 0},   {75, 4},       {90, 10},        {95, 20},
                      {99, 100}, {99.9, 1'000}, {99.99, 10'000}, {99.999, 100'000}};
        for (const auto& point : points) {
            if (scope.effective_samples() >= point.least_calls) {
                json_.begin_array();
                json_.value(point.percent);
                json_.value(scope.percentile_ns(point.percent), page_decimals_of_ns);
                json_.end_array();
            }
        }
        json_.end_array();
        json_.end_object();
    }

    // What stands in braces in a unit of UCUM is a remark: "{thread}" counts threads.
    static std::string_view unit_for_people(std::string_view unit) noexcept {
        if (unit == "By") {
            return "bytes";
        }
        const bool is_remark = unit.size() > 2 && unit.front() == '{' && unit.back() == '}';
        return is_remark ? unit.substr(1, unit.size() - 2) : unit;
    }

    void begin_metric(const metric_identity& identity) {
        json_.begin_object();
        json_.member("name", identity.name);
        json_.key("labels");
        json_.begin_array();
        for (const auto& [key, text] : identity.labels) {
            json_.begin_array();
            json_.value(key);
            json_.value(text);
            json_.end_array();
        }
        json_.end_array();
        json_.member("unit", unit_for_people(identity.unit));
        json_.member("help", identity.help);
    }

    void write_before(std::string_view title) {
        json_.key("before");
        if (before_ == nullptr) {
            json_.null();
            return;
        }
        json_.begin_object();
        json_.member("title", title);
        write_page_metadata(json_, *before_);
        columns_.write_measured(*before_);
        json_.end_object();
    }

    json_writer json_;
    const profile& source_;
    const profile* before_;
    path_choice choice_;
    html_paths columns_;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
