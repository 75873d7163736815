// SPDX-License-Identifier: BSL-1.0
// Google Benchmark's memory columns, from exact counts: allocations, bytes, peak and growth.
#ifndef DWELL_EXT_BENCHMARK_MEMORY_HPP
#define DWELL_EXT_BENCHMARK_MEMORY_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>
#include <dwell/dwell.hpp>
#include <dwell/memory/allocation_meter.hpp>
#include <dwell/memory/allocation_recorder.hpp>

#include <benchmark/benchmark.h>

#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Counts until its guard is reset.
struct stoppable_meter {
    allocation_meter meter;
    std::optional<metering> guard{std::in_place, meter};
};

/// Counts in the pass of a few iterations that Google Benchmark makes for it, on one thread.
class benchmark_memory_counter : public benchmark::MemoryManager {
public:
    // Google Benchmark before 1.8 has a second one.
    using benchmark::MemoryManager::Stop;

    void Start() override {
        current_ = this;
        loop_.reset();
        whole_.emplace();
    }
    void Stop(Result& result) override {
        whole_->guard.reset();
        // Around the loop Google Benchmark allocates, too.
        const allocation_meter& meter = loop_ ? loop_->meter : whole_->meter;
        result.num_allocs = static_cast<int64_t>(meter.count());
        result.max_bytes_used = static_cast<int64_t>(meter.peak());
        result.total_allocated_bytes = static_cast<int64_t>(meter.bytes());
        if (meter.is_complete()) {
            result.net_heap_growth = static_cast<int64_t>(meter.held());
        }
        current_ = nullptr;
    }

    /// The one whose pass this is; null outside of such a pass.
    [[nodiscard]] static benchmark_memory_counter* current() noexcept { return current_; }
    /// A loop of which the begin and the end are known: what is counted is its alone.
    void begin_loop() { loop_.emplace(); }
    void end_loop() noexcept { loop_->guard.reset(); }

private:
    static inline benchmark_memory_counter* current_ = nullptr;

    std::optional<stoppable_meter> whole_;
    std::optional<stoppable_meter> loop_;
};

/// With what Google Benchmark before 1.8 calls: its `Stop(Result&)` was not yet.
template <typename Counter>
class stopped_by_pointer final : public Counter {
public:
    using Counter::Stop;
    void Stop(typename Counter::Result* result) override { Counter::Stop(*result); }
};

using benchmark_memory_manager =
    std::conditional_t<std::is_abstract_v<benchmark_memory_counter>, stopped_by_pointer<benchmark_memory_counter>,
                       benchmark_memory_counter>;

inline bool register_benchmark_memory_manager() {
    if (!counts_allocations()) {
        write_to_stderr(
            "dwell: no allocations are counted: one source file of the program is to include "
            "<dwell/memory/new_delete.hpp>, without a sanitizer and without DWELL_PROFILING=0\n");
        return false;
    }
    static benchmark_memory_manager manager;
    benchmark::RegisterMemoryManager(&manager);
    return true;
}

}  // namespace detail

namespace google_benchmark {

/// Has Google Benchmark report what benchmarks allocate, in its own JSON members: `allocs_per_iter`, `max_bytes_used`
/// (the most that is held at once of what was allocated), `total_allocated_bytes` and `net_heap_growth`, of the 16
/// iterations at most that it runs for it. Exact, and the loop's alone, for a benchmark with `measured`; for others
/// with the few allocations of Google Benchmark around the loop. Of the thread that runs the benchmark. False, said on
/// standard error once, where nothing counts: then it reports nothing. Before the benchmarks run.
inline bool register_memory_manager() {
    static const bool is_registered = detail::register_benchmark_memory_manager();
    return is_registered;
}

}  // namespace google_benchmark
DWELL_NAMESPACE_END

#endif
