// SPDX-License-Identifier: BSL-1.0
// How long a snapshot of 8 threads with 1,000 call paths each takes, whether it slows a thread down that records
// meanwhile, and what saving it costs: the price of a program's exit under DWELL_OUT.
#include "support/busy_thread.hpp"
#include "support/machine.hpp"
#include "support/ratio_table.hpp"

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

/// Threads that have recorded, and live on.
class recorded_threads {
public:
    recorded_threads() {
        for (int i = 0; i < thread_count; ++i) {
            threads_.emplace_back([this, i] { live(static_cast<unsigned>(i)); });
        }
        std::unique_lock lock(mutex_);
        change_.wait(lock, [this] { return ready_ == thread_count; });
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
    void live(unsigned seed) {
        record(seed);
        std::unique_lock lock(mutex_);
        ++ready_;
        change_.notify_all();
        change_.wait(lock, [this] { return done_; });
    }

    // Durations as programs have them: lognormal, so that each call path fills several powers of two.
    static void record(unsigned seed) {
        std::mt19937_64 random(seed);
        std::lognormal_distribution<double> ticks(7, 1);
        for (int module = 0; module < modules; ++module) {
            TIMED_SCOPE_DYNAMIC("module." + std::to_string(module));
            for (int step = 0; step < steps_per_module; ++step) {
                const dwell::interned_name name = dwell::intern("step." + std::to_string(step));
                for (int call = 0; call < calls_per_step; ++call) {
                    const auto length = static_cast<uint64_t>(ticks(random));
                    TIMED_SCOPE_DYNAMIC(name);
                    const uint64_t end = dwell::tsc_clock::now() + length;
                    while (dwell::tsc_clock::now() < end) {
                    }
                }
            }
        }
    }

    std::mutex mutex_;
    std::condition_variable change_;
    int ready_ = 0;
    bool done_ = false;
    std::vector<std::thread> threads_;
};

void record_one_scope() {
    TIMED_SCOPE("writer");
    benchmark::ClobberMemory();
}

void take_snapshots(benchmark::State& state) {
    bench::pin_to_cpu(0);
    for ([[maybe_unused]] auto _ : state) {
        benchmark::DoNotOptimize(dwell::snapshot());
    }
}

void take_snapshots_beside_writer(benchmark::State& state) {
    const bench::busy_thread writer(1, record_one_scope);
    take_snapshots(state);
}

// The least that a reader of every counter could do: the call paths, and the powers of two that hold something.
void read_as_much_memory(benchmark::State& state) {
    bench::pin_to_cpu(0);
    constexpr size_t powers_of_two_a_path = 5;
    constexpr size_t bytes_a_path =
        sizeof(dwell::detail::call_node) + powers_of_two_a_path * sizeof(dwell::detail::live_histogram::octave);
    const std::vector<uint64_t> memory(thread_count * 1000 * bytes_a_path / sizeof(uint64_t), 1);
    for ([[maybe_unused]] auto _ : state) {
        uint64_t sum = 0;
        for (const uint64_t word : memory) {
            sum += word;
        }
        benchmark::DoNotOptimize(sum);
    }
}

void record_scopes(benchmark::State& state) {
    bench::pin_to_cpu(0);
    for ([[maybe_unused]] auto _ : state) {
        record_one_scope();
    }
}

void record_scopes_beside_snapshots(benchmark::State& state) {
    const bench::busy_thread reader(1, [] { benchmark::DoNotOptimize(dwell::snapshot()); });
    record_scopes(state);
}

void save_profile(benchmark::State& state) {
    bench::pin_to_cpu(0);
    const dwell::profile profile = dwell::snapshot();
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
    const recorded_threads threads;
    const std::string memory = "reading as much memory";
    const std::string alone = "one scope, other threads asleep";
    const std::string snapshot = "snapshot of 8 threads x 1,000 call paths";
    bench::ratio_table table;
    table.floor(memory, read_as_much_memory);
    table.floor(alone, record_scopes);

    table.row(snapshot, take_snapshots, memory, "at most 5 ms");
    table.row(snapshot + ", while a thread records", take_snapshots_beside_writer, memory, "at most 5 ms");
    table.row("one scope, while another thread takes snapshots", record_scopes_beside_snapshots, alone);
    table.row("save of that profile, all files", save_profile, snapshot);
    return table.run(argc, argv);
}
