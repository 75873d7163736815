// SPDX-License-Identifier: BSL-1.0
#include "gate/allocation_counts.hpp"

#include <dwell/export/scope_totals.hpp>

#include <algorithm>

namespace dwell::tool {
namespace {

/// A name that some runs of the head do not have has no allocations there.
bool is_increase(const allocation_ranges_of_both& ranges, const allocation_ranges_of_both& all, uint64_t floor) {
    return ranges.base.runs != 0 && ranges.head.runs == all.head.runs && ranges.head.least > ranges.base.most &&
           ranges.head.least - ranges.base.most > floor;
}

}  // namespace

bool counts_allocations(const profile& source) {
    const std::string& sizes = source.memory().sizes;
    return !sizes.empty() && !sizes.starts_with("not counted under");
}

allocation_counts allocations_of(const profile& source) {
    allocation_counts result;
    result.total = source.memory().outside.allocations;
    for (const scope_statistics& scope : detail::totals_by_name(source)) {
        result.total += scope.self_memory().allocations;
        result.scopes.emplace(scope.name(), scope.memory().allocations);
    }
    return result;
}

void allocation_range::add(uint64_t count) {
    least = runs == 0 ? count : std::min(least, count);
    most = std::max(most, count);
    ++runs;
}

void allocation_ranges::add(bool is_head, const allocation_counts& counts) {
    (is_head ? total.head : total.base).add(counts.total);
    for (const auto& [name, count] : counts.scopes) {
        allocation_ranges_of_both& both = scopes[name];
        (is_head ? both.head : both.base).add(count);
    }
}

std::vector<allocation_increase> allocation_increases(const allocation_ranges& ranges, uint64_t floor) {
    std::vector<allocation_increase> result;
    if (ranges.total.base.runs < fewest_allocation_runs || ranges.total.head.runs < fewest_allocation_runs) {
        return result;
    }
    if (is_increase(ranges.total, ranges.total, floor)) {
        result.push_back({"", ranges.total.base, ranges.total.head});
    }
    for (const auto& [name, both] : ranges.scopes) {
        if (is_increase(both, ranges.total, floor)) {
            result.push_back({name, both.base, both.head});
        }
    }
    std::stable_sort(result.begin(), result.end(), [](const allocation_increase& a, const allocation_increase& b) {
        return a.at_least() > b.at_least();
    });
    return result;
}

}  // namespace dwell::tool
