// SPDX-License-Identifier: BSL-1.0
// profile.json, schema `dwell.profile/1`: the whole profile, for jq, for scripts, and to be read back by `read_json`.
#ifndef DWELL_EXPORT_JSON_HPP
#define DWELL_EXPORT_JSON_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/exemplar_json.hpp>
#include <dwell/export/json_writer.hpp>
#include <dwell/export/memory_json.hpp>
#include <dwell/export/metadata.hpp>
#include <dwell/export/scope_totals.hpp>
#include <dwell/export/text_only_utf8.hpp>
#include <dwell/profile/compensate.hpp>
#include <dwell/profile/profile.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN

struct json_options {
    /// Whether what dwell itself has cost is taken away first: see `compensated`.
    bool compensate = false;
    /// In a profile of more call paths than this, `paths` and `threads` have what was measured alone, and not what a
    /// reader can derive from it: half the size. `scopes` is whole.
    uint64_t most_paths_with_derived = 10'000;
};

namespace detail {

/// What `write_json` writes as "schema". The number changes when a reader of the old one would go wrong.
inline constexpr std::string_view profile_schema = "dwell.profile/1";

/// Writes the members of a profile, each under its key in the object that `json` is in.
class profile_json {
public:
    profile_json(text_writer& out, const profile& source, const json_options& options) noexcept
        : json_(out), source_(source), with_derived_(source.paths().size() <= options.most_paths_with_derived) {}

    void write() {
        json_.begin_object();
        json_.member("schema", profile_schema);
        write_metadata_members(json_, source_);
        json_.member("exact_extremes", source_.exact_extremes());
        if (!with_derived_) {
            json_.member("derived", false);
        }
        if (!source_.memory().empty()) {
            write_memory_profile(json_, "memory", source_.memory());
        }
        size_t at = 0;  // the totals are in the order of the names
        list("scopes", totals_by_name(source_),
             [&](const scope_statistics& scope) { write_scope(source_.names()[at++], scope); });
        list("names", source_.names(), [this](const scope_name& name) { write_name(name); });
        list("paths", source_.paths(), [this](const call_path& path) { write_path(path); });
        list("threads", source_.threads(), [this](const thread_profile& thread) { write_thread(thread); });
        list("counters", source_.counters(), [this](const counter_value& counter) {
            write_identity(counter.identity);
            json_.member("value", counter.value);
        });
        list("gauges", source_.gauges(), [this](const gauge_value& gauge) {
            write_identity(gauge.identity);
            json_.member("value", gauge.value);
            json_.member("written_at_ticks", gauge.written_at_ticks);
        });
        list("distributions", source_.distributions(),
             [this](const distribution_value& distribution) { write_distribution(distribution); });
        exemplar_json(json_, source_, with_derived_).write();
        json_.end_object();
    }

private:
    // Times are for reading: a picosecond is below what any clock resolves, and what `read_json` reads are ticks.
    static constexpr int decimals_of_ns = 3;
    static constexpr double confidence = 0.95;

    template <typename List, typename Write>
    void list(std::string_view key, const List& elements, const Write& write) {
        json_.key(key);
        json_.begin_array();
        for (const auto& element : elements) {
            json_.begin_object();
            write(element);
            json_.end_object();
        }
        json_.end_array();
    }

    void ns(std::string_view key, double value) { json_.member(key, value, decimals_of_ns); }

    void write_name(const scope_name& name) {
        json_.member("name", name.text);
        json_.member("file", name.file);
        json_.member("line", name.line);
    }

    void write_durations(const histogram& durations) {
        const tick_scale scale = source_.scale();
        ns("mean_ns", scale.to_ns(durations.mean()));
        ns("stddev_ns", scale.to_ns(durations.stddev()));
        ns("min_ns", scale.to_ns((durations.min)()));
        ns("p50_ns", scale.to_ns(durations.percentile(50)));
        ns("p95_ns", scale.to_ns(durations.percentile(95)));
        ns("p99_ns", scale.to_ns(durations.percentile(99)));
        ns("max_ns", scale.to_ns((durations.max)()));
    }

    void write_scope(const scope_name& name, const scope_statistics& scope) {
        write_name(name);
        json_.member("calls", scope.calls());
        ns("total_ns", scope.total_ns());
        ns("self_ns", scope.self_ns());
        write_durations(scope.durations());
        if (scope.is_sampled()) {
            write_sampling(scope);
        }
        write_scope_memory(json_, scope, confidence);
    }

    // What the timed calls say of all, null where they are too few: a number without its interval would look as sure as
    // a counted one.
    void write_sampling(const scope_statistics& scope) {
        json_.key("sampled");
        json_.begin_object();
        json_.member("timed_calls", scope.timed_calls());
        json_.member("confidence", confidence);
        const estimate_interval total = scope.total_interval_ns(confidence);
        ns("total_lower_ns", total.lower);
        ns("total_upper_ns", total.upper);
        for (const auto& [key, percent] : {std::pair<const char*, double>("p50", 50), {"p95", 95}, {"p99", 99}}) {
            const quantile_interval interval = scope.percentile_interval_ns(percent, confidence);
            ns(std::string(key) + "_lower_ns", interval.lower);
            ns(std::string(key) + "_upper_ns", interval.upper);
        }
        json_.end_object();
    }

