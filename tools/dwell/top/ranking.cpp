// SPDX-License-Identifier: BSL-1.0
#include "top/ranking.hpp"

#include <dwell/export/scope_totals.hpp>
#include <dwell/stats/sorted_order.hpp>

#include <cmath>

namespace dwell::tool {

ranking rank(const profile& source, const quantity& by, bool by_path, size_t most) {
    std::vector<scope_statistics> names;
    if (!by_path) {
        names = detail::totals_by_name(source);
    }
    const size_t count = by_path ? source.paths().size() : names.size();
    std::vector<double> amounts;
    amounts.reserve(count);
    for (size_t i = 0; i < count; ++i) {
        const double amount = by.value(by_path ? source.statistics(i) : names[i]);
        amounts.push_back(std::isnan(amount) ? -1 : amount);
    }
    ranking result;
    for (const uint32_t i : detail::largest_first(amounts, most)) {
        scope_statistics statistics = by_path ? source.statistics(i) : names[i];
        const double amount = by.value(statistics);
        result.scopes.push_back({by_path ? source.path_string(i) : statistics.name(), std::move(statistics), amount});
    }
    result.left_out = count - result.scopes.size();
    if (by.whole) {
        result.whole = by.whole(source);
    }
    return result;
}

}  // namespace dwell::tool
