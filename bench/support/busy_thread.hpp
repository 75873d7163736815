// SPDX-License-Identifier: BSL-1.0
// A thread that does one thing over and over, on a CPU of its own, while something else is measured.
#ifndef BENCH_SUPPORT_BUSY_THREAD_HPP
#define BENCH_SUPPORT_BUSY_THREAD_HPP

#include "support/machine.hpp"

#include <atomic>
#include <thread>
#include <utility>

namespace bench {

class busy_thread {
public:
    template <typename Once>
    busy_thread(int cpu, Once once)
        : thread_([this, cpu, once = std::move(once)] {
              pin_to_cpu(cpu);
              while (!done_.load(std::memory_order_relaxed)) {
                  once();
                  began_.store(true, std::memory_order_relaxed);
              }
          }) {
        while (!began_.load(std::memory_order_relaxed)) {
            std::this_thread::yield();
        }
    }
    ~busy_thread() {
        done_.store(true, std::memory_order_relaxed);
        thread_.join();
    }
    busy_thread(const busy_thread&) = delete;
    busy_thread& operator=(const busy_thread&) = delete;

private:
    std::atomic<bool> done_{false};
    std::atomic<bool> began_{false};
    std::thread thread_;  // last: it uses the others
};

}  // namespace bench

#endif
