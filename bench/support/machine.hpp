// SPDX-License-Identifier: BSL-1.0
// What every benchmark needs of the machine: a CPU of its own, a second thread, and the clock's bare cost.
#ifndef BENCH_SUPPORT_MACHINE_HPP
#define BENCH_SUPPORT_MACHINE_HPP

#include <dwell/core/tsc_clock.hpp>

#include <benchmark/benchmark.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#if defined(__linux__)
#include <sched.h>
#endif

namespace bench {

/// Keeps the calling thread on the `index`-th CPU that this process may use; does nothing where there is none.
inline void pin_to_cpu(int index) {
#if defined(__linux__)
    // The mask as the process was started with: a thread inherits that of a thread that is pinned already.
    static const cpu_set_t usable = [] {
        cpu_set_t mask;
        if (sched_getaffinity(0, sizeof mask, &mask) != 0) {
            CPU_ZERO(&mask);
        }
        return mask;
    }();
    for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
        if (CPU_ISSET(cpu, &usable) && index-- == 0) {
            cpu_set_t one;
            CPU_ZERO(&one);
            CPU_SET(cpu, &one);
            sched_setaffinity(0, sizeof one, &one);
        }
    }
#else
    (void)index;
#endif
}

/// A thread that sleeps: glibc and libstdc++ skip atomic instructions while a process has only one.
class idle_thread {
public:
    idle_thread() = default;
    ~idle_thread() {
        {
            const std::lock_guard guard(mutex_);
            done_ = true;
        }
        wake_.notify_one();
        thread_.join();
    }
    idle_thread(const idle_thread&) = delete;
    idle_thread& operator=(const idle_thread&) = delete;

private:
    std::mutex mutex_;
    std::condition_variable wake_;
    bool done_ = false;
    std::thread thread_{[this] {
        std::unique_lock lock(mutex_);
        wake_.wait(lock, [this] { return done_; });
    }};
};

#if DWELL_DETAIL_HAS_TSC
inline constexpr const char* clock_reading = "`rdtsc`";
inline uint64_t read_bare_clock() { return dwell::detail::read_counter(); }
#else
inline constexpr const char* clock_reading = "clock reading";
inline uint64_t read_bare_clock() { return dwell::tsc_clock::now(); }
#endif

/// The floor of every scope: no measurement of a duration can do with less.
inline void read_clock_twice(benchmark::State& state) {
    pin_to_cpu(state.thread_index());
    for ([[maybe_unused]] auto _ : state) {
        benchmark::DoNotOptimize(read_bare_clock());
        benchmark::DoNotOptimize(read_bare_clock());
    }
}

inline void loop_empty(benchmark::State& state) {
    pin_to_cpu(state.thread_index());
    for ([[maybe_unused]] auto _ : state) {
        benchmark::DoNotOptimize(0);  // clang++ drops a loop of ClobberMemory alone
    }
}

/// Work of about 24 ns on the machine of docs/overhead.md: multiplications that wait for one another, from call to call
/// too, so that the processor has room for whatever else there is to do.
struct dependent_work {
    DWELL_ALWAYS_INLINE void operator()() {
        for (int i = 0; i < 20; ++i) {
            value = (value ^ (value >> 32U)) * 0x9e3779b97f4a7c15U;
        }
        benchmark::DoNotOptimize(value);
    }
    uint64_t value = 1;
};

/// Work of about as long that leaves little room: as many chains side by side as the processor can take.
struct independent_work {
    DWELL_ALWAYS_INLINE void operator()() {
        uint64_t a = value;
        uint64_t b = a + 1;
        uint64_t c = a + 2;
        uint64_t d = a + 3;
        uint64_t e = a + 4;
        uint64_t f = a + 5;
        for (int i = 0; i < 18; ++i) {
            mix(a);
            mix(b);
            mix(c);
            mix(d);
            mix(e);
            mix(f);
        }
        value = a ^ b ^ c ^ d ^ e ^ f;
        benchmark::DoNotOptimize(value);
    }
    DWELL_ALWAYS_INLINE static void mix(uint64_t& x) {
        x ^= x << 13U;
        x ^= x >> 7U;
#if defined(__GNUC__)
        __asm__("" : "+r"(x));  // or the compiler makes vectors of them
#endif
    }
    uint64_t value = 1;
};

/// The floor of what surrounds work.
template <typename Work>
void work_alone(benchmark::State& state) {
    pin_to_cpu(state.thread_index());
    Work work;
    for ([[maybe_unused]] auto _ : state) {
        work();
    }
    benchmark::DoNotOptimize(work);
}

}  // namespace bench

#endif
