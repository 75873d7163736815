// SPDX-License-Identifier: BSL-1.0
// How much recording may grow, and the switch that stops it.
#ifndef DWELL_RECORD_LIMITS_HPP
#define DWELL_RECORD_LIMITS_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/record/name_table.hpp>

DWELL_NAMESPACE_BEGIN

/// The bounds of recording. What passes one of the first four is still counted, under "(truncated)" or "(other)", and
/// stands in `profile::health()`; concurrent histograms lose nothing by theirs, but take a locked instruction a value.
struct recording_limits {
    uint32_t call_paths_per_thread = 16'384;  ///< about 0.7 KB each, and 1 KB for each power of two of duration
    uint32_t depth = 256;                     ///< of nested scopes; at most 10,000
    uint32_t runtime_names = 4'096;           ///< different names of TIMED_SCOPE_DYNAMIC and of threads
    uint32_t series_per_metric = 1'000;       ///< different label values of one counter, gauge or distribution
    uint64_t concurrent_histogram_bytes = uint64_t{64} << 20U;  ///< of buckets that threads have for themselves
};

namespace detail {

struct shared_limits {
    atomic_cell<uint32_t> call_paths_per_thread{recording_limits{}.call_paths_per_thread};
    atomic_cell<uint32_t> depth{recording_limits{}.depth};
    atomic_cell<uint32_t> series_per_metric{recording_limits{}.series_per_metric};
    atomic_cell<uint64_t> concurrent_histogram_bytes{recording_limits{}.concurrent_histogram_bytes};
};

DWELL_EXPORT inline constinit shared_limits current_limits{};
DWELL_EXPORT inline constinit atomic_cell<unsigned char> recording_switch{1};

}  // namespace detail

/// Sets the bounds for whatever is new from now on; what is recorded already stays. Any thread.
inline void set_recording_limits(const recording_limits& limits) noexcept {
    constexpr uint32_t deepest = 10'000;
    detail::current_limits.call_paths_per_thread.store(limits.call_paths_per_thread);
    detail::current_limits.depth.store(limits.depth < deepest ? limits.depth : deepest);
    detail::current_limits.series_per_metric.store(limits.series_per_metric);
    detail::current_limits.concurrent_histogram_bytes.store(limits.concurrent_histogram_bytes);
    detail::all_names.runtime_limit.store(limits.runtime_names);
}

/// Whether scopes and metrics record. Any thread; what costs a scope when it is off is this check.
[[nodiscard]] DWELL_ALWAYS_INLINE bool is_recording() noexcept { return detail::recording_switch.load() != 0; }

/// Switches recording on or off for the whole process. Scopes that are open end as they began. Any thread.
/// `DWELL_PROFILING=0` in the environment does the same before the first scope, and switches artefacts off too.
inline void set_recording(bool on) noexcept { detail::recording_switch.store(on ? 1 : 0); }

DWELL_NAMESPACE_END

#endif
