// SPDX-License-Identifier: BSL-1.0
// The atomic word and the spin lock, alone and between threads.
#include <dwell/core/atomic_cell.hpp>

#include <cstring>
#include <new>
#include <thread>
#include <vector>

#include "support/catch.hpp"

using dwell::detail::atomic_cell;
using dwell::detail::spin_guard;
using dwell::detail::spin_lock;

namespace {
constinit atomic_cell<uint64_t> starts_before_main{41};
}

TEST_CASE("an atomic cell loads what was stored", "[core]") {
    atomic_cell<uint64_t> cell{};
    CHECK(cell.load() == 0);
    cell.store(7);
    CHECK(cell.load() == 7);
    cell.store_release(UINT64_MAX);
    CHECK(cell.load_acquire() == UINT64_MAX);
    cell.store(3);
    CHECK(cell.fetch_add(2) == 3);
    CHECK(cell.load() == 5);
    cell.add(10);
    CHECK(cell.load() == 15);
    starts_before_main.add(1);
    CHECK(starts_before_main.load() == 42);
}

TEST_CASE("an atomic cell holds pointers and bytes", "[core]") {
    int target = 0;
    atomic_cell<int*> pointer{};
    CHECK(pointer.load() == nullptr);
    pointer.store_release(&target);
    CHECK(pointer.load_acquire() == &target);
    atomic_cell<unsigned char> byte(255);
    byte.add(1);
    CHECK(byte.load() == 0);
}

TEST_CASE("an atomic cell made with {} is 0, whatever its memory held", "[core]") {
    alignas(atomic_cell<uint64_t>) unsigned char memory[4 * sizeof(atomic_cell<uint64_t>)];
    std::memset(memory, 0xa5, sizeof memory);
    struct table {
        atomic_cell<uint64_t> cells[4]{};
    };
    const auto* const made = new (memory) table{};
    for (const auto& cell : made->cells) {
        CHECK(cell.load() == 0);
    }
}

TEST_CASE("compare_exchange sets only what it expected, and says what it found", "[core]") {
    atomic_cell<int> cell(1);
    int expected = 2;
    CHECK_FALSE(cell.compare_exchange(expected, 9));
    CHECK(expected == 1);
    CHECK(cell.load() == 1);
    CHECK(cell.compare_exchange(expected, 9));
    CHECK(cell.load() == 9);
}

TEST_CASE("a release store publishes what was written before it", "[core]") {
    uint64_t payload = 0;
    atomic_cell<uint64_t> ready{};
    std::thread writer([&] {
        payload = 12345;
        ready.store_release(1);
    });
    while (ready.load_acquire() == 0) {
        std::this_thread::yield();
    }
    CHECK(payload == 12345);
    writer.join();
}

TEST_CASE("fetch_add and compare_exchange lose nothing between threads", "[core]") {
    constexpr int threads = 4;
    constexpr int rounds = 20000;
    atomic_cell<uint64_t> added{};
    atomic_cell<uint64_t> exchanged{};
    std::vector<std::thread> workers;
    for (int i = 0; i < threads; ++i) {
        workers.emplace_back([&] {
            for (int round = 0; round < rounds; ++round) {
                added.fetch_add(1);
                uint64_t seen = exchanged.load();
                while (!exchanged.compare_exchange(seen, seen + 1)) {
                }
            }
        });
    }
    for (std::thread& worker : workers) {
        worker.join();
    }
    CHECK(added.load() == uint64_t{threads} * rounds);
    CHECK(exchanged.load() == uint64_t{threads} * rounds);
}

TEST_CASE("a spin lock lets one thread in at a time", "[core]") {
    constexpr int threads = 4;
    constexpr int rounds = 20000;
    spin_lock lock;
    uint64_t plain = 0;
    std::vector<std::thread> workers;
    for (int i = 0; i < threads; ++i) {
        workers.emplace_back([&] {
            for (int round = 0; round < rounds; ++round) {
                const spin_guard guard(lock);
                ++plain;
            }
        });
    }
    for (std::thread& worker : workers) {
        worker.join();
    }
    CHECK(plain == uint64_t{threads} * rounds);
}
