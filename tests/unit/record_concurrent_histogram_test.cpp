// SPDX-License-Identifier: BSL-1.0
// concurrent_histogram: every value of every thread, while threads and histograms come and go.
#include "support/catch.hpp"
#include "support/limits_guard.hpp"

#include <dwell/record/concurrent_histogram.hpp>

#include <atomic>
#include <cmath>
#include <deque>
#include <limits>
#include <memory>
#include <new>
#include <thread>
#include <vector>

namespace {

using dwell::concurrent_histogram;
using dwell::histogram;

template <typename Work>
void run_threads(int count, const Work& work) {
    std::vector<std::thread> threads;
    for (int i = 0; i < count; ++i) {
        threads.emplace_back([i, &work] { work(i); });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
}

// Spread over all powers of two, and repeatable.
uint64_t value_of(uint64_t thread, uint64_t i) {
    const uint64_t mixed = (thread * 1'000'003 + i + 1) * 0x9E37'79B9'7F4A'7C15U;
    return mixed >> (i % 60);
}

size_t writer_count() {
    size_t count = 0;
    for (auto* writer = dwell::detail::all_histogram_writers.first(); writer != nullptr; writer = writer->next) {
        ++count;
    }
    return count;
}

size_t writers_in_use() {
    size_t count = 0;
    for (auto* writer = dwell::detail::all_histogram_writers.first(); writer != nullptr; writer = writer->next) {
        count += writer->in_use.load();
    }
    return count;
}

constinit concurrent_histogram static_one;

}  // namespace

TEST_CASE("a concurrent histogram that nobody wrote to is empty") {
    const concurrent_histogram values;
    CHECK(values.snapshot() == histogram());
    CHECK(values.snapshot().percentile(99) == 0.0);
    CHECK(values.lost() == 0);
}

TEST_CASE("a concurrent histogram holds what a plain one would, from any number of threads") {
    constexpr int thread_count = 8;
    // Fewer values than make a thread's own buckets, as many, and many more.
    const int per_thread = GENERATE(1, 63, 64, 65, 1000, 20'000);
    concurrent_histogram values;
    run_threads(thread_count, [&](int thread) {
        for (int i = 0; i < per_thread; ++i) {
            values.record(value_of(static_cast<uint64_t>(thread), static_cast<uint64_t>(i)));
        }
    });
    histogram expected;
    for (int thread = 0; thread < thread_count; ++thread) {
        for (int i = 0; i < per_thread; ++i) {
            expected.record(value_of(static_cast<uint64_t>(thread), static_cast<uint64_t>(i)));
        }
    }
    CHECK(values.snapshot() == expected);
    CHECK(values.snapshot().bounds_are_exact());
}

TEST_CASE("a concurrent histogram takes every type of value, and counts what does not fit") {
    const int before = GENERATE(0, 200);  // as a guest, and with buckets of its own
    concurrent_histogram values;
    histogram expected;
    for (int i = 0; i < before; ++i) {
        values.record(100);
        expected.record(100);
    }
    const auto both = [&](auto value, uint64_t times) {
        values.record(value, times);
        expected.record(value, times);
    };
    both(7U, 1);
    both(-1, 1);
    both(-0.5F, 3);
    both(std::numeric_limits<double>::quiet_NaN(), 2);
    both(std::numeric_limits<double>::infinity(), 1);
    both(1e30L, 4);
    both(2.9, 5);
    both(uint64_t{1} << 40U, 1'000'000'007);
    both(12, 0);
    CHECK(values.snapshot() == expected);
    CHECK(values.snapshot().refused() == 6);
    CHECK(values.snapshot().over_range() == 5);
}

TEST_CASE("a concurrent histogram says so where a count would pass 2^64 - 1") {
    const int before = GENERATE(0, 200);
    concurrent_histogram values;
    for (int i = 0; i < before; ++i) {
        values.record(5);
    }
    values.record(5, std::numeric_limits<uint64_t>::max() - 10);
    values.record(5, 100);
    CHECK(values.snapshot().saturated());
    CHECK(values.snapshot().count() == std::numeric_limits<uint64_t>::max());
    // One at a time, the way that is fast.
    for (int i = 0; i < 200; ++i) {
        values.record(5);
    }
    CHECK(values.snapshot().saturated());
    CHECK(values.snapshot().count() == std::numeric_limits<uint64_t>::max());
}

TEST_CASE("a concurrent histogram says so where single values would pass 2^64 - 1") {
    const int before = GENERATE(0, 200);
    concurrent_histogram values;
    for (int i = 0; i < before; ++i) {
        values.record(5);
    }
    // Each of them far from it.
    values.record(5, (std::numeric_limits<uint64_t>::max() >> 1U) - 300);
    values.record(5, (std::numeric_limits<uint64_t>::max() >> 1U));
    for (int i = 0; i < 1000; ++i) {
        values.record(5);
    }
    CHECK(values.snapshot().saturated());
    CHECK(values.snapshot().count() == std::numeric_limits<uint64_t>::max());
}

TEST_CASE("a concurrent histogram counts up to 2^64 - 1, single values and whole runs in turn") {
    const int before = GENERATE(0, 200);
    const uint64_t times = GENERATE(uint64_t{1} << 61U, uint64_t{1} << 62U, (uint64_t{1} << 63U) - 500);
    concurrent_histogram values;
    histogram expected;
    const auto both = [&](uint64_t n) {
        values.record(5, n);
        expected.record(5, n);
    };
    for (int i = 0; i < before; ++i) {
        both(1);
    }
    both(times);
    for (int i = 0; i < 200; ++i) {
        both(1);
    }
    both(times);
    CHECK(values.snapshot() == expected);
}

TEST_CASE("a concurrent histogram's misfits stay at 2^64 - 1, too") {
    const int before = GENERATE(0, 200);
    concurrent_histogram values;
    for (int i = 0; i < before; ++i) {
        values.record(5);
    }
    for (int i = 0; i < 2; ++i) {
        values.record(-1, std::numeric_limits<uint64_t>::max() - 10);
        values.record(1e30, std::numeric_limits<uint64_t>::max() - 10);
    }
    CHECK(values.snapshot().refused() == std::numeric_limits<uint64_t>::max());
    CHECK(values.snapshot().over_range() == std::numeric_limits<uint64_t>::max());
}

TEST_CASE("the sum of a concurrent histogram has 128 bits") {
    concurrent_histogram values;
    histogram expected;
    for (int i = 0; i < 1000; ++i) {
        values.record(std::numeric_limits<uint64_t>::max());
        expected.record(std::numeric_limits<uint64_t>::max());
    }
    CHECK(values.snapshot() == expected);
    CHECK(values.snapshot().sum_high() == 999);
}

TEST_CASE("snapshots while threads record never go backwards, and their differences add up") {
    constexpr int writer_threads = 4;
    concurrent_histogram values;
    std::atomic<int> running{writer_threads};
    std::vector<std::thread> writers;
    for (int thread = 0; thread < writer_threads; ++thread) {
        writers.emplace_back([&, thread] {
            for (uint64_t i = 0; i < 200'000; ++i) {
                values.record(value_of(static_cast<uint64_t>(thread), i));
            }
            --running;
        });
    }
    histogram previous;
    histogram intervals;
    bool went_forwards = true;
    while (running != 0) {
        const histogram now = values.snapshot();
        histogram interval = now;
        went_forwards &= interval.subtract(previous);
        intervals.merge(interval);
        previous = now;
    }
    for (std::thread& writer : writers) {
        writer.join();
    }
    histogram last = values.snapshot();
    CHECK(last.count() == writer_threads * uint64_t{200'000});
    went_forwards &= last.subtract(previous);
    intervals.merge(last);
    CHECK(went_forwards);
    CHECK(intervals.count() == values.snapshot().count());
    CHECK(intervals.sum_low() == values.snapshot().sum_low());
    CHECK(intervals.sum_high() == values.snapshot().sum_high());
}

TEST_CASE("a histogram's place is free for the next one when it is gone, whoever wrote to it") {
    constexpr int rounds = 200;
    constexpr int thread_count = 4;
    std::unique_ptr<concurrent_histogram> values;
    std::atomic<int> round{0};
    std::atomic<int> done{0};
    std::vector<std::thread> threads;
    for (int thread = 0; thread < thread_count; ++thread) {
        threads.emplace_back([&] {
            for (int mine = 1; mine <= rounds; ++mine) {
                while (round != mine) {
                    std::this_thread::yield();
                }
                for (int i = 0; i < 150; ++i) {
                    values->record(mine);
                }
                ++done;
            }
        });
    }
    bool all_right = true;
    for (int now = 1; now <= rounds; ++now) {
        values = std::make_unique<concurrent_histogram>();
        done = 0;
        round = now;
        while (done != thread_count) {
            std::this_thread::yield();
        }
        const histogram seen = values->snapshot();
        all_right &= seen.count() == thread_count * 150 && (seen.min)() == static_cast<uint64_t>(now) &&
                     (seen.max)() == static_cast<uint64_t>(now);
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    CHECK(all_right);
    values.reset();
    CHECK(dwell::detail::all_histogram_writers.own_bytes() == 0);
}

TEST_CASE("threads that come one after the other share the memory of one") {
    concurrent_histogram values;
    const size_t before = writer_count();
    for (int i = 0; i < 300; ++i) {
        std::thread([&] {
            for (int k = 0; k < 100; ++k) {
                values.record(1000);
            }
        }).join();
    }
    CHECK(values.snapshot().count() == 30'000);
    CHECK(writer_count() <= (before == 0 ? 1 : before));
    CHECK(dwell::detail::all_histogram_writers.own_bytes() <= 2048);
}

TEST_CASE("thousands of histograms and many threads stay below the limit, and lose nothing") {
    constexpr size_t histogram_count = 10'000;
    constexpr int thread_count = 64;
    constexpr int per_thread = 70;
    dwell::recording_limits limits;
    limits.concurrent_histogram_bytes = 1 << 20;
    const test::limits_guard guard(limits);
    auto many = std::make_unique<concurrent_histogram[]>(histogram_count);
    run_threads(thread_count, [&](int thread) {
        // Each thread writes to a thousand of them, often enough for buckets of its own, and a little to all.
        for (size_t i = 0; i < histogram_count; ++i) {
            many[i].record(thread);
        }
        for (size_t i = 0; i < 1000; ++i) {
            for (int k = 1; k < per_thread; ++k) {
                many[i * 10].record(1000 + k);
            }
        }
    });
    uint64_t total = 0;
    for (size_t i = 0; i < histogram_count; ++i) {
        total += many[i].snapshot().count();
    }
    CHECK(total == thread_count * (histogram_count + 1000 * (per_thread - 1)));
    CHECK(many[10].snapshot().count() == thread_count * uint64_t{per_thread});
    CHECK(dwell::detail::all_histogram_writers.own_bytes() <= limits.concurrent_histogram_bytes);
    CHECK(dwell::detail::all_histogram_writers.own_bytes() > limits.concurrent_histogram_bytes / 2);
    many.reset();
    CHECK(dwell::detail::all_histogram_writers.own_bytes() == 0);
}

TEST_CASE("values beyond the limit of own buckets are counted in the shared ones") {
    dwell::recording_limits limits;
    limits.concurrent_histogram_bytes = 3000;  // a part of its own and one row
    const test::limits_guard guard(limits);
    concurrent_histogram values;
    histogram expected;
    for (uint64_t i = 0; i < 10'000; ++i) {
        values.record(value_of(0, i));
        expected.record(value_of(0, i));
    }
    CHECK(values.snapshot() == expected);
    CHECK(dwell::detail::all_histogram_writers.own_bytes() > 0);
    CHECK(dwell::detail::all_histogram_writers.own_bytes() <= 3000);
}

TEST_CASE("destructors of thread_local objects record, too") {
    struct records_at_end {
        ~records_at_end() {
            for (int i = 0; i < 100; ++i) {
                static_one.record(9);
            }
        }
    };
    const size_t in_use_before = writers_in_use();
    std::thread([] {
        // Made first, so destroyed last: after the thread has handed its part back.
        thread_local const records_at_end late;
        (void)&late;
        for (int i = 0; i < 100; ++i) {
            static_one.record(3);
        }
    }).join();
    CHECK(writers_in_use() == in_use_before);
    const histogram seen = static_one.snapshot();
    CHECK(seen.count() == 200);
    CHECK(seen.sum() == 1200);
}

TEST_CASE("a whole histogram merges into a concurrent one") {
    histogram first;
    first.record(3);
    first.record(1'000'000, 5);
    first.record(-1);
    first.record(1e30);
    concurrent_histogram values;
    values.record(17);
    values.merge(first);
    values.merge(histogram());
    histogram expected = first;
    expected.record(17);
    CHECK(values.snapshot() == expected);
}

TEST_CASE("what merges into a concurrent histogram does not become more certain than it was") {
    histogram bounds;
    bounds.record(1000);
    const histogram earlier = bounds;
    bounds.record(100'000);
    bounds.record(100'001);
    REQUIRE(bounds.subtract(earlier));
    REQUIRE(!bounds.bounds_are_exact());
    histogram full;
    full.record(1000, std::numeric_limits<uint64_t>::max() - 5);
    full.record(5, 1000);
    REQUIRE(full.saturated());
    for (const histogram& each : {bounds, full}) {
        concurrent_histogram values;
        histogram expected;
        values.merge(each);
        expected.merge(each);
        CHECK(values.snapshot() == expected);
        values.merge(histogram());
        CHECK(values.snapshot() == expected);
    }
}

TEST_CASE("a histogram's values are there once another thread may have its number") {
    // Made and destroyed in one thread while others record to their own, with snapshots of all in between.
    constexpr int thread_count = 4;
    const uint64_t own_bytes_before = dwell::detail::all_histogram_writers.own_bytes();
    std::atomic<bool> all_right{true};
    run_threads(thread_count, [&](int thread) {
        for (int round = 0; round < 300; ++round) {
            concurrent_histogram mine;
            concurrent_histogram also_mine;
            for (int i = 0; i < 70; ++i) {
                mine.record(thread);
                also_mine.record(1000 + thread);
            }
            const histogram seen = mine.snapshot();
            const histogram also_seen = also_mine.snapshot();
            const auto value = static_cast<uint64_t>(thread);
            if (seen.count() != 70 || seen.sum() != 70 * value || also_seen.sum() != 70 * (1000 + value)) {
                all_right = false;
            }
        }
    });
    CHECK(all_right);
    CHECK(dwell::detail::all_histogram_writers.own_bytes() == own_bytes_before);
}

TEST_CASE("no two registries give a histogram the same identity") {
    // As far apart as a loader that aligns to huge pages puts two copies of a plugin.
    constexpr size_t apart = size_t{8} << 20U;
    std::vector<char> memory(apart + sizeof(dwell::detail::histogram_writers));
    auto* const first = ::new (static_cast<void*>(memory.data())) dwell::detail::histogram_writers;
    auto* const second = ::new (static_cast<void*>(memory.data() + apart)) dwell::detail::histogram_writers;
    CHECK(first->take_identity() != second->take_identity());
}

TEST_CASE("one thread may write to many histograms in turn") {
    // More than the table of recent ones holds: those of one slot take turns.
    std::deque<concurrent_histogram> many(100);
    for (int i = 0; i < 1000; ++i) {
        for (size_t which = 0; which < many.size(); ++which) {
            many[which].record(which);
        }
    }
    bool all_right = true;
    for (size_t which = 0; which < many.size(); ++which) {
        const histogram seen = many[which].snapshot();
        all_right &= seen.count() == 1000 && (seen.min)() == which && (seen.max)() == which;
    }
    CHECK(all_right);
}

TEST_CASE("a concurrent histogram records what a stalled load generator missed") {
    concurrent_histogram values;
    histogram expected;
    for (const double value : {1.0, 95.0, 100'000.0, 5.0, -1.0}) {
        values.record_with_expected_interval(value, 10);
        expected.record_with_expected_interval(value, 10);
    }
    CHECK(values.snapshot() == expected);
    CHECK(values.snapshot().count() == 4 + 8 + 9'999);
}
