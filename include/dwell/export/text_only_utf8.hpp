// SPDX-License-Identifier: BSL-1.0
// A profile whose names can be written as JSON, which knows no bytes but UTF-8.
#ifndef DWELL_EXPORT_TEXT_ONLY_UTF8_HPP
#define DWELL_EXPORT_TEXT_ONLY_UTF8_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/utf8.hpp>
#include <dwell/profile/builder.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/profile/timeline_transfer.hpp>

#include <string>
#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Calls `visit(text)` for each text that one of these metrics is told apart by.
template <typename Metrics, typename Visitor>
void visit_metric_names(Metrics& metrics, const Visitor& visit) {
    for (auto& metric : metrics) {
        visit(metric.identity.name);
        for (auto& [key, text] : metric.identity.labels) {
            visit(key);
            visit(text);
        }
    }
}

/// The same for the parts of a profile, but for the scopes' names.
template <typename Parts, typename Visitor>
void visit_metric_and_thread_names(Parts& parts, const Visitor& visit) {
    for (auto& thread : parts.threads) {
        visit(thread.name);
    }
    visit_metric_names(parts.counters, visit);
    visit_metric_names(parts.gauges, visit);
    visit_metric_names(parts.distributions, visit);
}

/// The same for what ran when.
template <typename Timeline, typename Visitor>
void visit_timeline_names(Timeline& recorded, const Visitor& visit) {
    for (auto& thread : recorded.threads) {
        visit(thread.name);
        for (auto& mark : thread.marks) {
            visit(mark.name);
        }
    }
    visit_metric_names(recorded.counters, visit);
    visit_metric_names(recorded.gauges, visit);
}

[[nodiscard]] inline bool has_only_utf8(const profile& source) {
    bool result = true;
    const auto check = [&](const std::string& text) { result = result && is_utf8(text); };
    for (const scope_name& name : source.names()) {
        check(name.text);
    }
    visit_metric_and_thread_names(source.parts(), check);
    for (const exemplar& slow : source.exemplars()) {
        check(slow.thread);
    }
    visit_timeline_names(source.timeline(), check);
    return result;
}

/// The profile with U+FFFD for each byte that is not UTF-8, in order again: what has the same names then is added.
[[nodiscard]] inline profile with_only_utf8(const profile& source) {
    profile_builder builder;
    profile_parts& parts = builder.parts();
    parts = profile_parts(source.parts());
    parts.names.clear();
    parts.paths.clear();
    std::vector<uint32_t> moved_to;
    moved_to.reserve(source.paths().size());
    for (const call_path& path : source.paths()) {
        const scope_name& name = source.names()[path.name];
        const uint32_t parent = path.parent == call_path::no_parent ? path.parent : moved_to[path.parent];
        moved_to.push_back(builder.path(parent, builder.name(to_utf8(name.text), name.file, name.line)));
        call_path& sum = builder.at(moved_to.back());
        sum.calls += path.calls;
        sum.open_calls += path.open_calls;
        sum.total_ticks += path.total_ticks;
        sum.span_ticks += path.span_ticks;
        sum.sampled.add(path.sampled);
        sum.cpu_calls += path.cpu_calls;
        sum.cpu_ns += path.cpu_ns;
        sum.self_memory.add(path.self_memory);
        sum.self_live.add(path.self_live);
        sum.durations.merge(path.durations);
    }
    for (thread_profile& thread : parts.threads) {
        for (thread_path& path : thread.paths) {
            path.path = moved_to[path.path];
        }
    }
    const auto replace = [](std::string& text) { text = to_utf8(text); };
    visit_metric_and_thread_names(parts, replace);
    const timeline_transfer transfer(moved_to);
    for (const exemplar& slow : source.exemplars()) {
        exemplar moved = transfer.moved(slow);
        replace(moved.thread);
        builder.add_exemplar(std::move(moved));
    }
    timeline recorded = transfer.moved(source.timeline());
    visit_timeline_names(recorded, replace);
    builder.set_timeline(std::move(recorded));
    return builder.build();
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
