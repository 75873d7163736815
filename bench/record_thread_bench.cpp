// SPDX-License-Identifier: BSL-1.0
// What recording costs once a thread and once a call path: the time of a thread's first scope, and memory.
#include "support/machine.hpp"
#include "support/ratio_table.hpp"

#include <dwell/core/machine.hpp>
#include <dwell/core/manual_clock.hpp>
#include <dwell/scope.hpp>

#include <benchmark/benchmark.h>

#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#if defined(__linux__)
#include <unistd.h>
#endif

namespace {

void start_thread(benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) {
        std::thread([] {}).join();
    }
}

void start_thread_with_scope(benchmark::State& state) {
    for ([[maybe_unused]] auto _ : state) {
        std::thread([] { TIMED_SCOPE("thread"); }).join();
    }
}

/// Bytes of the process that are in memory; 0 where the system does not say.
double resident_bytes() {
#if defined(__linux__)
    const std::string pages = dwell::detail::read_text_file("/proc/self/statm");
    const size_t second = pages.find(' ');
    if (second != std::string::npos) {
        return std::strtod(pages.c_str() + second, nullptr) * static_cast<double>(sysconf(_SC_PAGESIZE));
    }
#endif
    return 0;
}

using still_clock = dwell::manual_clock<struct memory_tag>;
using scope = dwell::detail::basic_scope<dwell::detail::recorder<still_clock>>;

constexpr int rounds = 7;
constexpr int paths_a_round = 1000;

/// Bytes a call path, for `rounds` times new ones, whose two scopes take `shortest` and then `longest` ns.
bench::measurements memory_of_path(const std::string& parent, uint64_t shortest, uint64_t longest) {
    std::vector<dwell::interned_name> names;
    for (int i = 0; i < paths_a_round; ++i) {
        names.push_back(dwell::intern("path." + std::to_string(i)));
    }
    bench::measurements result;
    for (int round = 0; round < rounds; ++round) {
        const scope in_parent(parent + std::to_string(round));
        const double before = resident_bytes();
        for (const dwell::interned_name& name : names) {
            // A duration goes into its bucket when the next one comes: hence the last.
            for (const uint64_t duration : {shortest, longest, longest}) {
                const scope in_path(name);
                still_clock::advance(duration);
            }
        }
        result.values.push_back((resident_bytes() - before) / paths_a_round);
    }
    return result;
}

/// Bytes a thread that lives and does `work`.
template <typename Work>
bench::measurements memory_of_thread(Work work) {
    constexpr int threads_a_round = 64;
    bench::measurements result;
    std::mutex mutex;
    std::condition_variable change;
    int ready = 0;
    bool done = false;
    std::vector<std::thread> threads;
    for (int round = 0; round < rounds; ++round) {
        const double before = resident_bytes();
        for (int i = 0; i < threads_a_round; ++i) {
            threads.emplace_back([&] {
                work();
                std::unique_lock lock(mutex);
                ++ready;
                change.notify_all();
                change.wait(lock, [&] { return done; });
            });
        }
        std::unique_lock lock(mutex);
        change.wait(lock, [&] { return ready == (round + 1) * threads_a_round; });
        result.values.push_back((resident_bytes() - before) / threads_a_round);
    }
    {
        const std::lock_guard guard(mutex);
        done = true;
    }
    change.notify_all();
    for (std::thread& thread : threads) {
        thread.join();
    }
    return result;
}

void print_memory() {
    // Both allocate: a thread's first allocation may make a heap of its own.
    const auto allocate = [] { benchmark::DoNotOptimize(std::vector<char>(100)); };
    const bench::measurements plain_thread = memory_of_thread(allocate);
    const bench::measurements thread = memory_of_thread([&] {
        allocate();
        TIMED_SCOPE("memory.thread");
    });
    bench::print_row("memory of a thread with one scope", thread, "a thread", &plain_thread, "", bench::bytes_text);
    const bench::measurements narrow = memory_of_path("narrow.", 1000, 1000);
    bench::print_row("memory of a call path, durations in one power of two", narrow, "", nullptr, "",
                     bench::bytes_text);
    const bench::measurements wide = memory_of_path("wide.", 1000, 2000);
    bench::print_row("memory of a call path, durations in two powers of two", wide, "one power of two", &narrow, "",
                     bench::bytes_text);
}

}  // namespace

int main(int argc, char** argv) {
    const std::string thread = "a thread that starts and ends";
    bench::ratio_table table;
    table.floor(thread, start_thread)->MeasureProcessCPUTime();
    table.row("a thread that starts, records one scope and ends", start_thread_with_scope, thread)
        ->MeasureProcessCPUTime();
    const int status = table.run(argc, argv);
    if (status == 0) {
        print_memory();
    }
    return status;
}
