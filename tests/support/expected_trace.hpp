// SPDX-License-Identifier: BSL-1.0
// What a reader of a trace has to show: the timeline as plain JSON, its nesting found by call paths.
#ifndef DWELL_TESTS_SUPPORT_EXPECTED_TRACE_HPP
#define DWELL_TESTS_SUPPORT_EXPECTED_TRACE_HPP

#include <dwell/export/json_writer.hpp>
#include <dwell/export/sink.hpp>
#include <dwell/export/text_writer.hpp>
#include <dwell/export/trace_names.hpp>
#include <dwell/profile/profile.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace test {

/// For each scope of a thread the one around it: the last of an enclosing call path, if it had not ended.
inline std::vector<int64_t> enclosing_scopes(const dwell::profile& profile, const dwell::timeline_thread& thread) {
    std::vector<int64_t> last_of_path(profile.paths().size(), -1);
    std::vector<int64_t> result;
    for (const dwell::timeline_scope& scope : thread.scopes) {
        int64_t around = -1;
        for (uint32_t path = profile.paths()[scope.path].parent; path != dwell::call_path::no_parent && around < 0;
             path = profile.paths()[path].parent) {
            const int64_t last = last_of_path[path];
            if (last >= 0 && thread.scopes[static_cast<size_t>(last)].end_ticks() >= scope.end_ticks()) {
                around = last;
            }
        }
        last_of_path[scope.path] = static_cast<int64_t>(result.size());
        result.push_back(around);
    }
    return result;
}

/// The first moment of anything.
inline uint64_t first_moment_of(const dwell::timeline& recorded) {
    uint64_t first = recorded.end_ticks;
    const auto look_at = [&](uint64_t ticks) { first = (std::min)(first, ticks); };
    for (const dwell::timeline_thread& thread : recorded.threads) {
        for (const std::vector<dwell::timeline_scope>& scopes : {thread.scopes, thread.overlapping}) {
            for (const dwell::timeline_scope& scope : scopes) {
                look_at(scope.start_ticks);
            }
        }
        for (const dwell::timeline_mark& mark : thread.marks) {
            look_at(mark.at_ticks);
        }
    }
    for (const std::vector<dwell::timeline_series>& all : {recorded.counters, recorded.gauges}) {
        for (const dwell::timeline_series& series : all) {
            for (const dwell::timeline_value& value : series.values) {
                look_at(value.at_ticks);
            }
        }
    }
    return first;
}

/// Writes what a trace of this profile shows into a file, in nanoseconds since recording began.
inline bool write_expected_trace(const dwell::profile& profile, const std::string& file) {
    dwell::file_sink out(file.c_str());
    dwell::detail::text_writer writer(out);
    dwell::detail::json_writer json(writer);
    const auto ns = [&](const char* key, uint64_t ticks) { json.member(key, profile.scale().to_ns(ticks)); };
    json.begin_object();
    json.member("process", profile.metadata().program);
    json.member("pid", profile.metadata().pid);
    ns("first_ns", first_moment_of(profile.timeline()));
    json.member("reserved_names", dwell::detail::reserved_trace_names);
    json.key("threads");
    json.begin_array();
    for (const dwell::timeline_thread& thread : profile.timeline().threads) {
        json.begin_object();
        json.member("name", thread.name);
        json.member("number", thread.number);
        json.member("has_overwritten", thread.overwritten_scopes + thread.overwritten_values != 0);
        const std::vector<int64_t> around = enclosing_scopes(profile, thread);
        json.key("scopes");
        json.begin_array();
        for (size_t i = 0; i < thread.scopes.size(); ++i) {
            json.begin_object();
            json.member("name", profile.name_of(thread.scopes[i]));
            json.member("parent", around[i]);
            ns("begin_ns", thread.scopes[i].start_ticks);
            ns("end_ns", thread.scopes[i].end_ticks());
            json.end_object();
        }
        json.end_array();
        json.key("overlapping");
        json.begin_array();
        for (const dwell::timeline_scope& scope : thread.overlapping) {
            json.begin_object();
            json.member("name", profile.name_of(scope));
            ns("begin_ns", scope.start_ticks);
            ns("end_ns", scope.end_ticks());
            json.end_object();
        }
        json.end_array();
        json.key("marks");
        json.begin_array();
        for (const dwell::timeline_mark& mark : thread.marks) {
            json.begin_object();
            json.member("name", mark.name);
            ns("at_ns", mark.at_ticks);
            json.end_object();
        }
        json.end_array();
        json.end_object();
    }
    json.end_array();
    json.end_object();
    return writer.finish() && out.close();
}

}  // namespace test

#endif
