// SPDX-License-Identifier: BSL-1.0
// Containers and arenas that count, in a program without hooks.
#include <dwell/dwell.hpp>
#include <dwell/memory/counting_resource.hpp>

#include "support/catch.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <memory_resource>
#include <new>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace {

dwell::call_path path(const dwell::profile& profile, const char* name) {
    const auto found = profile.find_path(name);
    return found ? profile.paths()[*found] : dwell::call_path{};
}

/// Remembers what was asked for, and is given back the same.
class checking_resource : public std::pmr::memory_resource {
public:
    int mismatches = 0;

private:
    void* do_allocate(std::size_t bytes, std::size_t alignment) override {
        void* const memory = std::pmr::new_delete_resource()->allocate(bytes, alignment);
        given_[memory] = {bytes, alignment};
        return memory;
    }
    void do_deallocate(void* memory, std::size_t bytes, std::size_t alignment) override {
        mismatches += given_[memory] == std::pair{bytes, alignment} ? 0 : 1;
        std::pmr::new_delete_resource()->deallocate(memory, bytes, alignment);
    }
    [[nodiscard]] bool do_is_equal(const std::pmr::memory_resource& other) const noexcept override {
        return this == &other;
    }

    std::map<void*, std::pair<std::size_t, std::size_t>> given_;
};

struct alignas(256) wide {
    char text[256];
};

}  // namespace

TEST_CASE("a vector with a counting allocator is counted where it grows, and nothing else is", "[memory]") {
    {
        TIMED_SCOPE("counted vector");
        std::vector<int, dwell::counting_allocator<int>> values;
        std::vector<int> others;
        for (int i = 0; i < 100; ++i) {
            values.push_back(i);
            others.push_back(i);
        }
    }
    const dwell::profile profile = dwell::snapshot();
    const dwell::memory_counts counts = path(profile, "counted vector").self_memory;
    CHECK(counts.allocations == 8);
    CHECK(counts.allocated_bytes == 255 * sizeof(int));
    CHECK(counts.frees == 8);
    CHECK(counts.freed_bytes == counts.allocated_bytes);
    CHECK(profile.memory().sizes == "requested");
}

TEST_CASE("a counting allocator is rebound, compared and aligned as std::allocator is", "[memory]") {
    std::list<std::string, dwell::counting_allocator<std::string>> list{"a", "b"};
    list.emplace_back("c");
    CHECK(list.size() == 3);
    CHECK(dwell::counting_allocator<int>() == dwell::counting_allocator<double>());
    dwell::set_heap_interval(64);
    std::vector<wide, dwell::counting_allocator<wide>> aligned;
    for (int i = 0; i < 100; ++i) {
        aligned.emplace_back();
        REQUIRE(reinterpret_cast<std::uintptr_t>(aligned.data()) % alignof(wide) == 0);
    }
    dwell::counting_allocator<int> allocator;
    CHECK_THROWS_AS((void)allocator.allocate(static_cast<std::size_t>(-1) / 2), std::bad_array_new_length);
}

TEST_CASE("live blocks of counting allocators are followed each, across threads that free", "[memory]") {
    dwell::set_heap_interval(1);
    constexpr int threads = 64;
    using text = std::vector<char, dwell::counting_allocator<char>>;
    static std::atomic<text*> shared[64]{};
    std::vector<std::thread> all;
    for (unsigned t = 0; t < threads; ++t) {
        all.emplace_back([t] {
            unsigned seed = t;
            for (int i = 0; i < 500; ++i) {
                TIMED_SCOPE("counted exchange");
                seed = seed * 1664525U + 1013904223U;
                delete shared[(seed >> 12U) % 64].exchange(new text(1 + seed % 500));
            }
        });
    }
    for (std::thread& thread : all) {
        thread.join();
    }
    double held = 0;
    double bytes = 0;
    for (const std::atomic<text*>& slot : shared) {
        held += slot.load() != nullptr ? 1 : 0;
        bytes += slot.load() != nullptr ? static_cast<double>(slot.load()->size()) : 0;
    }
    const dwell::call_path before = path(dwell::snapshot(), "counted exchange");
    CHECK(before.self_memory.allocations == threads * 500);
    CHECK(before.self_live.blocks == held);
    CHECK(before.self_live.bytes == bytes);
    CHECK(static_cast<double>(before.self_memory.allocated_bytes - before.self_memory.freed_bytes) == bytes);
    for (std::atomic<text*>& slot : shared) {
        delete slot.exchange(nullptr);
    }
    CHECK(path(dwell::snapshot(), "counted exchange").self_live.blocks == 0);
}

TEST_CASE("a counting resource counts what an arena hands out, or what it takes", "[memory]") {
    {
        TIMED_SCOPE("arena");
        std::byte buffer[4096];
        std::pmr::monotonic_buffer_resource arena(buffer, sizeof(buffer), std::pmr::null_memory_resource());
        dwell::counting_resource counted(&arena);
        CHECK(counted.upstream() == &arena);
        CHECK(counted == counted);
        CHECK(counted != dwell::counting_resource(&arena));
        std::pmr::vector<int> values(&counted);
        for (int i = 0; i < 100; ++i) {
            values.push_back(i);
        }
    }
    {
        TIMED_SCOPE("pool");
        dwell::counting_resource counted;
        std::pmr::monotonic_buffer_resource arena(1000, &counted);
        for (int i = 0; i < 100; ++i) {
            (void)arena.allocate(8, 8);
        }
    }
    const dwell::profile profile = dwell::snapshot();
    CHECK(path(profile, "arena").self_memory.allocations == 8);
    CHECK(path(profile, "arena").self_memory.allocated_bytes == 255 * sizeof(int));
    CHECK(path(profile, "pool").self_memory.allocations == 1);
    CHECK(path(profile, "pool").self_memory.frees == 1);
}

TEST_CASE("a resource passes on what was asked of it, and nothing else, followed or not", "[memory]") {
    for (const std::uint64_t interval : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{500}}) {
        dwell::set_heap_interval(interval);
        checking_resource checked;
        dwell::counting_resource counted(&checked);
        for (std::size_t alignment = 1; alignment <= 8192; alignment *= 2) {
            for (std::size_t bytes = 1; bytes < 2'000; bytes *= 3) {
                void* const first = counted.allocate(bytes, alignment);
                void* const second = counted.allocate(bytes, alignment);
                counted.deallocate(first, bytes, alignment);
                counted.deallocate(second, bytes, alignment);
            }
        }
        CHECK(checked.mismatches == 0);
    }
    const dwell::profile profile = dwell::snapshot();
    CHECK(profile.memory().live_outside.samples == 0);
}

TEST_CASE("a resource that has no memory throws through, and nothing is counted", "[memory]") {
    {
        TIMED_SCOPE("refused");
        dwell::counting_resource counted(std::pmr::null_memory_resource());
        CHECK_THROWS_AS((void)counted.allocate(8, 8), std::bad_alloc);
    }
    CHECK(path(dwell::snapshot(), "refused").self_memory.allocations == 0);
}

TEST_CASE("a meter counts what counting allocators do in a program without hooks", "[memory]") {
    CHECK_FALSE(dwell::counts_allocations());
    const dwell::allocation_count counted = dwell::allocations([] {
        const std::vector<int, dwell::counting_allocator<int>> values(10);
        CHECK(values.size() == 10);
    });
    CHECK(counted.count == 1);
    CHECK(counted.bytes == 40);
    CHECK(dwell::allocations([] {}).count == dwell::unknown_allocations);
}
