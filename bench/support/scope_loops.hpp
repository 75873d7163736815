// SPDX-License-Identifier: BSL-1.0
// The loops around a scope that more than one benchmark times, with any kind of scope: `Scope` is what TIMED_SCOPE
// declares, or the same with another clock.
#ifndef BENCH_SUPPORT_SCOPE_LOOPS_HPP
#define BENCH_SUPPORT_SCOPE_LOOPS_HPP

#include "support/machine.hpp"

#include <dwell/scope.hpp>

#include <benchmark/benchmark.h>

namespace bench {

template <typename Scope>
void flat(benchmark::State& state) {
    pin_to_cpu(state.thread_index());
    for ([[maybe_unused]] auto _ : state) {
        const Scope scope(DWELL_DETAIL_SITE("flat"));
        benchmark::ClobberMemory();
    }
}

template <typename Scope>
void nested_four_deep(benchmark::State& state) {
    pin_to_cpu(state.thread_index());
    for ([[maybe_unused]] auto _ : state) {
        const Scope first(DWELL_DETAIL_SITE("nested.1"));
        {
            const Scope second(DWELL_DETAIL_SITE("nested.2"));
            {
                const Scope third(DWELL_DETAIL_SITE("nested.3"));
                {
                    const Scope fourth(DWELL_DETAIL_SITE("nested.4"));
                    benchmark::ClobberMemory();
                }
            }
        }
    }
    state.SetItemsProcessed(4 * state.iterations());
}

template <typename Scope, typename Work>
void around_work(benchmark::State& state) {
    pin_to_cpu(state.thread_index());
    Work work;
    for ([[maybe_unused]] auto _ : state) {
        const Scope scope(DWELL_DETAIL_SITE("around_work"));
        work();
    }
    benchmark::DoNotOptimize(work);
}

}  // namespace bench

#endif
