// SPDX-License-Identifier: BSL-1.0
// The file format of https://www.speedscope.app.
#ifndef DWELL_EXPORT_SPEEDSCOPE_HPP
#define DWELL_EXPORT_SPEEDSCOPE_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/frame_names.hpp>
#include <dwell/export/json_writer.hpp>
#include <dwell/export/path_cursor.hpp>
#include <dwell/export/rounding.hpp>
#include <dwell/profile/compensate.hpp>
#include <dwell/profile/profile.hpp>

#include <string_view>
#include <vector>

DWELL_NAMESPACE_BEGIN

struct speedscope_options {
    /// Whether each thread has a profile of its own beside the merged one.
    bool threads = true;
    /// Whether what dwell itself has cost is taken away first: see `compensated`.
    bool compensate = false;
};

namespace detail {

/// One "sampled" profile: a sample for each call path with self time, which is its weight in nanoseconds. speedscope
/// adds weights up to self and total times, so both are right; an "evented" profile would claim an order of calls
/// that an aggregate does not know. `paths` is a vector of call_path or thread_path, `index_of(i)` the call path of an
/// element.
template <typename Paths, typename IndexOf>
void write_speedscope_profile(json_writer& json, const profile& source, std::string_view name, const Paths& paths,
                              const IndexOf& index_of) {
    json.begin_object();
    json.member("type", "sampled");
    json.member("name", name);
    json.member("unit", "nanoseconds");
    std::vector<uint64_t> weights;
    carried_rounding rounding(source.scale().ns_per_tick);
    path_cursor cursor(source.paths());
    json.key("samples");
    json.begin_array();
    for (uint32_t i = 0; i < paths.size(); ++i) {
        cursor.move_to(index_of(i));
        const uint64_t weight = rounding.next(paths[i].self_ticks);
        if (weight != 0) {
            weights.push_back(weight);
            json.begin_array();
            for (const uint32_t open : cursor.open()) {
                json.value(source.paths()[open].name);
            }
            json.end_array();
        }
    }
    json.end_array();
    json.key("weights");
    json.begin_array();
    for (const uint64_t weight : weights) {
        json.value(weight);
    }
    json.end_array();
    json.member("startValue", 0);
    json.member("endValue", rounding.sum());
    json.end_object();
}

inline void write_speedscope(json_writer& json, const profile& source, speedscope_options options) {
    json.begin_object();
    json.member("$schema", "https://www.speedscope.app/file-format-schema.json");
    json.member("exporter", "dwell@" DWELL_VERSION_STRING);
    json.member("name", source.metadata().program.empty() ? "dwell" : source.metadata().program);
    json.member("activeProfileIndex", 0);
    json.key("shared");
    json.begin_object();
    json.key("frames");
    json.begin_array();
    const frame_names names(source);
    for (uint32_t i = 0; i < source.names().size(); ++i) {
        const scope_name& name = source.names()[i];
        json.begin_object();
        json.member("name", names[i]);
        if (!name.file.empty()) {
            json.member("file", name.file);
            json.member("line", name.line);
        }
        json.end_object();
    }
    json.end_array();
    json.end_object();
    json.key("profiles");
    json.begin_array();
    write_speedscope_profile(json, source, "all threads", source.paths(), [](uint32_t i) { return i; });
    if (options.threads) {
        for (const thread_profile& thread : source.threads()) {
            write_speedscope_profile(json, source, thread.name.empty() ? "(unnamed thread)" : thread.name, thread.paths,
                                     [&](uint32_t i) { return thread.paths[i].path; });
        }
    }
    json.end_array();
    json.end_object();
}

}  // namespace detail

/// Writes a file for speedscope: all threads merged, then each thread, in nanoseconds of self time that add up to the
/// whole (see `detail::carried_rounding`). Linear in the size of the file.
template <sink Sink>
export_status write_speedscope(Sink& out, const profile& source, speedscope_options options = {}) {
    if (options.compensate && !source.metadata().compensated) {
        return write_speedscope(out, compensated(source), options);
    }
    detail::text_writer writer(out);
    detail::json_writer json(writer);
    detail::write_speedscope(json, source, options);
    return writer.finish();
}

DWELL_NAMESPACE_END

#endif
