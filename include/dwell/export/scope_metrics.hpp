// SPDX-License-Identifier: BSL-1.0
// The families of Prometheus metrics that have a series for each scope's name: durations, self time, calls, memory.
#ifndef DWELL_EXPORT_SCOPE_METRICS_HPP
#define DWELL_EXPORT_SCOPE_METRICS_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/metric_exemplars.hpp>
#include <dwell/export/metric_samples.hpp>
#include <dwell/export/metric_text.hpp>
#include <dwell/export/openmetrics_options.hpp>
#include <dwell/export/profile_value.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/stats/bounds.hpp>

#include <string>
#include <string_view>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

class scope_metrics {
public:
    scope_metrics(metric_text& out, const profile& source, const openmetrics_options& options)
        : out_(out), source_(source), options_(options) {
        to_seconds_.multiplier = options.ns_per_tick > 0 ? options.ns_per_tick : source.scale().ns_per_tick;
        to_seconds_.divisor = 1e9;
        for (const scope_name& name : source.names()) {
            series_.emplace_back().label = formatted_label("scope", name.text);
        }
        const std::vector<call_path>& paths = source.paths();
        for (const call_path& path : paths) {
            series_[path.name].add(path);
            if (path.parent != call_path::no_parent) {
                const uint64_t nested = path.total_ticks - smaller(path.total_ticks, path.span_ticks);
                add_up(series_[paths[path.parent].name].inner_ticks, nested);
            }
        }
    }

    void write() {
        write_durations();
        counters("dwell_scope_calls", "", "Calls that ended, counted exactly also where a scope is sampled.",
                 [](const series& one) { return one.calls; });
        counters(
            "dwell_scope_timed_calls", "", "Of a sampled scope, the calls that were timed: its times are estimates.",
            [](const series& one) { return one.timed_calls; }, {}, [](const series& one) { return one.is_sampled; });
        write_wall_time();
        write_cpu_time();
        if (has_memory(source_)) {
            add_outside();
            write_memory();
        }
    }

private:
    /// What the call paths of one name add up to, each its own, so that all series together are the whole.
    struct series {
        std::string label;
        uint64_t calls = 0;
        uint64_t timed_calls = 0;
        uint64_t wall_ticks = 0;
        uint64_t inner_ticks = 0;  // of these, those of the scopes directly inside
        uint64_t self_ticks = 0;
        uint64_t cpu_calls = 0;
        uint64_t cpu_ns = 0;
        bool is_sampled = false;
        uint64_t allocations = 0;
        uint64_t allocated_bytes = 0;
        live_memory live;
        histogram durations;

        void add(const call_path& path) {
            add_up(calls, path.calls);
            add_up(timed_calls, path.calls - path.sampled.calls + path.sampled.timed);
            is_sampled = is_sampled || path.sampled.calls != 0;
            add_up(wall_ticks, path.total_ticks);
            add_up(self_ticks, path.self_ticks);
            add_up(cpu_calls, path.cpu_calls);
            add_up(cpu_ns, path.cpu_ns);
            add(path.self_memory);
            live.add(path.self_live);
            durations.merge(path.durations);
        }
        void add(const memory_counts& memory) noexcept {
            add_up(allocations, memory.allocations);
            add_up(allocated_bytes, memory.allocated_bytes);
        }
    };

    // Recursion counts in each of its calls: 2^64 ticks are 195 years at 3 GHz, which 60,000 levels pass in a day. A
    // counter stays there: one that begins anew is a restart to Prometheus.
    static void add_up(uint64_t& sum, uint64_t more) noexcept {
        sum = more > uint64_max - sum ? uint64_max : sum + more;
    }

    [[nodiscard]] std::string compensated_text() const {
        return source_.metadata().compensated ? ", less what dwell itself cost" : "";
    }

    using number_of = uint64_t (*)(const series& one);
    using applies_to = bool (*)(const series& one);

    /// A counter of each scope that it applies to, if there is one, in the unit that `scale` gives.
    void counters(std::string_view family, std::string_view unit, const std::string& help, number_of number,
                  value_scale scale = {}, applies_to applies = nullptr) {
        bool is_first = true;
        for (const series& one : series_) {
            if (applies != nullptr && !applies(one)) {
                continue;
            }
            if (is_first) {
                out_.family(family, metric_type::counter, unit, help);
            }
            is_first = false;
            if (scale.is_identity()) {
                out_.sample("_total", one.label, {}, number(one));
            } else {
                out_.sample("_total", one.label, {}, scale(static_cast<double>(number(one))));
            }
        }
    }

