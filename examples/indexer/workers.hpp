// SPDX-License-Identifier: BSL-1.0
// Several threads on one job, while the caller watches.
#ifndef INDEXER_WORKERS_HPP
#define INDEXER_WORKERS_HPP

#include <dwell/scope.hpp>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "progress.hpp"

namespace indexer {

/// Runs `work(worker)` for each worker from 0 to `count - 1`, each on a thread of this name, and returns when all are
/// done. `work` does not throw.
template <typename Work>
void run_workers(unsigned count, const char* name, progress& shown, const Work& work) {
    TIMED_SCOPE("workers.wait");
    std::mutex mutex;
    std::condition_variable one_is_done;
    unsigned running = count;
    std::vector<std::thread> threads;
    threads.reserve(count);
    for (unsigned worker = 0; worker < count; ++worker) {
        threads.emplace_back([&, worker] {
            dwell::set_thread_name(name);
            work(worker);
            const std::lock_guard lock(mutex);
            --running;
            one_is_done.notify_one();
        });
    }
    {
        std::unique_lock lock(mutex);
        while (!one_is_done.wait_for(lock, std::chrono::milliseconds(50), [&] { return running == 0; })) {
            shown.show();
        }
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
}

}  // namespace indexer

#endif
