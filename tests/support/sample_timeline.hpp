// SPDX-License-Identifier: BSL-1.0
// A timeline made by hand, with all that is hard to draw: no clock, no threads, the same on every run.
#ifndef DWELL_TESTS_SUPPORT_SAMPLE_TIMELINE_HPP
#define DWELL_TESTS_SUPPORT_SAMPLE_TIMELINE_HPP

#include "support/profile_fixture.hpp"
#include "support/sample_profile.hpp"

#include <dwell/profile/builder.hpp>
#include <dwell/profile/profile.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace sample {

/// Puts timelines together by names in place of indices.
class timeline_maker {
public:
    explicit timeline_maker(double ns_per_tick) { builder.parts().scale.ns_per_tick = ns_per_tick; }

    void add(std::string name, dwell::timeline_thread thread) {
        thread.name = std::move(name);
        thread.number = static_cast<uint32_t>(recorded.threads.size()) + 1;
        recorded.threads.push_back(std::move(thread));
    }

    /// A scope of this call path, root first and separated by `;`, from and to these moments; and its call in the
    /// aggregate.
    dwell::timeline_scope scope(const std::string& path, uint64_t begin, uint64_t end, bool is_open = false) {
        return scope_of(test::add_path(builder, path), begin, end, is_open);
    }

    dwell::timeline_scope scope_of(uint32_t path, uint64_t begin, uint64_t end, bool is_open = false) {
        dwell::call_path& aggregate = builder.at(path);
        (is_open ? aggregate.open_calls : aggregate.calls) += 1;
        aggregate.total_ticks += end - begin;
        if (!is_open) {
            aggregate.durations.record(end - begin);
        }
        dwell::timeline_scope result;
        result.path = path;
        result.is_open = is_open;
        result.start_ticks = begin;
        result.duration_ticks = end - begin;
        return result;
    }

    dwell::profile build() {
        builder.set_timeline(std::move(recorded));
        return builder.build();
    }

    dwell::profile_builder builder;
    dwell::timeline recorded;
};

/// Scopes that share their moments, took no time, or are open.
inline dwell::timeline_thread touching_scopes(timeline_maker& maker, uint64_t first, uint64_t last) {
    dwell::timeline_thread thread;
    thread.scopes = {
        maker.scope("run", first, last, true),
        maker.scope("run;load", first, first + 1000),
        maker.scope("run;load;open", first, first),  // no time, at its parent's begin
        maker.scope("run;load;open;stat", first, first),
        maker.scope("run;load;read", first, first + 400),  // begins when that one ended
        maker.scope("run;load;read", first + 400, first + 1000),
        maker.scope("run;load;close", first + 1000, first + 1000),  // at its parent's end
        maker.scope("run;idle", first + 1000, first + 1000),        // behind it
        maker.scope("run;idle", first + 1000, first + 1001),
        maker.scope("run;wait", last - 7, last, true),
        maker.scope("run;wait;poll", last - 7, last, true),
    };
    return thread;
}

/// Twice a hundred levels that begin at one moment and end at another; then a thousand scopes with nothing between.
inline dwell::timeline_thread deep_scopes(timeline_maker& maker, uint64_t first) {
    dwell::timeline_thread thread;
    for (const uint64_t begin : {first + 5, first + 1505}) {
        uint32_t path = dwell::call_path::no_parent;
        for (int level = 0; level < 100; ++level) {
            path = maker.builder.path(path, maker.builder.name("deep"));
            thread.scopes.push_back(maker.scope_of(path, begin, begin + 500));
        }
    }
    for (uint64_t i = 0; i < 1000; ++i) {
        thread.scopes.push_back(maker.scope("step", first + 3000 + 333 * i, first + 3000 + 333 * (i + 1)));
    }
    return thread;
}

/// The names of scopes that a reader of traces might stumble over.
inline std::vector<std::string> hostile_trace_names() {
    std::vector<std::string> names = hostile_names();
    for (const char* const more : {"Paint", "Paint ", "TracingStartedInBrowser", "__proto__", "constructor",
                                   "invalid \xFF\xC0 \x01\x1B[31m\x7F"}) {
        names.emplace_back(more);
    }
    return names;
}

/// A scope, a mark, spans that overlap, a counter and a thread of each name.
inline void add_hostile_names(timeline_maker& maker, uint64_t at) {
    dwell::timeline_thread thread;
    for (const std::string& name : hostile_trace_names()) {
        const uint32_t path = maker.builder.path(dwell::call_path::no_parent, maker.builder.name(name));
        thread.scopes.push_back(maker.scope_of(path, at, at + 500));
        thread.marks.push_back({name, at + 250});
        thread.overlapping.push_back(maker.scope_of(path, at, at + 700));
        thread.overlapping.push_back(maker.scope_of(path, at + 1, at + 800));
        dwell::timeline_series series;
        series.identity = {name, {{"label", name}}, "", "unit " + name};
        series.values = {{at, 1}, {at + 500, std::numeric_limits<double>::quiet_NaN()}, {at + 600, 1e300}};
        maker.recorded.counters.push_back(series);
        dwell::timeline_thread named;
        named.scopes.push_back(maker.scope_of(path, at, at + 300));
        maker.add(name, std::move(named));
        at += 600;
    }
    thread.overwritten_scopes = 12;
    thread.overwritten_values = 3;
    maker.add("", std::move(thread));
}

/// Threads with names of all kinds and scopes that are hard to draw, marks, counters, gauges that are no numbers,
/// exemplars of which one is older than the timeline.
inline dwell::profile hostile_timeline(double ns_per_tick) {
    timeline_maker maker(ns_per_tick);
    maker.builder.parts().metadata.program = "hostile \"timeline\"";
    maker.builder.parts().metadata.pid = 4321;
    maker.builder.parts().origin_unix_ns = 1'700'000'000'123'456'789;
    maker.builder.parts().exemplars_per_name = 2;
    const uint64_t first = 77'000'000'000'000;  // a day and more after recording began
    const uint64_t last = first + 3'600'000'000;
    maker.recorded.end_ticks = last;
    maker.add("main", touching_scopes(maker, first, last));
    maker.add("worker", deep_scopes(maker, first));
    maker.add("worker", deep_scopes(maker, first + 1));
    add_hostile_names(maker, first + 10'000);
    dwell::timeline_thread only_overwritten;
    only_overwritten.overwritten_scopes = 5;
    maker.add("overwritten", std::move(only_overwritten));
    dwell::timeline_series gauge;
    gauge.identity.name = "level";
    const double infinite = std::numeric_limits<double>::infinity();
    gauge.values = {{first, -0.5}, {first + 1, infinite}, {first + 2, -infinite}, {last, 1e-300}};
    maker.recorded.gauges.push_back(gauge);
    for (const uint64_t begin : {first - 100, first}) {
        dwell::exemplar slow;
        slow.instance = maker.scope("run;load", begin, begin + 1000);
        slow.inside = {maker.scope("run;load;read", begin, begin + 400)};
        slow.thread = "main";
        slow.thread_number = 1;
        slow.allocations = 7;
        maker.builder.add_exemplar(slow);
    }
    return maker.build();
}

}  // namespace sample

#endif
