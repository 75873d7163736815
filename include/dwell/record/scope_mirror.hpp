// SPDX-License-Identifier: BSL-1.0
// Whoever is told of each scope as it begins and ends, such as another profiler, and how threads come to tell.
//
// The fast paths of `enter` and `leave` know nothing of this. A scope is told of on the slowest path of `enter`, which
// is for names that the thread has not met at that place. So while there is a mirror, `leave` makes the thread forget
// where the name was, and `leave` itself goes its slow way since the log has a timeline, if only one that keeps
// nothing.
#ifndef DWELL_RECORD_SCOPE_MIRROR_HPP
#define DWELL_RECORD_SCOPE_MIRROR_HPP

#include <dwell/core/config.hpp>
#include <dwell/record/call_node.hpp>
#include <dwell/record/thread_log.hpp>
#include <dwell/record/thread_timeline.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Called by the thread that has the scope; each `end` ends what began last on that thread.
struct scope_mirror {
    void (*begin)(const char* name) noexcept;
    void (*end)() noexcept;
};

inline void keep_no_scope(thread_timeline&, call_node&, uint64_t, uint64_t, timeline_kind) noexcept {}
inline void keep_no_value(thread_timeline&, timeline_kind, uint64_t, uint64_t, uint64_t) noexcept {}

/// What a log has in place of none while its thread has something to tell of.
DWELL_EXPORT inline constinit thread_timeline empty_timeline{{}, keep_no_scope, keep_no_value};

/// Sees to it that scopes of this log end the slow way. Any thread.
inline void watch_ends(thread_log& log) noexcept {
    thread_timeline* none = nullptr;
    log.timeline.compare_exchange(none, &empty_timeline);
}

/// The opposite. Only the log's owner, who has told of all ends.
inline void watch_no_ends(thread_log& log) noexcept {
    thread_timeline* empty = &empty_timeline;
    log.timeline.compare_exchange(empty, nullptr);
}

/// Ends what began beyond this level. Only the log's owner.
inline void end_mirrored(const scope_mirror& mirror, thread_log& log, uint32_t level) noexcept {
    for (; log.mirrored.load() > level; log.mirrored.store(log.mirrored.load() - 1)) {
        mirror.end();
    }
}

/// A scope begins at this node. What is still told of as open, but is not around it, ended elsewhere: it ends now.
inline void begin_mirrored(const scope_mirror& mirror, thread_log& log, call_node& node) noexcept {
    const call_node* around = node.parent;
    while (around != nullptr && around->mirrored.load() == 0) {
        around = around->parent;
    }
    end_mirrored(mirror, log, around != nullptr ? around->mirrored.load() : 0);
    watch_ends(log);
    mirror.begin(node.name->text.data);
    log.mirrored.store(log.mirrored.load() + 1);
    node.mirrored.store(log.mirrored.load());
}

/// The scope at this node has ended on its own thread.
inline void end_mirrored(const scope_mirror& mirror, thread_log& log, call_node& node) noexcept {
    if (const uint32_t level = node.mirrored.load(); level != 0) {
        node.mirrored.store(0);
        end_mirrored(mirror, log, level - 1);
    }
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
