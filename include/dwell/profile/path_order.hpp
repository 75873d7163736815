// SPDX-License-Identifier: BSL-1.0
// The order of a profile's call paths: pre-order, each behind its parent, siblings by name.
#ifndef DWELL_PROFILE_PATH_ORDER_HPP
#define DWELL_PROFILE_PATH_ORDER_HPP

#include <dwell/core/config.hpp>
#include <dwell/profile/call_path.hpp>
#include <dwell/stats/sorted_order.hpp>

#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Whether call paths are in order, where a name with a smaller index comes first. Linear: each walk up to a parent
/// leaves call paths that no later one meets.
[[nodiscard]] inline bool are_in_order(const std::vector<call_path>& paths) {
    const size_t size = paths.size();
    std::vector<uint32_t> last_child_name(size + 1, 0);
    for (size_t i = 0; i < size; ++i) {
        const uint32_t parent = paths[i].parent;
        uint32_t above = i == 0 ? call_path::no_parent : static_cast<uint32_t>(i - 1);
        while (above != parent && above != call_path::no_parent) {
            above = paths[above].parent;
        }
        uint32_t& elder = last_child_name[parent == call_path::no_parent ? size : parent];
        if (above != parent || elder > paths[i].name) {
            return false;
        }
        elder = paths[i].name;
    }
    return true;
}

/// Puts call paths in order, each of which has a parent before it or none; returns where each of them is then.
/// Iterative: a call path may be as deep as its recorder allowed.
[[nodiscard]] inline std::vector<uint32_t> put_in_order(std::vector<call_path>& paths) {
    const size_t size = paths.size();
    // Siblings stand together, last name first, so that a stack gives them back in order; roots stand last.
    const std::vector<uint32_t> by_parent = sorted_order(size, [&](uint32_t a, uint32_t b) {
        const call_path& left = paths[a];
        const call_path& right = paths[b];
        return left.parent != right.parent ? left.parent < right.parent : left.name > right.name;
    });
    std::vector<uint32_t> first_child(size + 1, static_cast<uint32_t>(size));
    for (auto i = static_cast<uint32_t>(size); i-- > 0;) {
        const uint32_t parent = paths[by_parent[i]].parent;
        first_child[parent == call_path::no_parent ? size : parent] = i;
    }
    std::vector<uint32_t> moved_to(size);
    std::vector<call_path> sorted;
    sorted.reserve(size);
    std::vector<uint32_t> stack;
    const auto push_children = [&](uint32_t parent) {
        const size_t slot = parent == call_path::no_parent ? size : parent;
        for (uint32_t i = first_child[slot]; i < size && paths[by_parent[i]].parent == parent; ++i) {
            stack.push_back(by_parent[i]);
        }
    };
    push_children(call_path::no_parent);
    while (!stack.empty()) {
        const uint32_t old_index = stack.back();
        stack.pop_back();
        moved_to[old_index] = static_cast<uint32_t>(sorted.size());
        push_children(old_index);
        call_path moved = std::move(paths[old_index]);
        // push_children compares parents of paths that may have moved already: the old parent must stay readable.
        paths[old_index].parent = moved.parent;
        if (moved.parent != call_path::no_parent) {
            moved.parent = moved_to[moved.parent];
        }
        sorted.push_back(std::move(moved));
    }
    paths.swap(sorted);
    return moved_to;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
