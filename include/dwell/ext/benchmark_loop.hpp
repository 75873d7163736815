// SPDX-License-Identifier: BSL-1.0
// The loop of a benchmark, with a scope around each iteration.
#ifndef DWELL_EXT_BENCHMARK_LOOP_HPP
#define DWELL_EXT_BENCHMARK_LOOP_HPP

#include <dwell/core/config.hpp>
#include <dwell/dwell.hpp>
#include <dwell/ext/benchmark_budget.hpp>
#include <dwell/ext/benchmark_memory.hpp>
#include <dwell/ext/benchmark_runs.hpp>
#include <dwell/testing/budget.hpp>
#include <dwell/testing/budget_result.hpp>

#include <benchmark/benchmark.h>

#include <optional>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Adds what the iterations of a run took. Nothing where recording is off.
inline void add_benchmark_counters(benchmark::UserCounters& counters, const profile& run) {
    const std::optional<scope_statistics> iterations = run.find(benchmark_iteration);
    if (!iterations) {
        return;
    }
    counters["p50_ns"] = iterations->percentile_ns(50);
    counters["p95_ns"] = iterations->percentile_ns(95);
    counters["p99_ns"] = iterations->percentile_ns(99);
    if (counts_allocations()) {
        const auto calls = static_cast<double>(iterations->calls());
        counters["allocations_per_call"] = iterations->allocations_per_call();
        counters["bytes_per_call"] = static_cast<double>(iterations->memory().allocated_bytes) / calls;
    }
}

}  // namespace detail

namespace google_benchmark {
#if DWELL_ENABLED
inline namespace on {

/// The loop of a benchmark, which times each iteration:
///
///     void parse(benchmark::State& state) {
///         dwell::google_benchmark::measured run(state);
///         for (auto _ : run) {
///             parse(text);
///         }
///     }
///
/// Adds these counters, of all threads' iterations together: `p50_ns`, `p95_ns`, `p99_ns`, within 0.79 % and the
/// clock's step; and, where allocations are counted, `allocations_per_call` and `bytes_per_call`, exact, of the threads
/// that run the benchmark. Counters of these names that the benchmark sets after its loop replace them.
///
/// An iteration is a scope "dwell.iteration", which takes about 20 ns: Google Benchmark's Time and CPU have all of it,
/// percentiles half. They also have what `PauseTiming` keeps out of Time. Before and after the loop a snapshot is
/// taken, of which nothing is in any time. One loop a benchmark.
class measured {
public:
    explicit measured(benchmark::State& state) noexcept : state_(state) {}
    ~measured() {
        if (is_running_ && !end_memory_pass()) {
            detail::benchmark_runs::all().abandon();
        }
    }
    measured(const measured&) = delete;
    measured& operator=(const measured&) = delete;

    /// Google Benchmark's own iterator; what it points to is the scope.
    class iterator {
    public:
        iterator(measured& run, benchmark::State::StateIterator at) noexcept : run_(run), at_(at) {}

        [[nodiscard]] DWELL_ALWAYS_INLINE detail::timed_scope operator*() const noexcept {
            static constinit detail::site where(detail::benchmark_iteration, sizeof detail::benchmark_iteration - 1,
                                                __FILE__, __LINE__);
            return detail::timed_scope(where);
        }
        DWELL_ALWAYS_INLINE iterator& operator++() {
            ++at_;
            return *this;
        }
        DWELL_ALWAYS_INLINE bool operator!=(const iterator& end) const {
            if (at_ != end.at_) [[likely]] {
                return true;
            }
            run_.finish();
            return false;
        }

    private:
        measured& run_;
        benchmark::State::StateIterator at_;
    };

    [[nodiscard]] iterator begin() {
        if (detail::benchmark_memory_counter* const memory = detail::benchmark_memory_counter::current()) {
            memory->begin_loop();
        } else {
            detail::benchmark_runs::all().arrive();
        }
        is_running_ = true;
        return {*this, state_.begin()};
    }
    [[nodiscard]] iterator end() { return {*this, state_.end()}; }

    /// Holds a budget against the iterations of the loop that just ended, of all threads, at a confidence of 99.9 %:
    /// `run.check({.p99 = 5us, .allocations_per_call = 0})`. Each thread may ask, and gets the same answer. Where it
    /// fails, that is the benchmark's error, which Google Benchmark reports with the whole message; where it is
    /// inconclusive, the label says so, and `main` prints the message. Times have what the scope takes, about 9 ns. A
    /// run of less than 5 ms does not fail: Google Benchmark tries a benchmark first.
    budget_result check(const budget& wanted) {
        budget_result result;
        if (has_ended_) {
            result = detail::check_benchmark(detail::benchmark_runs::all().latest(), wanted);
        } else {
            result.subject = detail::benchmark_iteration;
            result.error = "the loop has not run to its end";
        }
        if (detail::benchmark_memory_counter::current() == nullptr) {
            detail::benchmark_runs::all().answer(result);
            if (result.failed()) {
                state_.SkipWithError(result.message().c_str());
            } else if (!result.passed()) {
                state_.SetLabel("budget: inconclusive");
            }
        }
        return result;
    }

private:
    void finish() {
        is_running_ = false;
        has_ended_ = true;
        detail::benchmark_runs& runs = detail::benchmark_runs::all();
        if (!end_memory_pass() && runs.leave(state_.max_iterations)) {
            detail::add_benchmark_counters(state_.counters, runs.latest());
        }
    }

    /// False where this is no such pass.
    static bool end_memory_pass() noexcept {
        detail::benchmark_memory_counter* const memory = detail::benchmark_memory_counter::current();
        if (memory != nullptr) {
            memory->end_loop();
        }
        return memory != nullptr;
    }

    benchmark::State& state_;
    bool is_running_ = false;
    bool has_ended_ = false;
};

}  // namespace on
#else
inline namespace off {

/// Google Benchmark's own loop, and no counters.
class measured {
public:
    explicit measured(benchmark::State& state) noexcept : state_(state) {}
    measured(const measured&) = delete;
    measured& operator=(const measured&) = delete;

    [[nodiscard]] benchmark::State::StateIterator begin() { return state_.begin(); }
    [[nodiscard]] benchmark::State::StateIterator end() { return state_.end(); }

    budget_result check(const budget& wanted) {
        budget_result result = detail::unchecked_benchmark(wanted, "recording is compiled out (DWELL_ENABLED=0)");
        state_.SetLabel("budget: inconclusive");
        detail::benchmark_runs::all().answer(result);
        return result;
    }

private:
    benchmark::State& state_;
};

}  // namespace off
#endif
}  // namespace google_benchmark
DWELL_NAMESPACE_END

#endif
