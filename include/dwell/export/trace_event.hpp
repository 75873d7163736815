// SPDX-License-Identifier: BSL-1.0
// The timeline as Trace Event JSON, for Perfetto, Chrome's DevTools, the Firefox Profiler and speedscope.
#ifndef DWELL_EXPORT_TRACE_EVENT_HPP
#define DWELL_EXPORT_TRACE_EVENT_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/version.hpp>
#include <dwell/export/json_writer.hpp>
#include <dwell/export/metric_label.hpp>
#include <dwell/export/sink.hpp>
#include <dwell/export/status.hpp>
#include <dwell/export/text_writer.hpp>
#include <dwell/export/trace_intervals.hpp>
#include <dwell/export/trace_names.hpp>
#include <dwell/profile/exemplar_cause.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/digits.hpp>
#include <dwell/stats/floating.hpp>

#include <string>
#include <string_view>
#include <vector>

DWELL_NAMESPACE_BEGIN

struct trace_event_options {
    /// Whether the slowest instances of each name are on tracks of their own, as far as the timeline reaches.
    bool exemplars = true;
};

namespace detail {

/// Streams a trace: the threads' names, then thread by thread what happened, then metrics. Readers sort by time
/// themselves. Of what a format of many dialects has, only that which all of its readers take in the same way.
class trace_event_writer {
public:
    trace_event_writer(text_writer& out, const profile& source)
        : json_(out),
          source_(source),
          recorded_(source.timeline()),
          clock_(source),
          pid_(source.metadata().pid == 0 ? 1 : source.metadata().pid),
          first_thread_(recorded_.threads.empty() ? 1 : recorded_.threads.front().number) {
        for (const scope_name& name : source.names()) {
            ends_.push_back(",\"cat\":\"scope\",\"name\":" + quoted(trace_name(name.text)) + "}");
        }
    }

    void write(trace_event_options options) {
        json_.begin_object();
        json_.key("traceEvents");
        json_.begin_array();
        const std::string& program = source_.metadata().program;
        write_metadata("process_name", first_thread_, "name", program.empty() ? "dwell" : program);
        for (const timeline_thread& thread : recorded_.threads) {
            write_thread(thread);
        }
        write_all_series(recorded_.counters);
        write_all_series(recorded_.gauges);
        if (options.exemplars) {
            write_exemplars();
        }
        json_.end_array();
        write_other_data();
        json_.end_object();
    }

private:
    void write_thread(const timeline_thread& thread) {
        write_metadata("thread_name", thread.number, "name", thread.name.empty() ? "(unnamed thread)" : thread.name);
        write_metadata("thread_sort_index", thread.number, "sort_index", thread.number);
        overwritten_scopes_ += thread.overwritten_scopes;
        overwritten_values_ += thread.overwritten_values;
        if (thread.overwritten_scopes != 0 || thread.overwritten_values != 0) {
            write_instant(thread.number, smaller(first_moment(thread), recorded_.end_ticks), "dwell",
                          "overwritten before this: " + std::to_string(thread.overwritten_scopes) + " scopes, " +
                              std::to_string(thread.overwritten_values) + " marks and values");
        }
        write_scopes(thread);
        for (const timeline_scope& scope : thread.overlapping) {
            const std::string name = trace_name(source_.name_of(scope));
            begin_async("span", thread.number, scope.start_ticks, name);
            json_.end_object();
            write_async_end("span", thread.number, scope.end_ticks(), name);
        }
        for (const timeline_mark& mark : thread.marks) {
            write_instant(thread.number, mark.at_ticks, "mark", trace_name(mark.name));
        }
    }

