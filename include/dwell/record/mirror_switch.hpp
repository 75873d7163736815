// SPDX-License-Identifier: BSL-1.0
// Switches a mirror of scopes on and off, for threads that run and for those to come.
#ifndef DWELL_RECORD_MIRROR_SWITCH_HPP
#define DWELL_RECORD_MIRROR_SWITCH_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/record/recorder.hpp>
#include <dwell/record/registry.hpp>
#include <dwell/record/scope_mirror.hpp>
#include <dwell/record/thread_log.hpp>
#include <dwell/record/timeline_switch.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// From now on scopes are told of, or with null no more. Of what has begun by then the end is still told. A scope that
/// a running thread has opened before is told of from its second time on.
inline void switch_mirror(registry& source, const scope_mirror* mirror) noexcept {
    const spin_guard guard(source.reader_lock());
    if (mirror != nullptr) {
        source.last_mirror.store_release(mirror);
    }
    // A read-modify-write: a thread whose log is not in the list yet finds the mirror once it is.
    for (const scope_mirror* former = source.mirror.load(); !source.mirror.compare_exchange(former, mirror);) {
    }
    if (mirror != nullptr) {
        for (thread_log* log = source.first_log(); log != nullptr; log = log->next) {
            watch_ends(*log);
        }
    }
}

/// Whose functions are the mirror's.
inline constinit atomic_cell<const void*> mirror_code{};

/// Before a shared object is closed: whose functions the threads may call after it is gone. Ends of scopes that are
/// open are not told any more.
inline void end_mirror_of(const void* shared_object) noexcept {
    if (shared_object != nullptr && mirror_code.load_acquire() == shared_object) {
        registry& all = default_recorder::all();
        switch_mirror(all, nullptr);
        all.last_mirror.store_release(nullptr);
        mirror_code.store_release(nullptr);
    }
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
