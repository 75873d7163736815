// SPDX-License-Identifier: BSL-1.0
// Many threads that free what others allocated: allocated less freed is live, exactly.
#include "memory_support.hpp"
#include "support/catch.hpp"

#include <atomic>
#include <cstdint>
#include <thread>
#include <vector>

namespace {

constexpr int threads = 64;
constexpr int rounds = 200;
constexpr int slots = 512;

// Each thread puts blocks into slots that all share, and frees what it finds there.
void exchange(std::atomic<std::vector<char>*>* shared, unsigned seed) {
    for (int i = 0; i < rounds; ++i) {
        TIMED_SCOPE("exchange");
        seed = seed * 1664525U + 1013904223U;
        auto* const fresh = new std::vector<char>(1 + seed % 5000);
        delete shared[(seed >> 12U) % slots].exchange(fresh);
    }
}

}  // namespace

TEST_CASE("64 threads allocate and free each other's memory: allocated less freed is live", "[memory]") {
    dwell::set_heap_interval(1);
    const dwell::memory_counts before = all_memory(dwell::snapshot());
    static std::atomic<std::vector<char>*> shared[slots]{};
    {
        std::vector<std::thread> all;
        for (int i = 0; i < threads; ++i) {
            all.emplace_back(exchange, shared, static_cast<unsigned>(i));
        }
        for (std::thread& thread : all) {
            thread.join();
        }
    }
    std::uint64_t held_blocks = 0;
    std::uint64_t held_bytes = 0;
    for (const std::atomic<std::vector<char>*>& slot : shared) {
        if (const std::vector<char>* const here = slot.load()) {
            held_blocks += 2;
            held_bytes += sizeof(*here) + here->size();
        }
    }
    const dwell::profile profile = dwell::snapshot();
    if (dwell::counts_allocations()) {
        const dwell::memory_counts counts = self_memory(profile, "exchange");
        CHECK(counts.allocations == 2U * threads * rounds);
        CHECK(counts.allocations - counts.frees == held_blocks);
        const dwell::call_path& path = profile.paths()[*profile.find_path("exchange")];
        CHECK(path.self_live.blocks == static_cast<double>(held_blocks));
        CHECK(path.self_live.bytes_variance == 0.0);
        CHECK(path.self_live.bytes == static_cast<double>(counts.allocated_bytes - counts.freed_bytes));
        if (counts_requested) {
            CHECK(counts.allocated_bytes - counts.freed_bytes == held_bytes);
        }
    }
    for (std::atomic<std::vector<char>*>& slot : shared) {
        delete slot.exchange(nullptr);
    }
    if (dwell::counts_allocations()) {
        const dwell::profile after = dwell::snapshot();
        CHECK(self_memory(after, "exchange").allocations == 2U * threads * rounds);
        CHECK(after.paths()[*after.find_path("exchange")].self_live.blocks == 0.0);
        CHECK(all_memory(after).frees > before.frees);
    }
}

TEST_CASE("what threads allocate before their first scope and after their last one is outside", "[memory]") {
    RETURN_UNLESS_COUNTED();
    const dwell::memory_counts before = dwell::snapshot().memory().outside;
    std::thread([] {
        delete opaque(new int(1));
        { TIMED_SCOPE("inside"); }
        delete opaque(new int(2));
    }).join();
    const dwell::profile profile = dwell::snapshot();
    CHECK(self_memory(profile, "inside").allocations == 0);
    // A thread itself takes one block for what it runs.
    CHECK(profile.memory().outside.allocations - before.allocations == 3);
    CHECK(profile.memory().outside.frees - before.frees == 3);
}

namespace {

struct allocates_at_the_end {
    allocates_at_the_end() { TIMED_SCOPE("first"); }
    ~allocates_at_the_end() { delete opaque(new int(3)); }
};

}  // namespace

TEST_CASE("a thread's last destructors are counted too", "[memory]") {
    RETURN_UNLESS_COUNTED();
    const dwell::memory_counts before = dwell::snapshot().memory().outside;
    std::thread([] {
        static thread_local allocates_at_the_end last;
        (void)last;
    }).join();
    const dwell::memory_counts after = dwell::snapshot().memory().outside;
    CHECK(after.allocations - before.allocations == 2);
    CHECK(after.freed_bytes - before.freed_bytes == after.allocated_bytes - before.allocated_bytes);
}

TEST_CASE("readers and writers of the live heap at once", "[memory]") {
    dwell::set_heap_interval(10'000);
    std::atomic<bool> stop{false};
    std::thread reader([&] {
        while (!stop) {
            (void)dwell::snapshot();
        }
    });
    std::vector<std::thread> writers;
    for (unsigned i = 0; i < 4; ++i) {
        writers.emplace_back([i] {
            std::vector<std::vector<char>> held(50);
            for (unsigned k = 0; k < 5'000; ++k) {
                TIMED_SCOPE("writer");
                held[(k * 7 + i) % held.size()] = std::vector<char>(k % 3000);
            }
        });
    }
    for (std::thread& writer : writers) {
        writer.join();
    }
    stop = true;
    reader.join();
    const dwell::profile profile = dwell::snapshot();
    CHECK(profile.memory().lost_samples == 0);
    if (dwell::counts_allocations()) {
        CHECK(profile.paths()[*profile.find_path("writer")].self_live.samples == 0);
    }
}
