// SPDX-License-Identifier: BSL-1.0
// What one callable allocates on one thread, exactly: for tests.
#ifndef DWELL_MEMORY_ALLOCATIONS_HPP
#define DWELL_MEMORY_ALLOCATIONS_HPP

#include <dwell/core/config.hpp>
#include <dwell/memory/allocation_meter.hpp>
#include <dwell/memory/allocation_recorder.hpp>
#include <dwell/record/process_memory.hpp>

#include <utility>

DWELL_NAMESPACE_BEGIN

/// What a callable allocated on the thread that ran it.
struct allocation_count {
    uint64_t count = 0;          ///< allocations
    uint64_t bytes = 0;          ///< of all of them together
    uint64_t peak = 0;           ///< the most bytes of them that were held at once
    uint64_t leaked = 0;         ///< bytes of those that the thread had not freed when the callable returned
    uint64_t leaked_blocks = 0;  ///< how many these are

    friend bool operator==(const allocation_count&, const allocation_count&) = default;
};

/// Each field of an `allocation_count` where nothing counts: no budget is met by that.
inline constexpr uint64_t unknown_allocations = uint64_max;

/// Whether allocations are counted in this program: it has the hooks of <dwell/memory/new_delete.hpp>, recording is
/// not switched off by DWELL_PROFILING=0, and no sanitizer has its own. Ask it to skip a test.
[[nodiscard]] inline bool counts_allocations() noexcept {
    return detail::all_memory.has_hooks.load() != 0 && (detail::default_recorder::has_lasting_log() || is_recording());
}

/// Runs `f` and counts what it allocates on the calling thread through `operator new`, `counting_allocator` and
/// `counting_resource`: not what other threads do meanwhile, so that tests may run in parallel. Calls may be nested;
/// the outer one counts the inner one's too. Memory that was there before and is freed by `f` counts for nothing.
/// Everything is `unknown_allocations` where nothing counts, peak and leak where memory for the list of blocks runs
/// out. What `f` throws is passed on. A `new` with its `delete` takes about 40 ns then.
template <typename Callable>
[[nodiscard]] allocation_count allocations(Callable&& f) {
    detail::allocation_meter meter;
    {
        const detail::metering guard(meter);
        std::forward<Callable>(f)();
    }
    if (!counts_allocations() && meter.count() == 0) {
        return {unknown_allocations, unknown_allocations, unknown_allocations, unknown_allocations,
                unknown_allocations};
    }
    if (!meter.is_complete()) {
        return {meter.count(), meter.bytes(), unknown_allocations, unknown_allocations, unknown_allocations};
    }
    return {meter.count(), meter.bytes(), meter.peak(), meter.held(), meter.held_blocks()};
}

DWELL_NAMESPACE_END

#endif
