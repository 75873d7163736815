// SPDX-License-Identifier: BSL-1.0
// What a thread calls when something happens, while somebody wants a timeline.
#ifndef DWELL_RECORD_THREAD_TIMELINE_HPP
#define DWELL_RECORD_THREAD_TIMELINE_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

struct call_node;

enum class timeline_kind : unsigned char {
    scope,        ///< ended on its own thread, inside whatever was open around it
    overlapping,  ///< a span, or a scope that ended out of order or on another thread
    counter,
    gauge,
    mark,
    open,  ///< a scope that has not ended: in a copy of a timeline, never in one
};

/// A thread's timeline, as far as the files know it that only record; the rest is a `kept_timeline`. Functions of its
/// own, so that these files need not compile them. Only the log's owner calls them.
struct thread_timeline : constructed_in_place {
    /// A scope that ended.
    void (*note_scope)(thread_timeline&, call_node&, uint64_t started, uint64_t ended, timeline_kind) noexcept;
    /// A counter's value, with what it grew by, a gauge's bits, or a mark. `what` is the number of the series, or the
    /// address of the mark's name.
    void (*note_value)(thread_timeline&, timeline_kind, uint64_t what, uint64_t value, uint64_t amount) noexcept;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
