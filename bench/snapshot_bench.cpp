// SPDX-License-Identifier: BSL-1.0
// How long a snapshot of 8 threads with 1,000 call paths each takes, whether it slows a thread down that records
// meanwhile, and what saving it costs: the price of a program's exit under DWELL_OUT. What is read was recorded with a
// clock of our own, so that every run reads the same.
#include "support/busy_thread.hpp"
#include "support/machine.hpp"
#include "support/ratio_table.hpp"

#include <dwell/core/manual_clock.hpp>
#include <dwell/dwell.hpp>

#include <benchmark/benchmark.h>

#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace {

constexpr int thread_count = 8;
constexpr int modules = 40;
constexpr int steps_per_module = 24;  // 40 + 40 * 24 = 1,000 call paths
constexpr int calls_per_step = 50;

/// Durations of a call path that differ little: 5 buckets or so.
struct alike {
    static constexpr double sigma = 0.01;
};
/// Durations as those of requests: 45 buckets or so in 6 powers of two.
struct spread {
    static constexpr double sigma = 1;
};

template <typename Durations>
using test_clock = dwell::manual_clock<Durations>;
template <typename Durations>
using recorder = dwell::detail::recorder<test_clock<Durations>>;

template <typename Durations>
dwell::profile take_snapshot() {
    return dwell::detail::take_snapshot(recorder<Durations>::all(), false);
}

/// Threads that have recorded, one after the other since the clock is one for all, and live on.
template <typename Durations>
class recorded_threads {
public:
    recorded_threads() {
        for (int i = 0; i < thread_count; ++i) {
            threads_.emplace_back([this] { live(); });
            std::unique_lock lock(mutex_);
            change_.wait(lock, [this, i] { return ready_ == i + 1; });
        }
    }
    ~recorded_threads() {
        {
            const std::lock_guard guard(mutex_);
            done_ = true;
        }
        change_.notify_all();
        for (std::thread& thread : threads_) {
            thread.join();
        }
    }
    recorded_threads(const recorded_threads&) = delete;
    recorded_threads& operator=(const recorded_threads&) = delete;

private:
    using scope = dwell::detail::basic_scope<recorder<Durations>>;

    void live() {
        record();
        std::unique_lock lock(mutex_);
        ++ready_;
        change_.notify_all();
        change_.wait(lock, [this] { return done_; });
    }

    void record() {
        std::lognormal_distribution<double> nanoseconds(10, Durations::sigma);
        for (int module = 0; module < modules; ++module) {
            const scope in_module("module." + std::to_string(module));
            for (int step = 0; step < steps_per_module; ++step) {
                const dwell::interned_name name = dwell::intern("step." + std::to_string(step));
                for (int call = 0; call < calls_per_step; ++call) {
                    const scope in_step(name);
                    test_clock<Durations>::advance(static_cast<uint64_t>(nanoseconds(random_)));
                }
            }
        }
    }

    std::mt19937_64 random_{1};
    std::mutex mutex_;
    std::condition_variable change_;
    int ready_ = 0;
    bool done_ = false;
    std::vector<std::thread> threads_;
};

template <typename Durations>
void take_snapshots(benchmark::State& state) {
    bench::pin_to_cpu(0);
    for ([[maybe_unused]] auto _ : state) {
        benchmark::DoNotOptimize(take_snapshot<Durations>());
    }
}

template <typename Durations>
void take_snapshots_beside_writer(benchmark::State& state) {
    const bench::busy_thread writer(1, [] {
        static constinit dwell::detail::site here("writer", 6, "", 0);
        const dwell::detail::basic_scope<recorder<Durations>> scope(here);
    });
    take_snapshots<Durations>(state);
}

// The least that a reader of every counter could do: the call paths, and each power of two that holds something.
template <typename Durations>
void read_as_much_memory(benchmark::State& state) {
    bench::pin_to_cpu(0);
    constexpr size_t rows = Durations::sigma < 0.1 ? 1 : 6;
    using buckets = dwell::detail::live_histogram;
    constexpr size_t bytes_a_path =
        sizeof(dwell::detail::call_node) + rows * buckets::counters_per_row * sizeof(buckets::counter);
    const std::vector<uint64_t> memory(thread_count * 1000 * bytes_a_path / sizeof(uint64_t), 1);
    for ([[maybe_unused]] auto _ : state) {
        uint64_t sum = 0;
        for (const uint64_t word : memory) {
            sum += word;
        }
        benchmark::DoNotOptimize(sum);
    }
}

// With the clock that programs use, and the profile read over and over: nothing else is in it to read.
void record_scopes(benchmark::State& state) {
    bench::pin_to_cpu(0);
    for ([[maybe_unused]] auto _ : state) {
        TIMED_SCOPE("writer");
        benchmark::ClobberMemory();
    }
}

void record_scopes_beside_snapshots(benchmark::State& state) {
    const bench::busy_thread reader(1, [] { benchmark::DoNotOptimize(dwell::snapshot()); });
    record_scopes(state);
}

template <typename Durations>
void save_profile(benchmark::State& state) {
    bench::pin_to_cpu(0);
    const dwell::profile profile = take_snapshot<Durations>();
    std::string folder = (std::filesystem::temp_directory_path() / "dwell-bench-XXXXXX").string();
    if (mkdtemp(folder.data()) == nullptr) {
        state.SkipWithError("no temporary folder");
    }
    for ([[maybe_unused]] auto _ : state) {
        if (!dwell::save(profile, folder)) {
            state.SkipWithError("the profile was not saved");
        }
    }
    std::filesystem::remove_all(folder);
}

}  // namespace

int main(int argc, char** argv) {
    const recorded_threads<alike> threads_of_alike;
    const recorded_threads<spread> threads_of_spread;
    const std::string memory = "reading as much memory";
    const std::string asleep = "the same, the others asleep";
    const std::string alike_name = "snapshot of 8 threads x 1,000 call paths";
    const std::string spread_name = alike_name + ", durations spread widely";
    bench::ratio_table table;
    table.floor(memory, read_as_much_memory<alike>);
    table.floor(memory + ", widely", read_as_much_memory<spread>);
    table.floor(asleep, record_scopes);

    table.row(alike_name, take_snapshots<alike>, memory, "at most 5 ms");
    table.row(alike_name + ", while a thread records", take_snapshots_beside_writer<alike>, memory, "at most 5 ms");
    table.row(spread_name, take_snapshots<spread>, memory + ", widely");
    table.row("one scope, while another thread takes snapshots", record_scopes_beside_snapshots, asleep);
    table.row("save of that profile", save_profile<alike>, alike_name);
    table.row("save of that profile, durations spread widely", save_profile<spread>, spread_name);
    return table.run(argc, argv);
}
