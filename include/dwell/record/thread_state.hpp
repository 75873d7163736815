// SPDX-License-Identifier: BSL-1.0
// What a thread knows of itself while it records.
#ifndef DWELL_RECORD_THREAD_STATE_HPP
#define DWELL_RECORD_THREAD_STATE_HPP

#include <dwell/core/config.hpp>
#include <dwell/record/call_node.hpp>
#include <dwell/record/name_table.hpp>
#include <dwell/record/thread_log.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Where a thread without a log points to: no key matches a child of it, so the first scope takes the slow path.
DWELL_EXPORT inline constinit call_node no_log_yet{node_kind::stand_in, call_node::ending};

/// A thread's place in its own tree. Constant-initialised: a dynamic initialiser costs 24 ns a use in a -fPIC library.
struct thread_state {
    // The node that each name was last entered at, by key. Looked up by name and then compared with `current`, so that
    // one scope need not wait for the chain of loads that the scope before it left behind: 1.2 ns.
    struct recent_nodes {
        // Initialised eight at once: a loop over 64 in a constant expression costs each file 0.3 ms.
        struct eight_nodes {
            call_node* at[8] = {&call_node::no_child, &call_node::no_child, &call_node::no_child, &call_node::no_child,
                                &call_node::no_child, &call_node::no_child, &call_node::no_child, &call_node::no_child};
        };
        eight_nodes by_key[8];
        void forget() noexcept {
            for (eight_nodes& eight : by_key) {
                eight = {};
            }
        }
        call_node*& operator[](uint32_t key) noexcept { return by_key[key / 8 % 8].at[key % 8]; }
    };

    recent_nodes recent;
    call_node* current = &no_log_yet;  ///< the innermost open scope
    /// Bytes to be allocated until the next block is looked at closely; 0 where each is, and where there is no log.
    uint64_t unwatched_bytes = 0;
    uint64_t watched_interval = 0;  ///< of the live heap, when that was drawn
    thread_log* log = nullptr;
    call_node* late_current = nullptr;  ///< the same as `current`, once `is_late`
    const name_record* name = nullptr;
    call_node* users_position = nullptr;  ///< `current` as it was when dwell's own work began
    bool is_own_work = false;             ///< what is allocated is dwell's own, and there is no log to count it
    bool is_late = false;                 ///< the thread is ending: its log was handed back once
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
