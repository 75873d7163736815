// SPDX-License-Identifier: BSL-1.0
// What a scope does beside reading the clock: with a clock that stands still, and with recording switched off.
#include "support/machine.hpp"
#include "support/ratio_table.hpp"
#include "support/scope_loops.hpp"

#include <dwell/core/manual_clock.hpp>
#include <dwell/scope.hpp>

#include <benchmark/benchmark.h>

namespace {

using still_clock = dwell::manual_clock<struct bookkeeping_tag>;
using scope = dwell::detail::basic_scope<dwell::detail::recorder<still_clock>>;

void switched_off(benchmark::State& state) {
    bench::pin_to_cpu(state.thread_index());
    dwell::set_recording(false);
    for ([[maybe_unused]] auto _ : state) {
        TIMED_SCOPE("switched_off");
        benchmark::ClobberMemory();
    }
    dwell::set_recording(true);
}

template <typename Work>
void switched_off_around_work(benchmark::State& state) {
    bench::pin_to_cpu(state.thread_index());
    dwell::set_recording(false);
    Work work;
    for ([[maybe_unused]] auto _ : state) {
        TIMED_SCOPE("switched_off_around_work");
        work();
    }
    benchmark::DoNotOptimize(work);
    dwell::set_recording(true);
}

}  // namespace

int main(int argc, char** argv) {
    using bench::dependent_work;
    using bench::independent_work;
    const std::string loop = "an empty loop";
    const std::string dependent = "24 ns of dependent work";
    const std::string independent = "24 ns of independent work";
    bench::ratio_table table;
    table.floor(loop, bench::loop_empty);
    table.floor(dependent, bench::work_alone<dependent_work>);
    table.floor(independent, bench::work_alone<independent_work>);

    table.row("fake clock: one scope, flat", bench::flat<scope>, loop, "at most 4.5 ns");
    table.row("fake clock: one scope, nested four deep", bench::nested_four_deep<scope>, loop, "at most 4.5 ns");
    table.row("fake clock: one scope around dependent work", bench::around_work<scope, bench::dependent_work>,
              dependent);
    table.row("fake clock: one scope around independent work", bench::around_work<scope, bench::independent_work>,
              independent);
    table.row("switched off at run time: one scope", switched_off, loop, "at most 0.5 ns");
    table.row("switched off: one scope around dependent work", switched_off_around_work<dependent_work>, dependent);
    table.row("switched off: one scope around independent work", switched_off_around_work<independent_work>,
              independent);
    return table.run(argc, argv);
}