    void write_path(const call_path& path) {
        const tick_scale scale = source_.scale();
        json_.member("name", path.name);
        json_.key("parent");
        if (path.parent == call_path::no_parent) {
            json_.null();
        } else {
            json_.value(path.parent);
        }
        json_.member("calls", path.calls);
        write_unless_default("open_calls", path.open_calls);
        json_.member("total_ticks", path.total_ticks);
        if (with_derived_) {
            json_.member("self_ticks", path.self_ticks);
        }
        if (path.span_ticks != 0) {
            json_.member("span_ticks", path.span_ticks);
        }
        if (path.sampled.calls != 0) {
            json_.key("sampled");
            json_.begin_object();
            json_.member("calls", path.sampled.calls);
            json_.member("timed", path.sampled.timed);
            json_.member("squared_runs", path.sampled.squared_runs);
            json_.end_object();
        }
        write_unless_default("cpu_calls", path.cpu_calls);
        write_unless_default("cpu_ns", path.cpu_ns);
        if (!path.self_memory.empty()) {
            write_memory_counts(json_, "self_memory", path.self_memory);
        }
        if (!path.self_live.empty()) {
            write_live_memory(json_, "self_live", path.self_live);
        }
        if (with_derived_) {
            ns("total_ns", scale.to_ns(path.total_ticks));
            ns("self_ns", scale.to_ns(path.self_ticks));
            write_durations(path.durations);
        }
        json_.key("durations");
        write_histogram(path.durations);
    }

    // What is 0 if it is missing.
    void write_unless_default(std::string_view key, uint64_t value) {
        if (with_derived_ || value != 0) {
            json_.member(key, value);
        }
    }

    void write_histogram(const histogram& values) {
        json_.begin_object();
        if (!values.empty()) {
            json_.member("min", (values.min)());
            json_.member("max", (values.max)());
            if (!values.bounds_are_exact()) {
                json_.member("bounds_are_exact", false);
            }
        }
        json_.key("sum");
        json_.formatted([&](text_writer& out) { write_wide(out, values.sum_high(), values.sum_low()); });
        if (values.refused() != 0) {
            json_.member("refused", values.refused());
        }
        if (values.over_range() != 0) {
            json_.member("over_range", values.over_range());
        }
        if (values.saturated()) {
            json_.member("saturated", true);
        }
        json_.key("buckets");
        json_.begin_array();
        values.for_each_bucket([&](size_t index, uint64_t, uint64_t, uint64_t count) {
            json_.begin_array();
            json_.value(index);
            json_.value(count);
            json_.end_array();
        });
        json_.end_array();
        json_.end_object();
    }

    // high * 2^64 + low in decimal, by long division with digits of 32 bits.
    static void write_wide(text_writer& out, uint64_t high, uint64_t low) {
        uint32_t words[4] = {static_cast<uint32_t>(high >> 32U), static_cast<uint32_t>(high),
                             static_cast<uint32_t>(low >> 32U), static_cast<uint32_t>(low)};
        char digits[40];
        size_t at = sizeof(digits);
        do {
            uint64_t rest = 0;
            for (uint32_t& word : words) {
                rest = (rest << 32U) | word;
                word = static_cast<uint32_t>(rest / 10);
                rest %= 10;
            }
            digits[--at] = static_cast<char>('0' + rest);
        } while ((words[0] | words[1] | words[2] | words[3]) != 0);
        out.text(std::string_view(digits + at, sizeof(digits) - at));
    }

    void write_thread(const thread_profile& thread) {
        json_.member("name", thread.name);
        json_.member("started", thread.started);
        json_.member("running", thread.running);
        json_.member("cpu_ns", thread.cpu_ns);
        list("paths", thread.paths, [this](const thread_path& path) {
            json_.member("path", path.path);
            json_.member("calls", path.calls);
            json_.member("total_ticks", path.total_ticks);
            if (with_derived_) {
                json_.member("self_ticks", path.self_ticks);
            }
            if (path.span_ticks != 0) {
                json_.member("span_ticks", path.span_ticks);
            }
            if (with_derived_) {
                ns("total_ns", source_.scale().to_ns(path.total_ticks));
                ns("self_ns", source_.scale().to_ns(path.self_ticks));
            }
        });
    }

    void write_identity(const metric_identity& identity) {
        json_.member("name", identity.name);
        json_.key("labels");
        write_string_map(json_, identity.labels);
        json_.member("help", identity.help);
        json_.member("unit", identity.unit);
    }

    void write_distribution(const distribution_value& distribution) {
        const histogram& values = distribution.values;
        const auto in_units = [steps = static_cast<double>(distribution.steps_per_unit)](auto value) {
            return static_cast<double>(value) / steps;
        };
        write_identity(distribution.identity);
        json_.member("steps_per_unit", distribution.steps_per_unit);
        json_.member("count", values.count());
        json_.member("mean", in_units(values.mean()));
        json_.member("stddev", in_units(values.stddev()));
        json_.member("min", in_units((values.min)()));
        json_.member("p50", in_units(values.percentile(50)));
        json_.member("p95", in_units(values.percentile(95)));
        json_.member("p99", in_units(values.percentile(99)));
        json_.member("max", in_units((values.max)()));
        json_.key("values");
        write_histogram(values);
    }

    json_writer json_;
    const profile& source_;
    bool with_derived_;
};

}  // namespace detail

/// Writes the whole profile as JSON, schema `dwell.profile/1` (docs/formats.md, docs/profile.schema.json), so that
/// `read_json` restores an equal one, but for the timeline, which is not in it. Integers are written in full, also
/// above 2^53; NaN and infinities become null. Bytes that are not UTF-8 become U+FFFD, and names that are the same then
/// are merged. Streams: linear in the profile.
template <sink Sink>
export_status write_json(Sink& out, const profile& source, json_options options = {}) {
    if (options.compensate && !source.metadata().compensated) {
        return write_json(out, compensated(source), options);
    }
    detail::text_writer writer(out);
    if (detail::has_only_utf8(source)) {
        detail::profile_json(writer, source, options).write();
    } else {
        detail::profile_json(writer, detail::with_only_utf8(source), options).write();
    }
    return writer.finish();
}

DWELL_NAMESPACE_END

#endif