    void write_durations() {
        const histogram_samples samples(
            out_, options_,
            options_.duration_bounds_seconds.empty() ? default_duration_bounds() : options_.duration_bounds_seconds,
            source_.metadata().start_unix_ns);
        out_.family("dwell_scope_duration_seconds", samples.type(), "seconds",
                    "How long calls took that ended, the scopes inside included" + compensated_text() +
                        "; an estimate where dwell_scope_timed_calls has the scope.");
        // Ascending by name, as the series are.
        const std::vector<exemplar>& exemplars = source_.exemplars();
        size_t end = 0;
        for (size_t name = 0; name < series_.size(); ++name) {
            const size_t begin = end;
            while (end < exemplars.size() && source_.paths()[exemplars[end].instance.path].name == name) {
                ++end;
            }
            bucket_exemplars of_name(source_, to_seconds_, begin, end);
            samples.write(series_[name].label, series_[name].durations, to_seconds_,
                          samples.has_exemplars() ? &of_name : nullptr);
        }
    }

    // Self time is a difference of times that are read one after the other while the program runs: from one snapshot to
    // the next it may fall by a fraction of a microsecond, and a counter that falls has begun anew to Prometheus. The
    // two that it is the difference of never fall.
    void write_wall_time() {
        counters(
            "dwell_scope_wall_seconds", "seconds",
            "Wall time inside the scope" + compensated_text() + "; calls that are open still count up to now.",
            [](const series& one) { return one.wall_ticks; }, to_seconds_);
        counters(
            "dwell_scope_inner_seconds", "seconds",
            "Of the wall time inside the scope, what was in scopes directly inside it" + compensated_text() + '.',
            [](const series& one) { return one.inner_ticks; }, to_seconds_);
        if (!series_.empty()) {
            out_.family("dwell_scope_self_seconds", metric_type::gauge, "seconds",
                        "Wall time inside the scope and in no scope inside it, of the whole run" + compensated_text() +
                            "; its rate is that of wall_seconds less that of inner_seconds.");
        }
        for (const series& one : series_) {
            out_.sample({}, one.label, {}, to_seconds_(static_cast<double>(one.self_ticks)));
        }
    }

    void write_cpu_time() {
        const applies_to is_measured = [](const series& one) { return one.cpu_calls != 0; };
        counters(
            "dwell_scope_cpu_calls", "", "Calls whose CPU time was measured.",
            [](const series& one) { return one.cpu_calls; }, {}, is_measured);
        counters(
            "dwell_scope_cpu_seconds", "seconds", "CPU time of those calls, the scopes inside included.",
            [](const series& one) { return one.cpu_ns; }, {1, 1e9}, is_measured);
    }

    // In the series of a scope of that name, if there is one.
    void add_outside() {
        const std::string label = formatted_label("scope", outside_frame);
        size_t at = 0;
        while (at < series_.size() && series_[at].label != label) {
            ++at;
        }
        if (at == series_.size()) {
            series_.emplace_back().label = label;
        }
        series_[at].add(source_.memory().outside);
        series_[at].live.add(source_.memory().live_outside);
    }

    void write_memory() {
        counters("dwell_scope_allocations", "", "Blocks allocated in the scope and in no scope inside it.",
                 [](const series& one) { return one.allocations; });
        counters("dwell_scope_allocated_bytes", "bytes", "Bytes allocated in the scope and in no scope inside it.",
                 [](const series& one) { return one.allocated_bytes; });
        const uint64_t interval = source_.memory().sample_interval_bytes;
        if (interval == 0) {
            return;
        }
        std::string help = "Of the bytes allocated in the scope and in no scope inside it, those held still";
        if (interval > 1) {
            help += ": estimated from a block in each " + std::to_string(interval) + " bytes";
        }
        out_.family("dwell_scope_live_bytes", metric_type::gauge, "bytes", help + '.');
        for (const series& one : series_) {
            out_.sample({}, one.label, {}, one.live.bytes);
        }
    }

    metric_text& out_;
    const profile& source_;
    const openmetrics_options& options_;
    value_scale to_seconds_;
    std::vector<series> series_;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
