// SPDX-License-Identifier: BSL-1.0
// What the page of write_html says of where, when and how a profile was taken, in words.
#ifndef DWELL_EXPORT_HTML_FACTS_HPP
#define DWELL_EXPORT_HTML_FACTS_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/human.hpp>
#include <dwell/export/json_writer.hpp>
#include <dwell/export/metadata_fields.hpp>
#include <dwell/export/utc_time.hpp>
#include <dwell/profile/profile.hpp>

#include <string>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Nanoseconds since 1970 as `2026-09-21T13:46:40.123Z`.
[[nodiscard]] inline std::string utc_time_ms(int64_t unix_ns) {
    const int64_t within = unix_ns % 1'000'000'000;
    const std::string ms = std::to_string((within < 0 ? within + 1'000'000'000 : within) / 1'000'000 + 1000);
    const std::string seconds = utc_time(unix_ns);
    return seconds.substr(0, seconds.size() - 6) + "." + ms.substr(1) + "Z";
}

/// The array "metadata" of pairs of texts: what is known, in words.
inline void write_page_metadata(json_writer& json, const profile& source) {
    const profile_metadata& metadata = source.metadata();
    json.key("metadata");
    json.begin_array();
    const auto add = [&](const std::string& key, const std::string& text) {
        if (!text.empty()) {
            json.begin_array();
            json.value(key);
            json.value(text);
            json.end_array();
        }
    };
    const auto number = [](uint64_t value) { return value == 0 ? std::string() : std::to_string(value); };
    add("program", metadata.program);
    add("command", metadata.command);
    add("pid", number(metadata.pid));
    add("host", metadata.host);
    add("system", metadata.operating_system);
    add("processor", metadata.cpu_model);
    add("processors", number(metadata.cpu_count));
    add("start", metadata.start_unix_ns == 0 ? "" : utc_time_ms(metadata.start_unix_ns));
    add("duration", metadata.duration_ns == 0 ? "" : human_duration(static_cast<double>(metadata.duration_ns)));
    add("clock", metadata.clock.empty() || !(metadata.clock_resolution_ns > 0)
                     ? metadata.clock
                     : metadata.clock + ", steps of " + human_duration(metadata.clock_resolution_ns));
    add("compiler", metadata.compiler);
    add("build", metadata.build_flags);
    add("commit", metadata.git_commit);
    add("recorded by dwell", metadata.dwell_version);
    for (const auto& [key, text] : metadata.extra) {
        add(key, text);
    }
    json.end_array();
}

/// What recording bounded, repaired or could not keep, a sentence each, in the array that `json` is in.
inline void write_health_sentences(json_writer& json, const profile& source, const std::string& of_which) {
    const auto add = [&](const char*, uint64_t count, const char* meaning) {
        if (count != 0) {
            json.value(of_which + meaning + ": " + std::to_string(count));
        }
    };
    visit_health(source.health(), add);
    visit_memory_health(source.memory(), add);
}

/// The array "cost": what dwell itself has cost, in sentences.
inline void write_cost(json_writer& json, const profile& source) {
    const profile_metadata& metadata = source.metadata();
    json.key("cost");
    json.begin_array();
    if (metadata.scope_cost_ns > 0 || metadata.scope_parent_cost_ns > 0) {
        double self_ns = 0;
        double cost_ns = 0;
        for (const call_path& path : source.paths()) {
            self_ns += source.scale().to_ns(path.self_ticks);
            const auto sampled = static_cast<double>(path.sampled.calls);
            const auto timed = static_cast<double>(path.sampled.timed);
            cost_ns +=
                (static_cast<double>(path.calls) - sampled) * (metadata.scope_cost_ns + metadata.scope_parent_cost_ns) +
                timed * (metadata.sampled_scope_cost_ns + metadata.sampled_scope_parent_cost_ns) +
                (sampled - timed) * metadata.untimed_scope_cost_ns;
        }
        std::string text = "a scope costs " + human_duration(metadata.scope_cost_ns) + " itself and " +
                           human_duration(metadata.scope_parent_cost_ns) + " in its parent";
        if (self_ns > 0) {
            text += ": about " + three_digits(cost_ns / (self_ns + (metadata.compensated ? cost_ns : 0)) * 100) +
                    " % of all time";
        }
        json.value(text + (metadata.compensated ? ", which has been taken away" : ""));
    }
    const memory_counts& own = source.memory().own;
    if (!own.empty()) {
        json.value("dwell itself allocated " + human_bytes(own.allocated_bytes) + " in " +
                   human_count(own.allocations) + " blocks");
    }
    json.end_array();
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
