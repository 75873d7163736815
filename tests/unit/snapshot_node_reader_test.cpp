// SPDX-License-Identifier: BSL-1.0
// Reading a call node while its writer goes on, one interleaving at a time.
#include "support/catch.hpp"
#include "support/manual_recording.hpp"

#include <dwell/snapshot/node_reader.hpp>

#include <functional>
#include <map>
#include <utility>

namespace {

/// A clock that runs something when it is read: whatever the writer does just then.
template <typename Tag>
struct interrupted_clock {
    static uint64_t now() noexcept {
        if (std::function<void()> run = std::exchange(interruption, nullptr)) {
            run();
        }
        return ticks;
    }
    static const char* name() noexcept { return "manual"; }
    static inline uint64_t ticks = 1000;
    static inline std::function<void()> interruption;
};

TEST_CASE("node reader: no time is reported that passed after the scope ended") {
    using clock = interrupted_clock<struct ended_tag>;
    using recorder = dwell::detail::recorder<clock>;
    dwell::detail::call_node* const node = recorder::enter(dwell::intern("ended while it was read").record());
    REQUIRE(node != nullptr);
    clock::ticks = 1010;
    // The reader is interrupted where it reads the clock: the scope ends, and much time passes.
    clock::interruption = [&] {
        recorder::leave(node);
        clock::ticks = 1'000'000;
    };
    const dwell::detail::node_time time = dwell::detail::read_time(*node, recorder::all());
    CHECK(time.total_ticks == 10);
    CHECK(dwell::detail::read_time(*node, recorder::all()).total_ticks == 10);
}

TEST_CASE("node reader: a scope that is open counts up to now, and no less in the next snapshot") {
    using here = test::manual_recording<struct reported_tag>;
    dwell::detail::call_node* const node = here::recorder::enter(dwell::intern("open").record());
    here::advance(100);
    const dwell::detail::node_time open = dwell::detail::read_time(*node, here::recorder::all());
    CHECK(open.is_open);
    CHECK(open.ended_ticks == 0);
    CHECK(open.total_ticks == 100);
    // Between the writer's two stores, as a reader may find it: no longer open, not yet added.
    const uint64_t opened = node->open.load();
    node->open.store_release(dwell::detail::call_node::not_open);
    CHECK(dwell::detail::read_time(*node, here::recorder::all()).total_ticks == 100);
    node->open.store_release(opened);
    here::recorder::leave(node);
    CHECK(dwell::detail::read_time(*node, here::recorder::all()).total_ticks == 100);
}

std::map<size_t, uint64_t> buckets_of(dwell::detail::call_node& node) {
    std::map<size_t, uint64_t> buckets;
    size_t last = 0;
    uint64_t sum = 0;
    const uint64_t calls = dwell::detail::read_buckets(node, [&](size_t index, uint64_t count) {
        CHECK((buckets.empty() || index > last));
        CHECK(count > 0);
        last = index;
        sum += count;
        buckets[index] += count;
    });
    CHECK(calls == sum);
    return buckets;
}

TEST_CASE("node reader: at every step of the writer, every bucket is what was reported or more") {
    using node_type = dwell::detail::call_node;
    // Few durations, so that one often follows itself, and pending and reported buckets coincide.
    const uint64_t durations[] = {5, 5, 7, 5, 300, 7, 7, 300, 5, 5, 100000, 5};
    // A snapshot may fall before, between and after the writer's stores: every choice of those is a run of its own.
    static node_type nodes[64];
    for (unsigned when = 0; when < 64; ++when) {
        node_type& node = nodes[when];
        std::map<size_t, uint64_t> before;
        std::map<size_t, uint64_t> truth;
        const auto look = [&](unsigned step, const std::map<size_t, uint64_t>& at_most) {
            if ((when >> step & 1U) == 0) {
                return;
            }
            const std::map<size_t, uint64_t> now = buckets_of(node);
            for (const auto& [index, count] : before) {
                CHECK((now.count(index) == 1 && now.at(index) >= count));
            }
            for (const auto& [index, count] : now) {
                CHECK((at_most.count(index) == 1 && count <= at_most.at(index)));
            }
            before = now;
        };
        for (unsigned i = 0; i < std::size(durations); ++i) {
            const uint64_t duration = durations[i];
            std::map<size_t, uint64_t> after = truth;
            ++after[dwell::detail::live_histogram::layout::index(duration)];
            look(i % 6, truth);
            // As in call_node::add.
            const uint64_t previous = node.pending.load();
            node.pending.store_release(node_type::nothing_pending);
            look((i + 1) % 6, truth);
            if (previous != node_type::nothing_pending) {
                node.durations.add(previous);
            }
            look((i + 2) % 6, truth);
            node.pending.store_release(duration);
            truth = after;
        }
        CHECK(buckets_of(node) == truth);
        CHECK(buckets_of(node) == truth);
    }
}

}  // namespace
