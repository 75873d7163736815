// SPDX-License-Identifier: BSL-1.0
// The JSON of Google Benchmark: its compare.py compares two such files, and dashboards for benchmarks read them.
#ifndef DWELL_EXPORT_BENCHMARK_JSON_HPP
#define DWELL_EXPORT_BENCHMARK_JSON_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/json_writer.hpp>
#include <dwell/export/profile_value.hpp>
#include <dwell/export/scope_totals.hpp>
#include <dwell/export/text_only_utf8.hpp>
#include <dwell/export/utc_time.hpp>
#include <dwell/profile/compensate.hpp>
#include <dwell/profile/profile.hpp>

#include <string>
#include <vector>

DWELL_NAMESPACE_BEGIN

struct benchmark_json_options {
    /// Whether what dwell itself has cost is taken away first: see `compensated`.
    bool compensate = false;
};

namespace detail {

/// Which numbers of a scope are benchmarks: each has a name of its own, so that it is compared with its like alone.
inline constexpr const char* benchmark_statistics[] = {"mean", "median", "p95", "p99"};
inline constexpr size_t benchmark_statistics_count = 4;

/// A scope of one profile, in those numbers.
struct benchmark_scope {
    std::string name;
    uint64_t calls = 0;
    double times_ns[benchmark_statistics_count] = {};
    double cpu_mean_ns = 0;  // 0 where no call measured it
    double allocations_per_call = 0;
    bool has_allocations = false;
    bool is_sampled = false;
};

/// The scopes of which a duration is known, ascending by name.
[[nodiscard]] inline std::vector<benchmark_scope> benchmark_scopes(const profile& source, bool compensate) {
    if (compensate && !source.metadata().compensated) {
        return benchmark_scopes(compensated(source), false);
    }
    if (!has_only_utf8(source)) {
        // Two names that are the same in the file would be taken for repetitions of one benchmark.
        return benchmark_scopes(with_only_utf8(source), false);
    }
    const std::vector<scope_statistics> totals = totals_by_name(source);
    std::vector<uint64_t> cpu_calls(totals.size(), 0);
    std::vector<uint64_t> cpu_ns(totals.size(), 0);
    for (const call_path& path : source.paths()) {
        cpu_calls[path.name] += path.cpu_calls;
        cpu_ns[path.name] += path.cpu_ns;
    }
    const bool memory_was_counted = has_memory(source);
    std::vector<benchmark_scope> scopes;
    for (size_t i = 0; i < totals.size(); ++i) {
        const scope_statistics& total = totals[i];
        if (total.durations().empty()) {
            continue;
        }
        benchmark_scope& scope = scopes.emplace_back();
        scope.name = total.name();
        scope.calls = total.calls();
        scope.times_ns[0] = total.mean_ns();
        scope.times_ns[1] = total.percentile_ns(50);
        scope.times_ns[2] = total.percentile_ns(95);
        scope.times_ns[3] = total.percentile_ns(99);
        scope.cpu_mean_ns = cpu_calls[i] == 0 ? 0 : static_cast<double>(cpu_ns[i]) / static_cast<double>(cpu_calls[i]);
        scope.has_allocations = memory_was_counted;
        scope.allocations_per_call = total.allocations_per_call();
        scope.is_sampled = total.is_sampled();
    }
    return scopes;
}

inline void write_benchmark_context(json_writer& json, const profile& source, bool compensate) {
    const profile_metadata& metadata = source.metadata();
    json.key("context");
    json.begin_object();
    json.member("date", utc_time(metadata.start_unix_ns));
    json.member("host_name", metadata.host);
    json.member("executable", metadata.program);
    json.member("num_cpus", metadata.cpu_count);
    // Bencher refuses a file without it.
    json.key("caches");
    json.begin_array();
    json.end_array();
    json.key("load_avg");
    json.begin_array();
    json.end_array();
    json.member("command", metadata.command);
    json.member("cpu_model", metadata.cpu_model);
    json.member("operating_system", metadata.operating_system);
    json.member("compiler", metadata.compiler);
    json.member("build_flags", metadata.build_flags);
    json.member("git_commit", metadata.git_commit);
    json.member("dwell_version", metadata.dwell_version);
    json.member("compensated", metadata.compensated || compensate ? "true" : "false");
    json.end_object();
}

/// Rows of one profile, or of several that are repetitions of one run.
class benchmark_rows {
public:
    benchmark_rows(json_writer& json, const profile* profiles, size_t count, bool are_repetitions, bool compensate)
        : json_(json), are_repetitions_(are_repetitions) {
        runs_.reserve(count);
        for (size_t i = 0; i < count; ++i) {
            runs_.push_back({benchmark_scopes(profiles[i], compensate)});
        }
    }

