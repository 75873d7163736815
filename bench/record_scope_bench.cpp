// SPDX-License-Identifier: BSL-1.0
// What a scope costs, over two bare readings of the clock: flat, nested, on two threads, around work, at many sites,
// under runtime names, sampled, with CPU time, and a span.
#include "support/machine.hpp"
#include "support/ratio_table.hpp"
#include "support/scope_loops.hpp"

#include <dwell/record/timeline_switch.hpp>
#include <dwell/scope.hpp>

#include <benchmark/benchmark.h>

#include <string>
#include <utility>

namespace {

using scope = dwell::detail::timed_scope;  // what TIMED_SCOPE declares

template <typename Work>
void clock_around_work(benchmark::State& state) {
    bench::pin_to_cpu(state.thread_index());
    Work work;
    for ([[maybe_unused]] auto _ : state) {
        benchmark::DoNotOptimize(bench::read_bare_clock());
        work();
        benchmark::DoNotOptimize(bench::read_bare_clock());
    }
    benchmark::DoNotOptimize(work);
}

constexpr auto site_name(size_t number) {
    dwell::fixed_string name("site.000");
    for (size_t digit = 0; digit < 3; ++digit) {
        name.text[name.size() - 1 - digit] = static_cast<char>('0' + number % 10);
        number /= 10;
    }
    return name;
}

template <size_t First, size_t... Numbers>
void enter_each(std::index_sequence<Numbers...>) {
    (dwell::timed<site_name(First + Numbers)>([] { benchmark::ClobberMemory(); }), ...);
}

// In two steps: clang++ folds no more than 256 at once.
template <size_t... Hundreds>
void enter_hundreds(std::index_sequence<Hundreds...>) {
    (enter_each<100 * Hundreds>(std::make_index_sequence<100>()), ...);
}

// More names than the 64 that a thread finds fastest, and more code and nodes than the first-level caches hold.
void thousand_sites(benchmark::State& state) {
    bench::pin_to_cpu(state.thread_index());
    for ([[maybe_unused]] auto _ : state) {
        enter_hundreds(std::make_index_sequence<10>());
    }
    state.SetItemsProcessed(1000 * state.iterations());
}

[[gnu::noinline]] void shared_child() {
    TIMED_SCOPE("parents.child");
    benchmark::ClobberMemory();
}

// The same name under another parent each time: never the node that the name was last entered at.
void two_parents(benchmark::State& state) {
    bench::pin_to_cpu(state.thread_index());
    for ([[maybe_unused]] auto _ : state) {
        {
            TIMED_SCOPE("parents.first");
            shared_child();
        }
        {
            TIMED_SCOPE("parents.second");
            shared_child();
        }
    }
    state.SetItemsProcessed(4 * state.iterations());
}

void interned_name(benchmark::State& state) {
    bench::pin_to_cpu(state.thread_index());
    const dwell::interned_name name = dwell::intern("interned name");
    for ([[maybe_unused]] auto _ : state) {
        TIMED_SCOPE_DYNAMIC(name);
        benchmark::ClobberMemory();
    }
}

void dynamic_name(benchmark::State& state) {
    bench::pin_to_cpu(state.thread_index());
    const std::string name = "a name of 28 characters long";
    for ([[maybe_unused]] auto _ : state) {
        TIMED_SCOPE_DYNAMIC(name);
        benchmark::ClobberMemory();
    }
}

// Longer by a thousand times, once in 10,000: what exemplars are for.
void outliers(benchmark::State& state) {
    bench::pin_to_cpu(state.thread_index());
    uint32_t call = 0;
    for ([[maybe_unused]] auto _ : state) {
        TIMED_SCOPE("outliers");
        if (++call % 10'000 == 0) {
            TIMED_SCOPE("outliers.cause");
            for (int i = 0; i < 2'000; ++i) {
                benchmark::DoNotOptimize(bench::read_bare_clock());
            }
        }
        benchmark::ClobberMemory();
    }
}

// The rows of a timeline, which is on while this one runs.
template <void (*Loop)(benchmark::State&)>
void with_timeline(benchmark::State& state) {
    dwell::set_timeline({});
    Loop(state);
    dwell::set_timeline({.bytes = 0});
}

void with_cpu_time(benchmark::State& state) {
    bench::pin_to_cpu(state.thread_index());
    for ([[maybe_unused]] auto _ : state) {
        TIMED_SCOPE_CPU("with_cpu_time");
        benchmark::ClobberMemory();
    }
}

void sampled(benchmark::State& state) {
    bench::pin_to_cpu(state.thread_index());
    for ([[maybe_unused]] auto _ : state) {
        TIMED_SCOPE_SAMPLED("sampled", 64);
        benchmark::ClobberMemory();
    }
}

template <typename Work>
void sampled_around_work(benchmark::State& state) {
    bench::pin_to_cpu(state.thread_index());
    Work work;
    for ([[maybe_unused]] auto _ : state) {
        TIMED_SCOPE_SAMPLED("sampled around work", 64);
        work();
    }
    benchmark::DoNotOptimize(work);
}

void read_cpu_clock_twice(benchmark::State& state) {
    bench::pin_to_cpu(state.thread_index());
    for ([[maybe_unused]] auto _ : state) {
        benchmark::DoNotOptimize(dwell::detail::thread_cpu_time_ns());
        benchmark::DoNotOptimize(dwell::detail::thread_cpu_time_ns());
    }
}

template <int Siblings>
void one_span(benchmark::State& state) {
    bench::pin_to_cpu(state.thread_index());
    TIMED_SCOPE_DYNAMIC("parent of " + std::to_string(Siblings));
    const dwell::interned_name name = dwell::intern("span");
    dwell::span(name).end();
    for (int i = 0; i < Siblings; ++i) {
        TIMED_SCOPE_DYNAMIC("sibling." + std::to_string(i));
    }
    for ([[maybe_unused]] auto _ : state) {
        const dwell::span work(name);
        benchmark::ClobberMemory();
    }
}

}  // namespace

