// SPDX-License-Identifier: BSL-1.0
#include "gate/gate_metric.hpp"

#include "commands/command.hpp"
#include "gate/allocation_counts.hpp"

#include <dwell/export/human.hpp>
#include <dwell/testing/scope_choice.hpp>
#include <dwell/testing/similar_name.hpp>

#include <utility>

namespace dwell::tool {
namespace {

enum class unit { nanoseconds, count, bytes };

struct statistic {
    const char* name;
    unit in;
    double (*of)(const scope_statistics& scopes);
    bool is_tail = false;
};

constexpr statistic statistics[] = {
    {"p50", unit::nanoseconds, [](const scope_statistics& s) { return s.percentile_ns(50); }},
    {"p95", unit::nanoseconds, [](const scope_statistics& s) { return s.percentile_ns(95); }},
    {"p99", unit::nanoseconds, [](const scope_statistics& s) { return s.percentile_ns(99); }, true},
    {"min", unit::nanoseconds, [](const scope_statistics& s) { return s.min_ns(); }},
    {"max", unit::nanoseconds, [](const scope_statistics& s) { return s.max_ns(); }, true},
    {"mean", unit::nanoseconds, [](const scope_statistics& s) { return s.mean_ns(); }},
    {"total", unit::nanoseconds, [](const scope_statistics& s) { return s.total_ns(); }},
    {"self", unit::nanoseconds, [](const scope_statistics& s) { return s.self_ns(); }},
    {"calls", unit::count, [](const scope_statistics& s) { return static_cast<double>(s.calls()); }},
    {"allocations", unit::count, [](const scope_statistics& s) { return static_cast<double>(s.memory().allocations); }},
    {"allocated_bytes", unit::bytes,
     [](const scope_statistics& s) { return static_cast<double>(s.memory().allocated_bytes); }},
};

const statistic* find_statistic(const std::string& name) {
    for (const statistic& each : statistics) {
        if (each.name == name) {
            return &each;
        }
    }
    return nullptr;
}

constexpr std::pair<const char*, gate_metric::source> words[] = {
    {"wall", gate_metric::source::wall},
    {"cpu", gate_metric::source::cpu},
    {"memory", gate_metric::source::memory},
    {"stdout", gate_metric::source::output},
};

[[noreturn]] void refuse(const std::string& text, const std::string& question) {
    std::string names;
    for (const statistic& each : statistics) {
        names += std::string(names.empty() ? "" : ", ") + each.name;
    }
    throw command_error("--metric " + text + ": no such metric" + question +
                        "\n  wall, cpu, memory, stdout, or NAME:STATISTIC with the name or call path (a;b) of a scope "
                        "and one of\n  " +
                        names);
}

}  // namespace

gate_metric parse_gate_metric(const std::string& text) {
    gate_metric result;
    result.text = text;
    for (const auto& [word, source] : words) {
        if (text == word) {
            result.from = source;
            return result;
        }
    }
    // Names of C++ have colons of their own.
    const size_t colon = text.rfind(':');
    result.from = gate_metric::source::profile;
    if (colon == std::string::npos || colon == 0) {
        detail::similar_name similar(text);
        for (const auto& [word, source] : words) {
            similar.consider(word);
        }
        refuse(text, similar.question());
    }
    result.scope = text.substr(0, colon);
    result.statistic = text.substr(colon + 1);
    if (find_statistic(result.statistic) == nullptr) {
        detail::similar_name similar(result.statistic);
        for (const statistic& each : statistics) {
            similar.consider(each.name);
        }
        refuse(text, similar.question());
    }
    return result;
}

bool is_tail(const gate_metric& metric) {
    return metric.from == gate_metric::source::profile && find_statistic(metric.statistic)->is_tail;
}

double value_in_profile(const gate_metric& metric, const profile& source) {
    const detail::scope_choice chosen = detail::choose_scopes(source, metric.scope);
    if (!chosen.statistics) {
        throw command_error("scope \"" + metric.scope + "\": " + chosen.missing);
    }
    const statistic& wanted = *find_statistic(metric.statistic);
    if (metric.statistic.starts_with("alloc") && !counts_allocations(source)) {
        throw command_error(
            "no allocation is counted: include <dwell/memory/new_delete.hpp> in one source file of the program");
    }
    return wanted.of(*chosen.statistics);
}

std::string value_text(const gate_metric& metric, double value) {
    switch (metric.from) {
        case gate_metric::source::wall:
        case gate_metric::source::cpu:
            return detail::human_duration(value * 1e9);
        case gate_metric::source::memory:
            return detail::human_bytes(value);
        case gate_metric::source::output:
            break;
        case gate_metric::source::profile:
            switch (find_statistic(metric.statistic)->in) {
                case unit::nanoseconds:
                    return detail::human_duration(value);
                case unit::bytes:
                    return detail::human_bytes(value);
                case unit::count:
                    break;
            }
    }
    return detail::human_number(value);
}

}  // namespace dwell::tool
