// SPDX-License-Identifier: BSL-1.0
// What one callable allocates on one thread.
#include "memory_support.hpp"
#include "support/catch.hpp"

#include <atomic>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

TEST_CASE("what allocates nothing has zeros, but for programs where nothing counts", "[memory]") {
    int sum = 0;
    const dwell::allocation_count nothing = dwell::allocations([&] { sum += 1; });
    CHECK(sum == 1);
    if (dwell::counts_allocations()) {
        CHECK(nothing == dwell::allocation_count{});
    } else {
        CHECK(nothing.count == dwell::unknown_allocations);
        CHECK(nothing.leaked == dwell::unknown_allocations);
    }
}

TEST_CASE("count, bytes, peak and leak of one callable", "[memory]") {
    RETURN_UNLESS_COUNTED();
    std::unique_ptr<char[]> kept;
    const dwell::allocation_count counted = dwell::allocations([&] {
        for (int i = 0; i < 3; ++i) {
            delete opaque(new double(i));
        }
        kept.reset(opaque(new char[1000]));
        delete[] opaque(new char[500]);
    });
    CHECK(counted.count == 5);
    CHECK(counted.leaked_blocks == 1);
    if (counts_requested) {
        CHECK(counted.bytes == 3 * 8 + 1000 + 500);
        CHECK(counted.peak == 1500);
        CHECK(counted.leaked == 1000);
    }
}

TEST_CASE("memory that was there before, and what other threads do, is no business of it", "[memory]") {
    RETURN_UNLESS_COUNTED();
    auto before = std::make_unique<std::string>(100, 'x');
    std::atomic<bool> stop{false};
    std::thread other([&] {
        while (!stop) {
            delete opaque(new int(1));
        }
    });
    const dwell::allocation_count counted = dwell::allocations([&] {
        before.reset();
        for (int i = 0; i < 1000; ++i) {
            delete opaque(new int(i));
        }
    });
    stop = true;
    other.join();
    CHECK(counted.count == 1000);
    CHECK(counted.leaked == 0);
    CHECK(counted.leaked_blocks == 0);
    if (counts_requested) {
        CHECK(counted.peak == 4);
    }
}

TEST_CASE("calls nest, and an exception is passed on", "[memory]") {
    RETURN_UNLESS_COUNTED();
    dwell::allocation_count inner;
    const dwell::allocation_count outer = dwell::allocations([&] {
        delete opaque(new int(1));
        inner = dwell::allocations([] { delete opaque(new int(2)); });
        delete opaque(new int(3));
    });
    CHECK(inner.count == 1);
    CHECK(outer.count == 3);
    CHECK(outer.leaked == 0);
    CHECK_THROWS_AS((void)dwell::allocations([] { throw std::runtime_error("x"); }), std::runtime_error);
    // The meter that was left by the exception counts no more.
    CHECK(dwell::allocations([] { delete opaque(new int(4)); }).count == 1);
    CHECK(dwell::allocations([] {}).count == 0);
}

TEST_CASE("thousands of blocks in any order are told apart", "[memory]") {
    RETURN_UNLESS_COUNTED();
    constexpr size_t blocks = 20'000;
    static void* held[blocks];
    const dwell::allocation_count counted = dwell::allocations([&] {
        for (size_t i = 0; i < blocks; ++i) {
            held[i] = ::operator new(16 + i % 200);
        }
        for (size_t i = 0; i < blocks; ++i) {
            const size_t at = (i * 7919) % blocks;
            if (at % 10 != 0) {
                ::operator delete(held[at]);
            }
        }
    });
    CHECK(counted.count == blocks);
    CHECK(counted.leaked_blocks == blocks / 10);
    uint64_t leaked = 0;
    for (size_t i = 0; i < blocks; i += 10) {
        leaked += 16 + i % 200;
        ::operator delete(held[i]);
    }
    if (counts_requested) {
        CHECK(counted.leaked == leaked);
    }
}

TEST_CASE("the scopes of a measured callable are counted all the same", "[memory]") {
    RETURN_UNLESS_COUNTED();
    (void)dwell::allocations([] {
        TIMED_SCOPE("measured");
        std::vector<int>* const held = opaque(new std::vector<int>(10));
        delete held;
    });
    const dwell::memory_counts counts = self_memory(dwell::snapshot(), "measured");
    CHECK(counts.allocations == 2);
    CHECK(counts.frees == 2);
    CHECK(counts.allocated_bytes == counts.freed_bytes);
}