int main(int argc, char** argv) {
    using bench::dependent_work;
    using bench::independent_work;
    const std::string clock = std::string("two ") + bench::clock_reading;
    const std::string cpu_clock = "two readings of the CPU clock";
    bench::ratio_table table;
    table.floor(clock, bench::read_clock_twice);
    table.floor(clock + ", two threads", bench::read_clock_twice)->Threads(2);
    table.floor("24 ns of dependent work", bench::work_alone<dependent_work>);
    table.floor("24 ns of independent work", bench::work_alone<independent_work>);
    table.floor(cpu_clock, read_cpu_clock_twice);

    table.row("one scope, flat", bench::flat<scope>, clock, "ratio at most 1.05");
    table.row("one scope, nested four deep", bench::nested_four_deep<scope>, clock, "ratio at most 1.05");
    table
        .row("one scope, two threads in the same one", bench::flat<scope>, clock + ", two threads",
             "ratio at most 1.05")
        ->Threads(2);
    table.row("one scope around dependent work", bench::around_work<scope, dependent_work>,
              clock + " around dependent work");
    table.row("one scope around independent work", bench::around_work<scope, independent_work>,
              clock + " around independent work");
    table.row(clock + " around dependent work", clock_around_work<dependent_work>, "24 ns of dependent work");
    table.row(clock + " around independent work", clock_around_work<independent_work>, "24 ns of independent work");
    table.row("one scope, 1,000 sites in turn", thousand_sites, clock);
    table.row("one scope, its name under two parents in turn", two_parents, clock);
    table.row("one scope, interned name", interned_name, clock);
    table.row("one scope, runtime name looked up each time", dynamic_name, clock);
    table.row("one sampled scope, one in 64 timed", sampled, clock, "ratio at most 0.22, better 0.15");
    table.row("one sampled scope around dependent work", sampled_around_work<dependent_work>,
              "24 ns of dependent work");
    table.row("one scope with CPU time", with_cpu_time, cpu_clock);
    table.row("one scope, flat, with a timeline", with_timeline<bench::flat<scope>>, clock, "ratio at most 1.15");
    table.row("one scope, nested four deep, with a timeline", with_timeline<bench::nested_four_deep<scope>>, clock,
              "ratio at most 1.15");
    table.row("one scope, with a timeline, one in 10,000 longer", with_timeline<outliers>, clock);
    table.row("one scope, without a timeline, one in 10,000 longer", outliers, clock);
    table.row("one span, interned name", one_span<0>, clock);
    table.row("one span, 1,000 other names under its parent", one_span<1000>, clock);
    return table.run(argc, argv);
}
