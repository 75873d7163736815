// SPDX-License-Identifier: BSL-1.0
#include "metrics/scope_metric.hpp"

#include "command_error.hpp"

#include <dwell/testing/similar_name.hpp>

namespace dwell::tool {
namespace {

constexpr scope_statistic statistics_of_scopes[] = {
    {.name = "p50",
     .of = [](const scope_statistics& scope) { return scope.percentile_ns(50); },
     .unit = metric_unit::nanoseconds},
    {.name = "p95",
     .of = [](const scope_statistics& scope) { return scope.percentile_ns(95); },
     .unit = metric_unit::nanoseconds},
    {.name = "p99",
     .of = [](const scope_statistics& scope) { return scope.percentile_ns(99); },
     .unit = metric_unit::nanoseconds,
     .is_tail = true},
    {.name = "min",
     .of = [](const scope_statistics& scope) { return scope.min_ns(); },
     .unit = metric_unit::nanoseconds},
    {.name = "max",
     .of = [](const scope_statistics& scope) { return scope.max_ns(); },
     .unit = metric_unit::nanoseconds,
     .is_tail = true},
    {.name = "mean",
     .of = [](const scope_statistics& scope) { return scope.mean_ns(); },
     .unit = metric_unit::nanoseconds},
    {.name = "total",
     .of = [](const scope_statistics& scope) { return scope.total_ns(); },
     .unit = metric_unit::nanoseconds},
    {.name = "self",
     .of = [](const scope_statistics& scope) { return scope.self_ns(); },
     .unit = metric_unit::nanoseconds},
    {.name = "calls",
     .of = [](const scope_statistics& scope) { return static_cast<double>(scope.calls()); },
     .unit = metric_unit::count,
     .is_exact = true,
     .more_is_worse = false},
    {.name = "allocations",
     .of = [](const scope_statistics& scope) { return static_cast<double>(scope.memory().allocations); },
     .unit = metric_unit::count,
     .is_exact = true},
    {.name = "allocations_per_call",
     .of = [](const scope_statistics& scope) { return scope.allocations_per_call(); },
     .unit = metric_unit::count,
     .is_exact = true},
    {.name = "allocated_bytes",
     .of = [](const scope_statistics& scope) { return static_cast<double>(scope.memory().allocated_bytes); },
     .unit = metric_unit::bytes,
     .is_exact = true},
    {.name = "allocated_bytes_per_call",
     .of = [](const scope_statistics& scope) { return scope.bytes_per_call(); },
     .unit = metric_unit::bytes,
     .is_exact = true},
};

const scope_statistic* find_statistic(std::string_view name) {
    for (const scope_statistic& each : statistics_of_scopes) {
        if (each.name == name) {
            return &each;
        }
    }
    return nullptr;
}

[[noreturn]] void refuse_metric(const std::string& text, const std::string& question,
                                std::initializer_list<std::string_view> words) {
    std::string other;
    for (const std::string_view word : words) {
        other += std::string(word) + ", ";
    }
    std::string names;
    for (const scope_statistic& each : statistics_of_scopes) {
        names += std::string(names.empty() ? "" : ", ") + each.name;
    }
    throw command_error(
        "--metric " + text + ": no such metric" + question,
        "  " + other + "or NAME:STATISTIC with the name or call path (a;b) of a scope and one of\n  " + names);
}

}  // namespace

const scope_statistic& scope_statistic_of(std::string_view name) { return *find_statistic(name); }

scope_metric parse_scope_metric(const std::string& text, std::initializer_list<std::string_view> words) {
    // The last one: names of C++ have colons of their own.
    const size_t colon = text.rfind(':');
    if (colon == std::string::npos || colon == 0) {
        detail::similar_name similar(text);
        for (const std::string_view word : words) {
            similar.consider(word);
        }
        refuse_metric(text, similar.question(), words);
    }
    const std::string name = text.substr(colon + 1);
    const scope_statistic* const found = find_statistic(name);
    if (found == nullptr) {
        detail::similar_name similar(name);
        for (const scope_statistic& each : statistics_of_scopes) {
            similar.consider(each.name);
        }
        refuse_metric(text, similar.question(), words);
    }
    return {text.substr(0, colon), found};
}

}  // namespace dwell::tool