    /// Name by name, the runs of each one after the other: a merge of lists that are in order.
    void write() {
        for (uint64_t family = 0; const benchmark_scope* first = first_by_name(); ++family) {
            const std::string& name = first->name;
            for (size_t statistic = 0; statistic < benchmark_statistics_count; ++statistic) {
                write_statistic(name, statistic, family);
            }
            for (run& each : runs_) {
                each.next += each.has(name) ? 1 : 0;
            }
        }
    }

private:
    struct run {
        std::vector<benchmark_scope> scopes;
        size_t next = 0;

        [[nodiscard]] bool has(const std::string& name) const {
            return next < scopes.size() && scopes[next].name == name;
        }
    };

    [[nodiscard]] const benchmark_scope* first_by_name() const {
        const benchmark_scope* first = nullptr;
        for (const run& each : runs_) {
            if (each.next < each.scopes.size() && (first == nullptr || each.scopes[each.next].name < first->name)) {
                first = &each.scopes[each.next];
            }
        }
        return first;
    }

    void write_statistic(const std::string& scope, size_t statistic, uint64_t family) {
        const std::string name = scope + "_" + benchmark_statistics[statistic];
        for (size_t i = 0; i < runs_.size(); ++i) {
            if (!runs_[i].has(scope)) {
                continue;
            }
            json_.begin_object();
            json_.member("name", name);
            json_.member("family_index", family);
            json_.member("per_family_instance_index", statistic);
            json_.member("run_name", are_repetitions_ ? name : scope);
            json_.member("run_type", are_repetitions_ ? "iteration" : "aggregate");
            json_.member("repetitions", runs_.size());
            if (are_repetitions_) {
                json_.member("repetition_index", i);
            }
            json_.member("threads", 1);
            if (!are_repetitions_) {
                json_.member("aggregate_name", benchmark_statistics[statistic]);
                json_.member("aggregate_unit", "time");
            }
            write_numbers(runs_[i].scopes[runs_[i].next], statistic);
            json_.end_object();
        }
    }

    void write_numbers(const benchmark_scope& scope, size_t statistic) {
        constexpr int decimals_of_ns = 3;
        json_.member("iterations", scope.calls);
        json_.member("real_time", scope.times_ns[statistic], decimals_of_ns);
        // Only a sum is known of CPU times, hence no percentile. compare.py wants a number.
        json_.member("cpu_time", statistic == 0 ? scope.cpu_mean_ns : 0.0, decimals_of_ns);
        json_.member("time_unit", "ns");
        if (scope.is_sampled) {
            json_.member("label", "sampled");
        }
        if (statistic == 0 && scope.has_allocations) {
            json_.member("allocs_per_iter", scope.allocations_per_call);
        }
    }

    json_writer& json_;
    std::vector<run> runs_;
    bool are_repetitions_;
};

inline void write_benchmark_json(text_writer& out, const profile* profiles, size_t count, bool are_repetitions,
                                 benchmark_json_options options) {
    json_writer json(out);
    json.begin_object();
    write_benchmark_context(json, profiles[0], options.compensate);
    json.key("benchmarks");
    json.begin_array();
    benchmark_rows(json, profiles, count, are_repetitions, options.compensate).write();
    json.end_array();
    json.end_object();
}

}  // namespace detail

/// Writes a file for Google Benchmark's compare.py: of each scope name of which a duration is known four benchmarks,
/// NAME_mean, NAME_median, NAME_p95 and NAME_p99, in nanoseconds a call. They are aggregates, as one profile has no
/// repetitions. `cpu_time` is the mean of the calls that measured it (TIMED_SCOPE_CPU) in NAME_mean, elsewhere 0. Bytes
/// that are not UTF-8 become U+FFFD, and names that are the same then are merged. Linear in the profile; memory in
/// proportion to its names.
template <sink Sink>
export_status write_benchmark_json(Sink& out, const profile& source, benchmark_json_options options = {}) {
    detail::text_writer writer(out);
    detail::write_benchmark_json(writer, &source, 1, false, options);
    return writer.finish();
}

/// The same of several runs of one program, each a repetition: then a benchmark has a row for each run, and compare.py
/// tests by Mann and Whitney's U test whether two files differ (from 9 runs each on it trusts the result). The context
/// is that of the first. No run at all is an error.
template <sink Sink>
export_status write_benchmark_json(Sink& out, const std::vector<profile>& repetitions,
                                   benchmark_json_options options = {}) {
    if (repetitions.empty()) {
        return export_status::failure("no profile was given: a file of repetitions needs one at least");
    }
    detail::text_writer writer(out);
    detail::write_benchmark_json(writer, repetitions.data(), repetitions.size(), true, options);
    return writer.finish();
}

DWELL_NAMESPACE_END

#endif
