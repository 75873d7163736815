// SPDX-License-Identifier: BSL-1.0
// A call path of one thread log in another one.
#ifndef DWELL_RECORD_PATH_COPY_HPP
#define DWELL_RECORD_PATH_COPY_HPP

#include <dwell/core/config.hpp>
#include <dwell/record/call_node.hpp>
#include <dwell/record/thread_log.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// The node of `log` with the same names above it as `foreign` has; `foreign` itself where it is of this log. Beyond a
/// bound, a "(truncated)" node that nobody has open. Null where there is no memory. Only the log's owner calls it.
inline call_node* copy_path(thread_log& log, const call_node& foreign) noexcept {
    if (foreign.kind == node_kind::truncated) {
        // What is beyond a bound there is so here: the bound is met again. The parent of `overflow` changes.
        return &foreign == &foreign.log->overflow ? &log.root : copy_path(log, *foreign.parent);
    }
    if (foreign.log == &log) {
        return const_cast<call_node*>(&foreign);
    }
    if (foreign.name == nullptr) {
        return &log.root;
    }
    call_node* const parent = copy_path(log, *foreign.parent);
    if (parent == nullptr || parent->kind == node_kind::truncated) {
        return parent;
    }
    return log.path_child(parent, *foreign.name, foreign.kind);
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
