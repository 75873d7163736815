// SPDX-License-Identifier: BSL-1.0
// The sampled live heap: what it says of blocks that it has not seen.
#include <dwell/profile/memory.hpp>
#include <dwell/record/live_heap.hpp>

#include "support/catch.hpp"

#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace {

using dwell::detail::live_block;
using dwell::detail::live_heap;

const void* address(std::uint64_t number) {
    return reinterpret_cast<const void*>(static_cast<std::uintptr_t>(number * live_heap::alignment));
}

bool forget(live_heap& heap, const void* memory) {
    bool was_moved = true;
    const bool was_followed = heap.forget(memory, was_moved);
    return was_followed && !was_moved;
}

dwell::live_memory estimate(live_heap& heap) {
    dwell::live_memory all;
    heap.for_each([&](const live_block& block) { all.add_block(block.bytes, block.probability); });
    return all;
}

// Allocates as a thread does: a block is followed where a mark falls into it.
class sampled_thread {
public:
    explicit sampled_thread(live_heap& heap) : heap_(heap), distance_(heap.draw_distance()) {}

    void allocate(std::uint64_t number, std::uint64_t bytes) {
        if (bytes < distance_) {
            distance_ -= bytes;
            return;
        }
        distance_ = heap_.draw_distance();
        heap_.follow(address(number), bytes, live_heap::probability(bytes, heap_.interval()), nullptr, false);
    }

private:
    live_heap& heap_;
    std::uint64_t distance_;
};

}  // namespace

TEST_CASE("a block is followed until it is forgotten, once", "[record][memory]") {
    static constinit live_heap heap;  // what it has made is never freed
    CHECK_FALSE(forget(heap, address(1)));
    heap.follow(address(1), 100, 1.0, nullptr, false);
    heap.follow(address(2), 200, 0.5, nullptr, false);
    CHECK(heap.may_follow(address(1)));
    CHECK_FALSE(heap.may_follow(address(3)));
    CHECK_FALSE(heap.may_follow(static_cast<const char*>(address(1)) + 16));
    CHECK(heap.may_follow(nullptr));
    const dwell::live_memory both = estimate(heap);
    CHECK(both.samples == 2);
    CHECK(both.blocks == 3.0);
    CHECK(both.bytes == 500.0);
    CHECK(both.bytes_variance == 400.0 * 400.0 * 0.5);
    CHECK(forget(heap, address(1)));
    CHECK_FALSE(forget(heap, address(1)));
    CHECK(forget(heap, address(2)));
    CHECK(estimate(heap).samples == 0);
}

TEST_CASE("distances are at least 1, and the largest interval has some", "[record][memory]") {
    static constinit live_heap heap;
    for (const std::uint64_t interval : {std::uint64_t{2}, std::uint64_t{1} << 20U, ~std::uint64_t{0}}) {
        heap.set_interval(interval);
        CHECK(heap.interval() <= live_heap::largest_interval);
        double sum = 0;
        for (int i = 0; i < 10'000; ++i) {
            const std::uint64_t distance = heap.draw_distance();
            REQUIRE(distance >= 1);
            REQUIRE(distance <= 37 * heap.interval() + 1);
            sum += static_cast<double>(distance) / static_cast<double>(heap.interval());
        }
        CHECK(sum / 10'000 > 0.95);
        CHECK(sum / 10'000 < 1.3);  // rounded up: by half a byte of two in the mean
    }
}

TEST_CASE("a million blocks are followed and forgotten in any order", "[record][memory]") {
    static constinit live_heap heap;  // what it has made is never freed
    constexpr std::uint64_t blocks = 1'000'000;
    for (std::uint64_t i = 0; i < blocks; ++i) {
        heap.follow(address(i * 7 % blocks), i, 1.0, nullptr, false);
    }
    CHECK(estimate(heap).samples == blocks);
    for (std::uint64_t i = 0; i < blocks; i += 2) {
        REQUIRE(forget(heap, address(i)));
    }
    CHECK(estimate(heap).samples == blocks / 2);
    CHECK(heap.lost() == 0);
}

// 20,000 blocks of which half are freed, so that what is live is 10,000 of them; 2,000 seeds. About 150 blocks are
// seen at a time.
TEST_CASE("the sampled live heap is unbiased, and its interval holds the truth as often as it says",
          "[record][memory]") {
    struct sizes {
        const char* name;
        double interval;
        std::uint64_t (*draw)(std::mt19937_64&);
    };
    const sizes kinds[] = {
        {"all alike", 4'000, [](std::mt19937_64&) { return std::uint64_t{64}; }},
        {"uniform from 1 to 1000", 32'000, [](std::mt19937_64& random) { return 1 + random() % 1000; }},
        {"lognormal around 200, spread by a factor of e", 32'000,
         [](std::mt19937_64& random) {
             return 1 + static_cast<std::uint64_t>(200.0 * std::exp(std::normal_distribution<>()(random)));
         }},
    };
    static constinit live_heap heap;
    for (const sizes& kind : kinds) {
        DYNAMIC_SECTION(kind.name) {
            constexpr int seeds = 2'000;
            constexpr std::uint64_t blocks = 20'000;
            std::mt19937_64 random(1);
            std::vector<std::uint64_t> bytes(blocks);
            double live_bytes = 0;
            for (std::uint64_t i = 0; i < blocks; ++i) {
                bytes[i] = kind.draw(random);
                live_bytes += i % 2 == 0 ? 0.0 : static_cast<double>(bytes[i]);
            }
            double sum_of_bytes = 0;
            double sum_of_squares = 0;
            double sum_of_blocks = 0;
            int inside = 0;
            for (int seed = 0; seed < seeds; ++seed) {
                heap.set_interval(static_cast<std::uint64_t>(kind.interval));
                heap.set_seed(static_cast<std::uint64_t>(seed) << 32U);
                sampled_thread thread(heap);
                for (std::uint64_t i = 0; i < blocks; ++i) {
                    thread.allocate(i + 1, bytes[i]);
                }
                for (std::uint64_t i = 0; i < blocks; i += 2) {
                    (void)forget(heap, address(i + 1));
                }
                const dwell::live_memory found = estimate(heap);
                for (std::uint64_t i = 1; i < blocks; i += 2) {
                    (void)forget(heap, address(i + 1));
                }
                sum_of_bytes += found.bytes;
                sum_of_squares += found.bytes * found.bytes;
                sum_of_blocks += found.blocks;
                inside += std::fabs(found.bytes - live_bytes) <= 1.959964 * std::sqrt(found.bytes_variance) ? 1 : 0;
            }
            const double mean = sum_of_bytes / seeds;
            const double error = std::sqrt((sum_of_squares / seeds - mean * mean) / seeds);
            INFO("mean " << mean << " of " << live_bytes << ", standard error " << error << ", inside " << inside);
            CHECK(std::fabs(mean - live_bytes) < 3.0 * error);
            CHECK(std::fabs(sum_of_blocks / seeds - blocks / 2.0) < blocks * 0.01);
            CHECK(inside >= 0.934 * seeds);
        }
    }
}