    // Most of a trace, and so without escaping a name more than once.
    void write_scopes(const timeline_thread& thread) {
        const trace_intervals intervals(source_, thread, clock_);
        const std::string begin =
            "{\"ph\":\"X\",\"pid\":" + std::to_string(pid_) + ",\"tid\":" + std::to_string(thread.number) + ",\"ts\":";
        for (size_t i = 0; i < thread.scopes.size(); ++i) {
            const trace_interval interval = intervals[i];
            const std::string& end = ends_[source_.paths()[thread.scopes[i].path].name];
            json_.formatted([&](text_writer& out) {
                out.text(begin);
                write_us(out, interval.begin_ns);
                out.text(",\"dur\":");
                write_us(out, interval.end_ns - interval.begin_ns);
                out.text(end);
            });
        }
    }

    void write_all_series(const std::vector<timeline_series>& all) {
        for (const timeline_series& series : all) {
            const std::string name = trace_name(metric_label(series.identity));
            for (const timeline_value& value : series.values) {
                if (!is_finite(value.value)) {
                    ++left_out_values_;
                    continue;
                }
                begin_event("C", first_thread_, clock_.ns_at(value.at_ticks), "metric", name);
                json_.key("args");
                json_.begin_object();
                json_.member("value", value.value);
                json_.end_object();
                json_.end_object();
            }
        }
    }

    // Ascending by name, then the slowest first.
    void write_exemplars() {
        uint32_t rank = 0;
        const std::string* last_name = nullptr;
        for (const exemplar& slow : source_.exemplars()) {
            const std::string& name = source_.name_of(slow.instance);
            rank = &name == last_name ? rank + 1 : 1;
            last_name = &name;
            if (recorded_.empty() || slow.instance.start_ticks < clock_.first_ticks()) {
                ++left_out_exemplars_;
                continue;
            }
            const std::string title = "slowest " + name;
            begin_async("slowest", slow.thread_number, slow.instance.start_ticks, title);
            write_cause(slow, rank);
            json_.end_object();
            write_async_end("slowest", slow.thread_number, slow.instance.end_ticks(), title);
        }
    }

    // The Firefox Profiler shows `detail` alone.
    void write_cause(const exemplar& slow, uint32_t rank) {
        const exemplar_cause cause = cause_of(source_, slow);
        const std::string& name = source_.name_of(source_.paths()[cause.path]);
        json_.key("args");
        json_.begin_object();
        json_.member("detail", "number " + std::to_string(rank) + ": " + three_digits(100 * cause.share) + " % in " +
                                   name + (cause.is_self ? " itself" : ""));
        json_.member("rank", rank);
        json_.member("cause", name);
        json_.member("cause_ns", source_.scale().to_ns(cause.ticks), 0);
        json_.member("thread", slow.thread);
        json_.member("allocations", slow.allocations);
        json_.member("allocated_bytes", slow.allocated_bytes);
        json_.end_object();
    }

    void write_other_data() {
        json_.key("otherData");
        json_.begin_object();
        json_.member("exporter", "dwell@" DWELL_VERSION_STRING);
        json_.member("program", source_.metadata().program);
        json_.member("command", source_.metadata().command);
        // As text: no double holds it.
        json_.member("unix_ns_at_first_moment", std::to_string(source_.unix_ns_at(clock_.first_ticks())));
        json_.key("us_at_first_moment");
        write_us(clock_.ns_at(clock_.first_ticks()));
        json_.member("overwritten_scopes", overwritten_scopes_);
        json_.member("overwritten_values", overwritten_values_);
        json_.member("left_out_values", left_out_values_);
        json_.member("left_out_exemplars", left_out_exemplars_);
        json_.end_object();
    }

    template <typename Value>
    void write_metadata(const char* what, uint32_t thread, const char* key, const Value& value) {
        begin_event("M", thread, 0, "__metadata", what);
        json_.key("args");
        json_.begin_object();
        json_.member(key, value);
        json_.end_object();
        json_.end_object();
    }

    // "I" is the older way to write "i", and the only one that DevTools reads.
    void write_instant(uint32_t thread, uint64_t at_ticks, const char* category, std::string_view name) {
        begin_event("I", thread, clock_.ns_at(at_ticks), category, name);
        json_.member("s", "t");
        json_.end_object();
    }

