// SPDX-License-Identifier: BSL-1.0
#include "history/history_metric.hpp"

#include "commands/command.hpp"

#include <dwell/export/human.hpp>

#include <algorithm>
#include <iterator>
#include <limits>
#include <optional>

namespace dwell::tool {
namespace {

constexpr auto ns = metric_unit::nanoseconds;
constexpr auto bytes = metric_unit::bytes;
constexpr auto count = metric_unit::count;

constexpr metric_kind scope_kinds[] = {
    {"p50", ns, false, true, [](const scope_statistics& scope) { return scope.percentile_ns(50); }, nullptr},
    {"p95", ns, false, true, [](const scope_statistics& scope) { return scope.percentile_ns(95); }, nullptr},
    {"p99", ns, false, true, [](const scope_statistics& scope) { return scope.percentile_ns(99); }, nullptr},
    {"min", ns, false, true, [](const scope_statistics& scope) { return scope.min_ns(); }, nullptr},
    {"max", ns, false, true, [](const scope_statistics& scope) { return scope.max_ns(); }, nullptr},
    {"mean", ns, false, true, [](const scope_statistics& scope) { return scope.mean_ns(); }, nullptr},
    {"total", ns, false, true, [](const scope_statistics& scope) { return scope.total_ns(); }, nullptr},
    {"self", ns, false, true, [](const scope_statistics& scope) { return scope.self_ns(); }, nullptr},
    {"calls", count, true, false, [](const scope_statistics& scope) { return static_cast<double>(scope.calls()); },
     nullptr},
    {"allocations", count, true, true, [](const scope_statistics& scope) { return scope.allocations_per_call(); },
     nullptr},
    {"allocated_bytes", bytes, true, true, [](const scope_statistics& scope) { return scope.bytes_per_call(); },
     nullptr},
};

constexpr metric_kind run_kinds[] = {
    {"wall", ns, false, true, nullptr, [](const run_facts& run) { return run.wall_ns; }},
    {"cpu", ns, false, true, nullptr, [](const run_facts& run) { return run.cpu_ns; }},
    {"memory", bytes, false, true, nullptr, [](const run_facts& run) { return run.memory_bytes; }},
};

const metric_kind* find_kind(const metric_kind* first, const metric_kind* last, std::string_view name) {
    const metric_kind* const found =
        std::find_if(first, last, [name](const metric_kind& kind) { return kind.name == name; });
    return found == last ? nullptr : found;
}

std::string known_names() {
    std::string names;
    for (const metric_kind& kind : scope_kinds) {
        names += names.empty() ? kind.name : std::string(", ") + kind.name;
    }
    return names;
}

}  // namespace

double history_metric::value_of(const run_facts& run, const profile& source) const {
    if (kind->of_run != nullptr) {
        return kind->of_run(run);
    }
    std::optional<scope_statistics> found = source.find(scope);
    if (const auto path = found ? std::nullopt : source.find_path(scope)) {
        found = source.statistics(*path);
    }
    return found && found->calls() != 0 ? kind->of_scope(*found) : std::numeric_limits<double>::quiet_NaN();
}

std::string history_metric::value_text(double value) const {
    switch (kind->unit) {
        case metric_unit::nanoseconds:
            return detail::human_duration(value);
        case metric_unit::bytes:
            return detail::human_bytes(value);
        case metric_unit::count:
            break;
    }
    return detail::human_number(value);
}

history_metric parse_metric(const std::string& text) {
    if (const metric_kind* const whole = find_kind(std::begin(run_kinds), std::end(run_kinds), text)) {
        return {"", whole};
    }
    // The last one: names of C++ have colons, too.
    const size_t colon = text.rfind(':');
    const metric_kind* const kind =
        colon == std::string::npos || colon == 0
            ? nullptr
            : find_kind(std::begin(scope_kinds), std::end(scope_kinds), std::string_view(text).substr(colon + 1));
    if (kind == nullptr) {
        throw command_error("--metric " + detail::printable(text) +
                            ": write NAME:STATISTIC, with the name or the call path (a;b;c) of a scope and one of " +
                            known_names() + "; or wall, cpu or memory for the whole process");
    }
    return {text.substr(0, colon), kind};
}

const metric_kind& scope_metric(std::string_view name) {
    return *find_kind(std::begin(scope_kinds), std::end(scope_kinds), name);
}

}  // namespace dwell::tool
