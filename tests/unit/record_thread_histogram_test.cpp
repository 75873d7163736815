// SPDX-License-Identifier: BSL-1.0
// What a thread has of a concurrent histogram when it ends and the next one takes it over. Not on Windows, where a
// thread that ends cannot wait for one that starts.
#include "support/catch.hpp"

#include <dwell/record/concurrent_histogram.hpp>

#include <atomic>
#include <thread>

using dwell::concurrent_histogram;

TEST_CASE("a thread that ends no longer writes where the next one does") {
    constexpr uint64_t per_thread = 3'000'000;
    static concurrent_histogram values;
    static std::atomic<int> ready{0};
    struct records_at_end {
        static void record_when_both_are_ready() {
            for (++ready; ready != 2;) {
                std::this_thread::yield();
            }
            for (uint64_t i = 0; i < per_thread; ++i) {
                values.record(3);
            }
        }
        ~records_at_end() {
            // Starts after this thread has handed back what it had, so it goes on with that.
            std::thread next(record_when_both_are_ready);
            record_when_both_are_ready();
            next.join();
        }
    };
    std::thread([] {
        thread_local const records_at_end late;
        (void)&late;
        for (int i = 0; i < 100; ++i) {
            values.record(3);
        }
    }).join();
    CHECK(values.snapshot().count() == 2 * per_thread + 100);
    CHECK(values.snapshot().sum() == 3 * (2 * per_thread + 100));
}
