// SPDX-License-Identifier: BSL-1.0
#include "history/history_metric.hpp"

#include <dwell/testing/scope_choice.hpp>

#include <limits>

namespace dwell::tool {
namespace {

constexpr process_number numbers_of_processes[] = {
    {"wall", metric_unit::nanoseconds, [](const run_facts& run) { return run.wall_ns; }},
    {"cpu", metric_unit::nanoseconds, [](const run_facts& run) { return run.cpu_ns; }},
    {"memory", metric_unit::bytes, [](const run_facts& run) { return run.memory_bytes; }},
};

}  // namespace

double history_metric::value_of(const run_facts& run, const profile& source) const {
    if (of_process != nullptr) {
        return of_process->of(run);
    }
    const detail::scope_choice chosen = detail::choose_scopes(source, of_scope.scope);
    return chosen.statistics && chosen.statistics->calls() != 0 ? of_scope.statistic->of(*chosen.statistics)
                                                                : std::numeric_limits<double>::quiet_NaN();
}

history_metric parse_metric(const std::string& text) {
    for (const process_number& each : numbers_of_processes) {
        if (text == each.name) {
            return {{}, &each};
        }
    }
    return {parse_scope_metric(text, {"wall", "cpu", "memory"})};
}

}  // namespace dwell::tool
