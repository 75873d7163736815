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
#include <dwell/profile/profile.hpp>
#include <dwell/stats/bounds.hpp>
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

/// Streams a trace: first names, then thread by thread, then metrics. Readers sort it themselves.
class trace_event_writer {
public:
    trace_event_writer(text_writer& out, const profile& source)
        : out_(out),
          json_(out),
          source_(source),
          clock_(source),
          pid_(source.metadata().pid == 0 ? 1 : source.metadata().pid) {}

    void write(trace_event_options options) {
        json_.begin_object();
        json_.key("traceEvents");
        json_.begin_array();
        write_names();
        for (const timeline_thread& thread : source_.timeline().threads) {
            write_thread(thread);
        }
        write_all_series(source_.timeline().counters);
        write_all_series(source_.timeline().gauges);
        if (options.exemplars) {
            write_exemplars();
        }
        json_.end_array();
        write_other_data();
        json_.end_object();
    }

private:
    void write_names() {
        const std::string& program = source_.metadata().program;
        write_name_of("process_name", 0, program.empty() ? "dwell" : program);
        for (const timeline_thread& thread : source_.timeline().threads) {
            write_name_of("thread_name", thread.number, thread.name.empty() ? "(unnamed thread)" : thread.name);
            begin_event("M", thread.number);
            json_.member("name", "thread_sort_index");
            json_.key("args");
            json_.begin_object();
            json_.member("sort_index", thread.number);
            json_.end_object();
            json_.end_object();
        }
    }

    void write_name_of(const char* what, uint32_t thread, std::string_view name) {
        begin_event("M", thread);
        json_.member("name", what);
        json_.key("args");
        json_.begin_object();
        json_.member("name", name);
        json_.end_object();
        json_.end_object();
    }

    void write_thread(const timeline_thread& thread) {
        if (thread.overwritten_scopes != 0 || thread.overwritten_values != 0) {
            write_mark(thread.number, first_of(thread),
                       "dwell: overwritten before this: " + std::to_string(thread.overwritten_scopes) + " scopes, " +
                           std::to_string(thread.overwritten_values) + " values");
        }
        const trace_intervals intervals(source_, thread, clock_);
        for (size_t i = 0; i < thread.scopes.size(); ++i) {
            begin_event("X", thread.number);
            json_.key("ts");
            write_us(intervals[i].begin_ns);
            json_.key("dur");
            write_us(intervals[i].end_ns - intervals[i].begin_ns);
            json_.member("cat", "scope");
            json_.member("name", source_.name_of(thread.scopes[i]));
            json_.end_object();
        }
        for (const timeline_scope& span : thread.overlapping) {
            write_async("span", thread.number, span, source_.name_of(span));
        }
        for (const timeline_mark& mark : thread.marks) {
            write_mark(thread.number, mark.at_ticks, mark.name);
        }
    }

    uint64_t first_of(const timeline_thread& thread) const noexcept {
        uint64_t first = source_.timeline().end_ticks;
        first = thread.scopes.empty() ? first : smaller(first, thread.scopes.front().start_ticks);
        first = thread.overlapping.empty() ? first : smaller(first, thread.overlapping.front().start_ticks);
        return thread.marks.empty() ? first : smaller(first, thread.marks.front().at_ticks);
    }

    void write_mark(uint32_t thread, uint64_t at_ticks, std::string_view name) {
        begin_event("i", thread);
        json_.member("s", "t");
        json_.key("ts");
        write_us(clock_.ns_at(at_ticks));
        json_.member("cat", "mark");
        json_.member("name", name);
        json_.end_object();
    }

    // Begin and end stand together: the Firefox Profiler pairs them by name, the last one that is open first.
    void write_async(const char* category, uint32_t thread, const timeline_scope& scope, std::string_view name) {
        ++last_id_;
        for (const char* const phase : {"b", "e"}) {
            begin_event(phase, thread);
            json_.key("ts");
            write_us(clock_.ns_at(*phase == 'b' ? scope.start_ticks : scope.end_ticks()));
            json_.member("cat", category);
            json_.member("id", last_id_);
            json_.member("name", name);
            json_.end_object();
        }
    }

    void write_all_series(const std::vector<timeline_series>& all) {
        for (const timeline_series& series : all) {
            const std::string name = metric_label(series.identity);
            for (const timeline_value& value : series.values) {
                if (!is_finite(value.value)) {
                    continue;
                }
                begin_event("C", 0);
                json_.key("ts");
                write_us(clock_.ns_at(value.at_ticks));
                json_.member("name", name);
                json_.key("args");
                json_.begin_object();
                json_.member("value", value.value);
                json_.end_object();
                json_.end_object();
            }
        }
    }

    void write_exemplars() {}

    void write_other_data() {
        json_.key("otherData");
        json_.begin_object();
        json_.member("exporter", "dwell@" DWELL_VERSION_STRING);
        json_.end_object();
    }

    void begin_event(const char* phase, uint32_t thread) {
        json_.begin_object();
        json_.member("ph", phase);
        json_.member("pid", pid_);
        json_.member("tid", thread);
    }

    // In microseconds with three decimals, as Perfetto reads them: digit by digit.
    void write_us(uint64_t ns) {
        json_.formatted([ns](text_writer& out) {
            const auto below = static_cast<unsigned>(ns % 1000);
            const char decimals[] = {'.', static_cast<char>('0' + below / 100),
                                     static_cast<char>('0' + below / 10 % 10), static_cast<char>('0' + below % 10)};
            out.integer(ns / 1000);
            out.text({decimals, sizeof(decimals)});
        });
    }

    text_writer& out_;
    json_writer json_;
    const profile& source_;
    trace_clock clock_;
    uint64_t pid_;
    uint64_t last_id_ = 0;
};

inline void write_trace_event(text_writer& out, const profile& source, trace_event_options options) {
    trace_event_writer(out, source).write(options);
}

}  // namespace detail

/// Writes the timeline as Trace Event JSON.
template <sink Sink>
export_status write_trace_event(Sink& out, const profile& source, trace_event_options options = {}) {
    detail::text_writer writer(out);
    detail::write_trace_event(writer, source, options);
    return writer.finish();
}

DWELL_NAMESPACE_END

#endif
