// SPDX-License-Identifier: BSL-1.0
#include "history/scope_history.hpp"

#include <dwell/stats/sorted_order.hpp>

#include <limits>

namespace dwell::tool {

void scope_history::add(const profile& source) {
    std::vector<double> self(source.names().size(), 0.0);
    for (const call_path& path : source.paths()) {
        self[path.name] += source.scale().to_ns(path.self_ticks);
    }
    for (const uint32_t name : detail::largest_first(self, most_scopes)) {
        const std::optional<scope_statistics> found = source.find(source.names()[name].text);
        if (found && found->calls() != 0) {
            scope& here = scopes_[source.names()[name].text];
            here.self_ns += self[name];
            here.allocates = here.allocates || found->memory().allocations != 0;
            here.runs.push_back({runs_, found->percentile_ns(50), found->allocations_per_call()});
        }
    }
    ++runs_;
}

std::vector<history_series> scope_history::series_of_top(size_t top) const {
    std::vector<const std::pair<const std::string, scope>*> scopes;
    std::vector<double> self;
    for (const auto& each : scopes_) {
        scopes.push_back(&each);
        self.push_back(each.second.self_ns);
    }
    const std::vector<double> missing(runs_, std::numeric_limits<double>::quiet_NaN());
    std::vector<history_series> result;
    for (const uint32_t index : detail::largest_first(self, top)) {
        const auto& [name, found] = *scopes[index];
        history_series durations{{{name, &scope_statistic_of("p50")}}, missing, {}};
        history_series allocations{{{name, &scope_statistic_of("allocations_per_call")}}, missing, {}};
        for (const numbers& run : found.runs) {
            durations.values[run.run] = run.p50_ns;
            allocations.values[run.run] = run.allocations;
        }
        result.push_back(std::move(durations));
        if (found.allocates) {
            result.push_back(std::move(allocations));
        }
    }
    return result;
}

}  // namespace dwell::tool