    void begin_async(const char* category, uint32_t thread, uint64_t at_ticks, std::string_view name) {
        begin_event("b", thread, clock_.ns_at(at_ticks), category, name);
        json_.member("id", ++last_id_);
    }

    // Stands right behind its begin: the Firefox Profiler pairs them by name, the last one that is open first.
    void write_async_end(const char* category, uint32_t thread, uint64_t at_ticks, std::string_view name) {
        begin_event("e", thread, clock_.ns_at(at_ticks), category, name);
        json_.member("id", last_id_);
        json_.end_object();
    }

    // Before any text of the user's, what Perfetto looks for by a scanner that does not know all escapes.
    void begin_event(const char* phase, uint32_t thread, uint64_t ns, const char* category, std::string_view name) {
        json_.begin_object();
        json_.member("ph", phase);
        json_.member("pid", pid_);
        json_.member("tid", thread);
        json_.key("ts");
        write_us(ns);
        json_.member("cat", category);
        json_.member("name", name);
    }

    void write_us(uint64_t ns) {
        json_.formatted([ns](text_writer& out) { write_us(out, ns); });
    }

    // In microseconds, with the three decimals that Perfetto reads digit by digit.
    static void write_us(text_writer& out, uint64_t ns) {
        const auto below = static_cast<unsigned>(ns % 1000);
        const char decimals[] = {'.', static_cast<char>('0' + below / 100), static_cast<char>('0' + below / 10 % 10),
                                 static_cast<char>('0' + below % 10)};
        out.integer(ns / 1000);
        out.text({decimals, sizeof(decimals)});
    }

    static std::string quoted(const std::string& text) {
        string_sink result;
        text_writer out(result);
        json_writer(out).value(text);
        return out.finish() ? result.text() : std::string();
    }

    json_writer json_;
    const profile& source_;
    const timeline& recorded_;
    trace_clock clock_;
    uint64_t pid_;
    uint32_t first_thread_;  // metrics and the process are no thread's: Perfetto takes 0 for the idle thread of Linux
    uint64_t last_id_ = 0;
    uint64_t overwritten_scopes_ = 0;
    uint64_t overwritten_values_ = 0;
    uint64_t left_out_values_ = 0;
    uint64_t left_out_exemplars_ = 0;
    std::vector<std::string> ends_;  // of a scope's event, by its name
};

inline void write_trace_event(text_writer& out, const profile& source, trace_event_options options) {
    trace_event_writer(out, source).write(options);
}

}  // namespace detail

/// Writes the timeline as Trace Event JSON (an object with `traceEvents`), in microseconds since one microsecond before
/// its first moment: scopes as complete events ("X"), those that overlap and spans as asynchronous ones ("b" and "e",
/// category `span`), marks as instants, and each series of a counter or gauge as a counter ("C"; NaN and infinities
/// cannot be carried and are left out). Scopes that were open end when the snapshot was taken. Times are rounded to
/// nanoseconds, and moved by one where scopes share a moment: see `detail::trace_intervals`. The slowest instances are
/// asynchronous, too (category `slowest`): no reader adds those up. A name that DevTools or the Firefox Profiler would
/// take for an event of a browser has a space behind it: see `detail::reserved_trace_names`. What was overwritten is
/// said by an instant at the beginning of its thread, and with what was left out in `otherData`. Without a timeline
/// the trace is valid, and empty but for the program's name. Linear, but for the causes of exemplars; memory in
/// proportion to the names and to the scopes of one thread.
template <sink Sink>
export_status write_trace_event(Sink& out, const profile& source, trace_event_options options = {}) {
    detail::text_writer writer(out);
    detail::write_trace_event(writer, source, options);
    return writer.finish();
}

DWELL_NAMESPACE_END

#endif
