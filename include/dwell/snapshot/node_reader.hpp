// SPDX-License-Identifier: BSL-1.0
// Reading a call node while its writer goes on, so that no number ever goes backwards from one snapshot to the next.
#ifndef DWELL_SNAPSHOT_NODE_READER_HPP
#define DWELL_SNAPSHOT_NODE_READER_HPP

#include <dwell/core/config.hpp>
#include <dwell/record/call_node.hpp>
#include <dwell/record/live_buckets.hpp>
#include <dwell/record/registry.hpp>
#include <dwell/record/sampled_node.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Time inside a node: of the scopes that ended, and of the one that is open so far. The caller holds the reader lock.
struct node_time {
    uint64_t ended_ticks = 0;
    uint64_t total_ticks = 0;
    bool is_open = false;
};

/// The writer clears `open` before it adds to `total`. So if `total` is the same before and after `open` was read, a
/// start that was found has not been added yet; and what falls between the two stores was reported before, and stays.
/// The clock is read first: a scope that is found open was open then, so that no more is reported than passes in it.
/// What is open is only known to have been so until `known_until`, which is read before.
inline node_time read_time(call_node& node, const registry& clock, uint64_t known_until = uint64_max) noexcept {
    node_time result;
    uint64_t opened = call_node::not_open;
    uint64_t now = 0;
    for (int attempt = 0; attempt < 8; ++attempt) {
        now = clock.now();
        result.ended_ticks = node.total.load_acquire();
        opened = node.open.load_acquire();
        if (node.total.load_acquire() == result.ended_ticks) {
            break;
        }
        opened = call_node::not_open;
    }
    // The time so far of a sampled call is nobody's estimate of anything yet.
    result.is_open = opened > call_node::ending && node.kind != node_kind::sampled;
    result.total_ticks = result.ended_ticks;
    if (result.is_open) {
        const uint64_t until = now < known_until ? now : known_until;
        result.total_ticks += until > opened ? until - opened : 0;
    }
    if (result.total_ticks < node.reported_total) {
        result.total_ticks = node.reported_total;
    }
    node.reported_total = result.total_ticks;
    return result;
}

/// Calls `visit(index, count)` for each bucket of a node, ascending, and returns how many scopes that is. The pending
/// duration is counted where it can be seen to be in no bucket yet: it is the same before and after its bucket was
/// read. Once counted it stays so, though the next snapshot may come while the writer holds it in its hands. The caller
/// holds the reader lock.
template <typename Visit>
uint64_t read_buckets(call_node& node, const Visit& visit) {
    constexpr size_t none = size_max;
    size_t pending_bucket = none;
    uint64_t with_pending = 0;
    const uint64_t pending = node.pending.load_acquire();
    if (pending != call_node::nothing_pending) {
        const size_t bucket = live_histogram::layout::index(pending);
        const uint64_t in_bucket = count_at(node.durations, bucket);
        if (node.pending.load_acquire() == pending) {
            pending_bucket = bucket;
            with_pending = in_bucket + 1;
        }
    }
    const size_t reported_bucket = node.reported_count != 0 ? static_cast<size_t>(node.reported_bucket) : none;
    uint64_t calls = 0;
    uint64_t pending_total = 0;
    const auto give = [&](size_t index, uint64_t count) {
        if (index == pending_bucket && count < with_pending) {
            count = with_pending;
        }
        if (index == reported_bucket && count < node.reported_count) {
            count = node.reported_count;
        }
        if (index == pending_bucket) {
            pending_total = count;
        }
        calls += count;
        visit(index, count);
    };
    // The two buckets may hold nothing yet but what was pending: they are given in their place all the same.
    size_t extra[2] = {pending_bucket, reported_bucket};
    if (extra[1] < extra[0]) {
        extra[0] = reported_bucket;
        extra[1] = pending_bucket;
    }
    size_t next_extra = 0;
    const auto give_extras_below = [&](size_t index) {
        for (; next_extra < 2 && extra[next_extra] < index; ++next_extra) {
            if (next_extra == 0 || extra[1] != extra[0]) {
                give(extra[next_extra], 0);
            }
        }
    };
    for_each_bucket(node.durations, [&](size_t index, uint64_t count) {
        give_extras_below(index);
        while (next_extra < 2 && extra[next_extra] == index) {
            ++next_extra;
        }
        give(index, count);
    });
    give_extras_below(none);
    if (pending_bucket != none) {
        node.reported_bucket = pending_bucket;
        node.reported_count = pending_total;
    }
    return calls;
}

/// The calls of a sampled node that ended. A call is counted when it begins: the one that is open is taken off. The
/// caller holds the reader lock.
inline uint64_t read_sampled_calls(sampled_node& node, bool& is_open) noexcept {
    const uint64_t entries = node.entries.load_acquire();
    is_open = node.open.load_acquire() != call_node::not_open;
    const uint64_t ended = entries - (is_open && entries != 0 ? 1 : 0);
    node.reported_calls = ended > node.reported_calls ? ended : node.reported_calls;
    return node.reported_calls;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
