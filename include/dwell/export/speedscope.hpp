// SPDX-License-Identifier: BSL-1.0
// The file format of https://www.speedscope.app.
#ifndef DWELL_EXPORT_SPEEDSCOPE_HPP
#define DWELL_EXPORT_SPEEDSCOPE_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/frame_names.hpp>
#include <dwell/export/json_writer.hpp>
#include <dwell/export/path_cursor.hpp>
#include <dwell/export/profile_value.hpp>
#include <dwell/export/rounding.hpp>
#include <dwell/profile/compensate.hpp>
#include <dwell/profile/profile.hpp>

#include <string_view>

DWELL_NAMESPACE_BEGIN

struct speedscope_options {
    /// Whether each thread has a profile of its own beside the merged one. Only time is known by thread.
    bool threads = true;
    /// Whether what dwell itself has cost is taken away first: see `compensated`.
    bool compensate = false;
    profile_value value = profile_value::time;
};

namespace detail {

/// One "sampled" profile: a sample for each call path that has something of its own, which is its weight. speedscope
/// adds weights up to self and total, so both are right; an "evented" profile would claim an order of calls that an
/// aggregate does not know. Each sample is added, and then each weight, so that none is kept in memory.
class speedscope_samples {
public:
    speedscope_samples(json_writer& json, const profile& source, std::string_view name, const char* unit,
                       double units_per_step)
        : json_(json),
          source_(source),
          cursor_(source.paths()),
          units_per_step_(units_per_step),
          rounding_(units_per_step) {
        json_.begin_object();
        json_.member("type", "sampled");
        json_.member("name", name);
        json_.member("unit", unit);
        json_.key("samples");
        json_.begin_array();
    }

    void add(uint32_t path, uint64_t steps) {
        if (rounding_.next(steps) != 0) {
            cursor_.move_to(path);
            json_.begin_array();
            for (const uint32_t open : cursor_.open()) {
                json_.value(source_.paths()[open].name);
            }
            json_.end_array();
        }
    }

    /// A stack of one frame alone.
    void add_frame(size_t frame, uint64_t steps) {
        if (rounding_.next(steps) != 0) {
            json_.begin_array();
            json_.value(frame);
            json_.end_array();
        }
    }

    void begin_weights() {
        json_.end_array();
        json_.key("weights");
        json_.begin_array();
        rounding_ = carried_rounding(units_per_step_);
    }

    /// The same steps as those of the samples, in their order.
    void add_weight(uint64_t steps) {
        const uint64_t weight = rounding_.next(steps);
        if (weight != 0) {
            json_.value(weight);
        }
    }

    void end() {
        json_.end_array();
        json_.member("startValue", 0);
        json_.member("endValue", rounding_.sum());
        json_.end_object();
    }

private:
    json_writer& json_;
    const profile& source_;
    path_cursor cursor_;
    double units_per_step_;
    carried_rounding rounding_;
};

inline void write_speedscope_memory(json_writer& json, const profile& source, profile_value value) {
    speedscope_samples samples(json, source, "all threads", value == profile_value::allocations ? "none" : "bytes", 1);
    for (uint32_t i = 0; i < source.paths().size(); ++i) {
        samples.add(i, own_value(value, source.paths()[i]));
    }
    samples.add_frame(source.names().size(), outside_value(value, source));
    samples.begin_weights();
    for (const call_path& path : source.paths()) {
        samples.add_weight(own_value(value, path));
    }
    samples.add_weight(outside_value(value, source));
    samples.end();
}

inline void write_speedscope_time(json_writer& json, const profile& source, bool threads) {
    speedscope_samples all(json, source, "all threads", "nanoseconds", source.scale().ns_per_tick);
    for (uint32_t i = 0; i < source.paths().size(); ++i) {
        all.add(i, source.paths()[i].self_ticks);
    }
    all.begin_weights();
    for (const call_path& path : source.paths()) {
        all.add_weight(path.self_ticks);
    }
    all.end();
    if (!threads) {
        return;
    }
    for (const thread_profile& thread : source.threads()) {
        speedscope_samples one(json, source, thread.name.empty() ? "(unnamed thread)" : thread.name, "nanoseconds",
                               source.scale().ns_per_tick);
        for (const thread_path& path : thread.paths) {
            one.add(path.path, path.self_ticks);
        }
        one.begin_weights();
        for (const thread_path& path : thread.paths) {
            one.add_weight(path.self_ticks);
        }
        one.end();
    }
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
    const frame_names names(source, options.value);
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
    if (options.value != profile_value::time) {
        json.begin_object();
        json.member("name", outside_frame);
        json.end_object();
    }
    json.end_array();
    json.end_object();
    json.key("profiles");
    json.begin_array();
    if (options.value == profile_value::time) {
        write_speedscope_time(json, source, options.threads);
    } else {
        write_speedscope_memory(json, source, options.value);
    }
    json.end_array();
    json.end_object();
}

}  // namespace detail

/// Writes a file for speedscope: all threads merged, then each thread, in nanoseconds of self time that add up to the
/// whole (see `detail::carried_rounding`); or memory of all threads, with a frame "(outside scopes)" for what is in no
/// call path. Linear in the size of the file.
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
