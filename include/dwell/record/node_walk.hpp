// SPDX-License-Identifier: BSL-1.0
// Going through the call nodes of a log, while its thread goes on.
#ifndef DWELL_RECORD_NODE_WALK_HPP
#define DWELL_RECORD_NODE_WALK_HPP

#include <dwell/core/config.hpp>
#include <dwell/record/call_node.hpp>
#include <dwell/record/thread_log.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// The node after `node`, parents before their children; null after the last. The root of the log comes first. Any
/// thread. Without a stack of its own: a tree may be 10,000 nodes deep.
[[nodiscard]] inline call_node* next_node(thread_log& log, const call_node& node) noexcept {
    if (call_node* const child = node.first_child.load_acquire()) {
        return child;
    }
    // "(truncated)" is listed below the root, whoever its parent is at the moment.
    for (const call_node* at = &node; at != &log.root; at = at == &log.overflow ? &log.root : at->parent) {
        if (at->next_sibling != nullptr) {
            return at->next_sibling;
        }
    }
    return nullptr;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
