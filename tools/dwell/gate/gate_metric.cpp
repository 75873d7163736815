// SPDX-License-Identifier: BSL-1.0
#include "gate/gate_metric.hpp"

#include "command_error.hpp"
#include "gate/allocation_counts.hpp"

#include <dwell/testing/scope_choice.hpp>

#include <string_view>

namespace dwell::tool {

gate_metric parse_gate_metric(const std::string& text) {
    using source = gate_metric::source;
    if (text == "wall") {
        return {text, source::wall};
    }
    if (text == "cpu") {
        return {text, source::cpu};
    }
    if (text == "memory") {
        return {text, source::memory};
    }
    if (text == "stdout") {
        return {text, source::output};
    }
    return {text, source::profile, parse_scope_metric(text, {"wall", "cpu", "memory", "stdout"})};
}

bool is_tail(const gate_metric& metric) {
    return metric.from == gate_metric::source::profile && metric.of_scope.statistic->is_tail;
}

double value_in_profile(const scope_metric& metric, const profile& source) {
    const detail::scope_choice chosen = detail::choose_scopes(source, metric.scope);
    if (!chosen.statistics) {
        throw command_error("scope \"" + metric.scope + "\": " + chosen.missing);
    }
    if (std::string_view(metric.statistic->name).starts_with("alloc") && !counts_allocations(source)) {
        throw command_error(
            "no allocation is counted: include <dwell/memory/new_delete.hpp> in one source file of the program");
    }
    return metric.statistic->of(*chosen.statistics);
}

std::string value_text(const gate_metric& metric, double value) {
    switch (metric.from) {
        case gate_metric::source::wall:
        case gate_metric::source::cpu:
            return amount_text(value * 1e9, metric_unit::nanoseconds);
        case gate_metric::source::memory:
            return amount_text(value, metric_unit::bytes);
        case gate_metric::source::output:
            break;
        case gate_metric::source::profile:
            return amount_text(value, metric.of_scope.statistic->unit);
    }
    return amount_text(value, metric_unit::count);
}

}  // namespace dwell::tool
