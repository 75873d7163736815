// SPDX-License-Identifier: BSL-1.0
// Profiles made by hand for the tests of what reads them: no clock, no threads, the same on every run.
#ifndef DWELL_TESTS_SUPPORT_SAMPLE_PROFILE_HPP
#define DWELL_TESTS_SUPPORT_SAMPLE_PROFILE_HPP

#include <dwell/profile/builder.hpp>
#include <dwell/profile/profile.hpp>

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace sample {

/// Builds a profile out of time spent in call stacks.
class profile_maker {
public:
    profile_maker() { builder_.parts().scale.ns_per_tick = 1.0; }

    dwell::profile_parts& parts() { return builder_.parts(); }

    /// One call of the innermost scope of `stack` on a thread, with `self` ticks in itself. Those above it must have
    /// been open: their totals grow by as much, and `end` counts their calls.
    void spend(const std::string& thread, const std::vector<std::string>& stack, std::uint64_t self) {
        std::uint32_t path = open(stack);
        builder_.at(path).calls += 1;
        builder_.at(path).durations.record(self);
        dwell::thread_profile& here = thread_named(thread);
        here.paths.push_back({path, 1, 0, 0});
        for (; path != dwell::call_path::no_parent; path = builder_.at(path).parent) {
            builder_.at(path).total_ticks += self;
            here.paths.push_back({path, 0, self, 0});
        }
    }

    /// A call of a scope that `spend` gave time to already: only its duration, children included, is new.
    void end(const std::string& thread, const std::vector<std::string>& stack, std::uint64_t duration) {
        const std::uint32_t path = open(stack);
        builder_.at(path).calls += 1;
        builder_.at(path).durations.record(duration);
        thread_named(thread).paths.push_back({path, 1, 0, 0});
    }

    /// A span that began inside `stack`'s other scopes: its time is in no other path's total.
    void span(const std::string& thread, const std::vector<std::string>& stack, std::uint64_t duration) {
        const std::uint32_t path = open(stack);
        builder_.at(path).calls += 1;
        builder_.at(path).total_ticks += duration;
        builder_.at(path).span_ticks += duration;
        builder_.at(path).durations.record(duration);
        thread_named(thread).paths.push_back({path, 1, duration, 0, duration});
    }

    /// A call of TIMED_SCOPE_SAMPLED that was timed and stands for a run of calls, as `spend`.
    void spend_sampled(const std::string& thread, const std::vector<std::string>& stack, std::uint64_t self,
                       std::uint64_t run) {
        std::uint32_t path = open(stack);
        builder_.at(path).calls += run;
        builder_.at(path).sampled.add({run, 1, run * run});
        builder_.at(path).durations.record(self, run);
        dwell::thread_profile& here = thread_named(thread);
        here.paths.push_back({path, run, 0, 0});
        for (; path != dwell::call_path::no_parent; path = builder_.at(path).parent) {
            builder_.at(path).total_ticks += self * run;
            here.paths.push_back({path, 0, self * run, 0});
        }
    }

    /// Calls of it that were counted, in a run of which none has been timed yet.
    void count_sampled(const std::string& thread, const std::vector<std::string>& stack, std::uint64_t calls) {
        const std::uint32_t path = open(stack);
        builder_.at(path).calls += calls;
        builder_.at(path).sampled.calls += calls;
        thread_named(thread).paths.push_back({path, calls, 0, 0});
    }

    dwell::profile build() { return builder_.build(); }

private:
    std::uint32_t open(const std::vector<std::string>& stack) {
        std::uint32_t path = dwell::call_path::no_parent;
        for (const std::string& name : stack) {
            path = builder_.path(path, builder_.name(name, "src/" + name.substr(0, 4) + ".cpp", line_of(name)));
        }
        return path;
    }

    static std::uint32_t line_of(const std::string& name) { return static_cast<std::uint32_t>(name.size()) + 10; }

    dwell::thread_profile& thread_named(const std::string& name) {
        for (dwell::thread_profile& known : builder_.parts().threads) {
            if (known.name == name) {
                return known;
            }
        }
        dwell::thread_profile& added = builder_.parts().threads.emplace_back();
        added.name = name;
        added.started = 1;
        added.cpu_ns = 1'000'000;
        return added;
    }

    dwell::profile_builder builder_;
};

using labels_of_series = std::vector<std::pair<std::string, std::string>>;

/// Names that are valid, and that a careless exporter would get wrong.
inline std::vector<std::string> hostile_names() {
    return {
        "quote\"quote",
        "back\\slash\\",
        "</script><b>&amp",
        "phase 2",
        "ends in 1.5",
        "blank at the end ",
        " blank at the begin",
        "-",
        "{\"json\":[1]}",
        "std::map<int, std::vector<char>>::operator[]",
        "gr\xC3\xBC\xC3\x9F \xE4\xB8\x96\xE7\x95\x8C \xF0\x9F\x8C\x8D",
        "%s%n$(rm)`x`",
        "| \\| *a* _b_ ``c` [d](e) ~~f~~ |`",
        std::string(1000, 'x'),
    };
}

/// A server with two workers: nesting, recursion, times below a microsecond, and ticks that are no nanoseconds.
inline dwell::profile small_profile() {
    profile_maker maker;
    dwell::profile_parts& parts = maker.parts();
    parts.scale.ns_per_tick = 0.4;
    dwell::profile_metadata& metadata = parts.metadata;
    metadata.program = "orchestrator";
    metadata.command = "orchestrator --workers \"2\"";
    metadata.pid = 4711;
    metadata.host = "build-7";
    metadata.operating_system = "Linux 6.1 x86_64";
    metadata.cpu_model = "A CPU (R)";
    metadata.cpu_count = 8;
    metadata.start_unix_ns = 1'790'000'000'000'000'123;
    metadata.snapshot_unix_ns = 1'790'000'002'500'000'123;
    metadata.duration_ns = 2'500'000'000;
    metadata.clock = "tsc";
    metadata.clock_resolution_ns = 10.4;
    metadata.compiler = "g++ 12.2.0";
    metadata.build_flags = "optimised";
    metadata.git_commit = "0123abc";
    metadata.dwell_version = "0.1.0";
    metadata.scope_cost_ns = 9.5;
    metadata.scope_parent_cost_ns = 10.25;
    metadata.extra = {{"build", "nightly"}, {"answer", "42"}};
    for (const std::string thread : {"worker 1", "worker 2"}) {
        const std::uint64_t factor = thread == "worker 1" ? 1 : 3;
        for (std::uint64_t i = 1; i <= 50; ++i) {
            maker.spend(thread, {"step", "parse"}, 1'000 * factor + i * 17);
            maker.spend(thread, {"step", "plan", "plan", "plan"}, 333 * i);
            maker.spend(thread, {"step", "tiny"}, 3);
            maker.end(thread, {"step"}, 1'003 * factor + i * 350);
        }
    }
    maker.spend("main", {"load"}, 123'456'789);
    parts.counters = {{{"requests", {{"route", "/a"}}, "Requests served", ""}, 41},
                      {{"requests", {{"route", "/b"}}, "Requests served", ""}, 1},
                      {{"bytes.read", {}, "", "bytes"}, UINT64_MAX}};
    parts.gauges = {{{"queue.length", {}, "Jobs that wait", "jobs"}, 2.5, 99}};
    dwell::distribution_value distribution{{"reply.size", {{"kind", "json"}}, "", "KiB"}, 1000, {}};
    for (std::uint64_t i = 1; i <= 1000; ++i) {
        distribution.values.record(i * 1500);
    }
    parts.distributions = {distribution};
    return maker.build();
}

/// The same, and every trouble: hostile names, open scopes, numbers at their limits, health that is not good.
inline dwell::profile full_profile() {
    profile_maker maker;
    dwell::profile_parts& parts = maker.parts();
    parts = small_profile().parts();
    parts.names.clear();
    parts.paths.clear();
    parts.threads.clear();
    std::uint64_t self = 1;
    for (const std::string& name : hostile_names()) {
        maker.spend("main", {name}, self += 1'234'567);
        maker.spend("pool \"a\";b", {"root", name, "leaf"}, self += 765'431);
        maker.end("pool \"a\";b", {"root", name}, self);
    }
    maker.spend("", {"root", "nobody's"}, 77'777);
    maker.span("main", {"root", "upload"}, 5'000'000);
    // Of a hot loop, one call in 64; of another, too few to be sure of anything; and calls after the last run.
    for (std::uint64_t i = 1; i <= 100; ++i) {
        maker.spend_sampled("main", {"root", "hot loop 64"}, 200 + i * i, i < 64 ? i : 64);
    }
    maker.count_sampled("main", {"root", "hot loop 64"}, 10);
    maker.spend_sampled("main", {"root", "hot loop 64", "called twice"}, 900, 1);
    maker.spend_sampled("main", {"root", "hot loop 64", "called twice"}, 700, 1);
    dwell::distribution_value odd{{"odd", {}, "Values that are no durations", ""}, 1, {}};
    odd.values.record(7, 3);
    odd.values.record(-1);
    odd.values.record(1e300);
    parts.distributions.push_back(odd);
    dwell::call_path& root = parts.paths[1];
    root.open_calls = 3;
    root.cpu_calls = 2;
    root.cpu_ns = 5'000;
    dwell::recording_health& health = parts.health;
    health.truncated_calls = 1;
    health.other_names = 2;
    health.other_series = 3;
    health.misnested_scopes = 4;
    health.ended_on_other_thread = 5;
    health.negative_durations = 6;
    health.lost_records = 7;
    health.rebucketed = 8;
    health.delta_mismatches = UINT64_MAX;
    parts.exact_extremes = false;
    return maker.build();
}

/// The same with metrics whose names, labels and values are trouble: names and labels that Prometheus cannot tell
/// apart, or keeps for itself, and numbers that are none.
inline dwell::profile with_hostile_metrics(const dwell::profile& source) {
    dwell::profile_builder builder;
    builder.parts() = source.parts();
    dwell::profile_parts& parts = builder.parts();
    const auto counter = [&](const std::string& name, const labels_of_series& labels, std::uint64_t value,
                             const std::string& unit = "") {
        parts.counters.push_back({{name, labels, "", unit}, value});
    };
    counter("a.b", {}, 3);
    counter("a_b", {}, 5);
    counter("a:b", {}, 7);
    counter("b_total", {}, 11);
    counter(".total", {}, 12);
    counter("1st place", {}, 13);
    counter("gr\xC3\xBC\xC3\x9F", {}, 17);
    counter("dwell", {}, 19);
    counter("dwell.scope.calls", {{"scope", "step"}}, 23);
    counter("busy_ms", {}, 2'500, "ms");
    counter("busy", {}, 1, "s");
    counter("lag", {}, 2'500'000, "\xC2\xB5s");
    counter("unit.of.its.own", {}, 29, "files per [h]");
    counter("order", {{"a", "1"}, {"b", "2"}}, 31);
    counter("order", {{"b", "2"}, {"a", "1"}}, 37);
    counter("order", {{"a", ""}}, 41);
    counter("order", {}, 43);
    counter("order", {{"a.b", "1"}, {"a_b", "2"}}, 47);
    counter("labels", {{"le", "1"}, {"quantile", "2"}, {"__name__", "3"}, {"", "4"}, {"2nd", "5"}}, 53);
    for (const std::string& name : hostile_names()) {
        counter("labels", {{"text", name}}, name.size());
    }
    counter("labels", {{"text", "two\nlines, a \t, a \x1b and a \x7f"}}, 59);
    const auto gauge = [&](const std::string& name, double value, const std::string& unit = "") {
        parts.gauges.push_back({{name, {}, "Help with a \\, a \" and\na second line", unit}, value, 1});
    };
    constexpr double endless = std::numeric_limits<double>::infinity();
    gauge("no.number", std::numeric_limits<double>::quiet_NaN());
    gauge("endless", endless);
    gauge("below.all", -endless);
    gauge("huge", 1e300);
    gauge("used", 37.5, "%");
    gauge("temperature", -273.15, "Cel");
    gauge("share", 0.25, "1");
    gauge("a.b", 61);
    gauge("b.total", 67);
    gauge("wide.count", 71);
    const auto distribution = [&](const std::string& name, const labels_of_series& labels, const std::string& unit,
                                  std::uint64_t steps, const std::vector<std::uint64_t>& values) {
        dwell::distribution_value& added = parts.distributions.emplace_back();
        added.identity = {name, labels, "", unit};
        added.steps_per_unit = steps;
        for (const std::uint64_t value : values) {
            added.values.record(value, value == 1 ? std::uint64_t{1} << 40U : 3);
        }
    };
    distribution("sizes", {{"a", "1"}, {"b", "2"}}, "KiB", 1, {0, 5, 1'000});
    distribution("sizes", {{"b", "2"}, {"a", "1"}}, "KiB", 1, {1, 70'000});
    distribution("sizes", {{"le", "0.5"}}, "KiB", 1'000, {3'333});
    distribution("latency", {}, "ms", 1'000, {1'000, 2'500, 9'999});
    distribution("never", {}, "", 1, {});
    distribution("zeros", {}, "", 10, {0});
    distribution("wide", {}, "", 1, {1, 1'000'000'007, UINT64_MAX});
    return builder.build();
}

/// The same with memory: every third call path allocates nothing itself, every fourth holds nothing, as does what is
/// outside of them; large numbers, fractions, and frees of what another scope has allocated.
inline dwell::profile with_memory(const dwell::profile& source) {
    dwell::profile_builder builder;
    builder.parts() = source.parts();
    dwell::profile_parts& parts = builder.parts();
    for (std::size_t i = 0; i < parts.paths.size(); ++i) {
        if (i % 3 != 0) {
            parts.paths[i].self_memory = {10 * i, 1'000'000 * i * i + 7, 10 * i - 3, 999'999 * i * i};
        }
        if (i % 4 != 3) {
            const auto samples = static_cast<double>(i + 1);
            parts.paths[i].self_live = {samples * 2.5, samples * 600'000.3, samples * 1.7e11, i + 1};
        }
    }
    dwell::memory_profile& memory = parts.memory;
    memory.sizes = "requested";
    memory.sample_interval_bytes = 512 * 1024;
    memory.frees_of_unknown_size = 3;
    memory.failed_allocations = 2;
    memory.outside = {12, 345'678, 1'000, 9'007'199'254'740'993};
    memory.live_outside = {1.25, 700'000, 1.5e10, 1};
    memory.own = {40, 100'000, 2, 300};
    memory.lost_samples = 1;
    return builder.build();
}

}  // namespace sample

#endif
