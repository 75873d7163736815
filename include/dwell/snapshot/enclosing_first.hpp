// SPDX-License-Identifier: BSL-1.0
// From the order in which scopes ended to the order in which they began.
#ifndef DWELL_SNAPSHOT_ENCLOSING_FIRST_HPP
#define DWELL_SNAPSHOT_ENCLOSING_FIRST_HPP

#include <dwell/core/config.hpp>
#include <dwell/record/call_node.hpp>
#include <dwell/record/timeline_ring.hpp>
#include <dwell/stats/sorted_order.hpp>

#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Scopes of one thread in the order in which they ended, as a ring has them, put into the order in which they began,
/// each before what ran inside it. Not by their times alone: on a coarse clock a short scope and the one after it may
/// begin at the same tick, as a scope and the first one inside it do. What ran inside a scope ended before it without a
/// gap, is deeper, and did not begin earlier. O(n log n), and O(n) for the part that is not sorting.
[[nodiscard]] inline std::vector<timeline_record> enclosing_first(const std::vector<timeline_record>& by_end) {
    struct finished {
        uint32_t depth;
        uint64_t started;
        uint32_t first;  ///< index of what ended first inside
    };
    std::vector<uint32_t> first_inside(by_end.size());
    std::vector<finished> unclaimed;  // whose parent has not come yet
    for (uint32_t i = 0; i < by_end.size(); ++i) {
        const call_node& node = *by_end[i].subject<call_node>();
        // "(truncated)" takes turns below many call paths; nothing is inside it.
        finished here{node.kind == node_kind::truncated ? uint32_max : node.depth, by_end[i].at, i};
        while (!unclaimed.empty() && unclaimed.back().depth > here.depth && unclaimed.back().started >= here.started) {
            here.first = unclaimed.back().first;
            unclaimed.pop_back();
        }
        first_inside[i] = here.first;
        unclaimed.push_back(here);
    }
    std::vector<timeline_record> result;
    result.reserve(by_end.size());
    for (const uint32_t i : sorted_order(by_end.size(), [&](uint32_t a, uint32_t b) {
             return first_inside[a] != first_inside[b] ? first_inside[a] < first_inside[b] : a > b;
         })) {
        result.push_back(by_end[i]);
    }
    return result;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
