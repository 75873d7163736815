// SPDX-License-Identifier: BSL-1.0
// How closely the live heap is followed.
#ifndef DWELL_MEMORY_HEAP_SAMPLING_HPP
#define DWELL_MEMORY_HEAP_SAMPLING_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>
#include <dwell/record/live_heap.hpp>
#include <dwell/record/process_memory.hpp>
#include <dwell/record/process_start.hpp>
#include <dwell/record/recorder.hpp>

DWELL_NAMESPACE_BEGIN

/// Sets how many bytes are allocated, in the mean, from one block that is followed to the next: 524,288 at first, or
/// what DWELL_HEAP_INTERVAL says; at most 2^50; 0 follows none, 1 each (for tests: an allocation then takes a lock and
/// a look-up). Blocks that are followed already still are. The calling thread and new ones follow it at once, each
/// other one after the next 1 MiB, or mean interval, that it allocates. Blocks allocated while none were followed stay
/// unknown. Once it has been 1, frees look for their block in a table for good. Any thread.
inline void set_heap_interval(uint64_t bytes) noexcept {
    detail::all_memory.live.set_interval(bytes);
    detail::default_recorder::own_state().unwatched_bytes = 0;
}

/// The mean number of bytes between blocks that are followed.
[[nodiscard]] inline uint64_t heap_interval() noexcept { return detail::all_memory.live.interval(); }

namespace detail {

/// DWELL_HEAP_INTERVAL in the environment: digits. Anything else is said, and changes nothing.
inline void read_heap_interval() noexcept {
    const char* const wish = environment("DWELL_HEAP_INTERVAL");
    if (wish == nullptr) {
        return;
    }
    uint64_t bytes = 0;
    for (const char* at = wish; *at != '\0'; ++at) {
        if (*at < '0' || *at > '9' || bytes > (uint64_t{1} << 50U)) {
            write_to_stderr("dwell: DWELL_HEAP_INTERVAL is no number of bytes: 524288 is used\n");
            return;
        }
        bytes = 10 * bytes + static_cast<uint64_t>(*at - '0');
    }
    all_memory.live.set_interval(bytes);
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
