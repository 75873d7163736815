// SPDX-License-Identifier: BSL-1.0
// The slowest instances of a name on one thread, each with its own piece of the timeline.
#ifndef DWELL_RECORD_SLOW_INSTANCES_HPP
#define DWELL_RECORD_SLOW_INSTANCES_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/bits.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>
#include <dwell/record/call_node.hpp>
#include <dwell/record/kept_timeline.hpp>
#include <dwell/record/thread_timeline.hpp>
#include <dwell/record/timeline_ring.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Of one instance: what happened inside it, as `keep_slow_instance` found it in the ring.
struct instance_summary {
    uint64_t allocations = 0;  ///< children included
    uint64_t allocated_bytes = 0;
    uint64_t kept = 0;      ///< scopes inside that are kept
    uint64_t left_out = 0;  ///< scopes inside that are not
    uint64_t is_cut = 0;    ///< 1 where the ring had overwritten some, or had not been there yet
};

/// One instance that is kept. Written by one thread, read by any: `version` is odd while it changes.
struct slow_instance {
    atomic_cell<uint64_t> version{};
    timeline_slot scope;
    atomic_cell<uint64_t> allocations{};
    atomic_cell<uint64_t> allocated_bytes{};
    atomic_cell<uint64_t> kept{};
    atomic_cell<uint64_t> left_out{};
    atomic_cell<uint64_t> is_cut{};
    atomic_cell<timeline_slot*> inside{};  ///< never freed: a reader may be copying from it
    uint64_t room = 0;                     ///< for so many scopes; of the owner alone

    [[nodiscard]] uint64_t duration() const noexcept {
        const timeline_record whole = scope.load();
        return whole.value - whole.at;
    }
};

/// Goes through the scopes that ran inside `whole`, the last record of the ring, on its thread: from the last to end to
/// the first, so that one that encloses others comes before them. Returns whether the ring still has all of them. Only
/// the ring's owner.
template <typename Visit>
bool for_each_inside(const timeline_ring& ring, const timeline_record& whole, const Visit& visit) noexcept {
    const uint64_t last = ring.written() - 1;
    const uint64_t oldest = last + 1 > ring.capacity() ? last + 1 - ring.capacity() : 0;
    for (uint64_t i = last; i-- > oldest;) {
        const timeline_record record = ring.at(i);
        if (record.value < whole.at) {
            return true;
        }
        if (record.kind() == timeline_kind::scope && record.at >= whole.at) {
            visit(record);
        }
    }
    return oldest == 0;
}

/// Which of the scopes inside are kept: the longest. Durations are counted by their power of two, and then all of the
/// larger powers are taken, and of the next one as many as there is room for, those that enclose others first.
class longest_scopes {
public:
    longest_scopes(const kept_timeline& line, const timeline_record& whole) noexcept {
        const uint64_t room = line.scopes_per_instance;
        summary_.allocations = packed_memory::blocks(whole.amount);
        summary_.allocated_bytes = packed_memory::bytes(whole.amount);
        uint64_t count = 0;
        const bool is_whole = for_each_inside(line.scopes, whole, [&](const timeline_record& scope) {
            ++by_width_[width_of(scope)];
            ++count;
            summary_.allocations += packed_memory::blocks(scope.amount);
            summary_.allocated_bytes += packed_memory::bytes(scope.amount);
        });
        summary_.is_cut = is_whole && whole.at >= line.since.load_acquire() ? 0 : 1;
        summary_.kept = count < room ? count : room;
        summary_.left_out = count - summary_.kept;
        left_of_width_ = summary_.kept;
        for (width_ = widths; width_-- > 0 && by_width_[width_] <= left_of_width_;) {
            left_of_width_ -= by_width_[width_];
        }
    }

    [[nodiscard]] const instance_summary& summary() const noexcept { return summary_; }

    /// Whether this scope is one of them. Asked for each in the order of `for_each_inside`.
    bool takes(const timeline_record& scope) noexcept {
        const unsigned width = width_of(scope);
        if (width + 1 == width_ + 1 && left_of_width_ > 0) {
            --left_of_width_;
            return true;
        }
        return width + 1 > width_ + 1;
    }

private:
    static constexpr unsigned widths = 65;

    static unsigned width_of(const timeline_record& scope) noexcept {
        const uint64_t duration = scope.value - scope.at;
        return duration == 0 ? 0 : bit_width_nonzero(duration);
    }

    instance_summary summary_;
    uint64_t by_width_[widths] = {};
    uint64_t left_of_width_ = 0;
    unsigned width_ = 0;  // the power of two of which only some are kept; all ones where all are
};

/// Memory for the scopes inside an instance: what it has, or more; null where there is none. The former memory stays,
/// since a reader may be copying from it; behind the scopes stands where it is, for leak checkers.
inline timeline_slot* room_inside(slow_instance& instance, uint64_t scopes) noexcept {
    timeline_slot* const former = instance.inside.load();
    if (scopes <= instance.room) {
        return former;
    }
    uint64_t room = instance.room != 0 ? instance.room : 4;
    while (room < scopes) {
        room *= 2;
    }
    auto* const larger = static_cast<timeline_slot*>(allocate_zeroed((room + 1) * sizeof(timeline_slot)));
    if (larger != nullptr) {
        larger[room].words[0].store(reinterpret_cast<uintptr_t>(former));
        instance.room = room;
    }
    return larger;
}

/// Writes an instance; `longest` is null where nothing inside it is known. `inside` has room for what is.
inline void write_instance(slow_instance& to, const timeline_ring& ring, const timeline_record& whole,
                           longest_scopes* longest, timeline_slot* inside) noexcept {
    const instance_summary summary = longest != nullptr ? longest->summary() : instance_summary();
    to.version.store_release(to.version.load() + 1);
    to.scope.store(whole);
    to.inside.store_release(inside);
    to.allocations.store_release(summary.allocations);
    to.allocated_bytes.store_release(summary.allocated_bytes);
    to.kept.store_release(summary.kept);
    to.left_out.store_release(summary.left_out);
    to.is_cut.store_release(summary.is_cut);
    if (summary.kept != 0) {
        timeline_slot* next = inside;
        for_each_inside(ring, whole, [&](const timeline_record& scope) {
            if (longest->takes(scope)) {
                next++->store(scope);
            }
        });
    }
    to.version.store_release(to.version.load() + 1);
}

/// Puts the last record of the ring in the place of `to`. False, and nothing changed, where there is no memory.
inline bool replace_instance(slow_instance& to, const kept_timeline& line, const timeline_record& whole) noexcept {
    if (whole.kind() != timeline_kind::scope) {
        // It overlaps others: what ran inside it is not known.
        write_instance(to, line.scopes, whole, nullptr, to.inside.load());
        return true;
    }
    longest_scopes longest(line, whole);
    timeline_slot* const inside = room_inside(to, longest.summary().kept);
    if (inside == nullptr && longest.summary().kept != 0) {
        return false;
    }
    write_instance(to, line.scopes, whole, &longest, inside);
    return true;
}

/// The instances of a name that this thread keeps, made where there are none; null where there is no memory.
inline slow_instances* instances_of(kept_timeline& line, uint32_t key) noexcept {
    for (slow_instances* known = line.slowest.load(); known != nullptr; known = known->next) {
        if (known->key == key) {
            return known;
        }
    }
    void* const memory = allocate_zeroed(sizeof(slow_instances));
    auto* const instances =
        static_cast<slow_instance*>(allocate_zeroed((size_t{1} + line.instances_per_name) * sizeof(slow_instance)));
    if (memory == nullptr || instances == nullptr) {
        release_memory(memory);
        release_memory(instances);
        return nullptr;
    }
    auto* const fresh = new (memory) slow_instances;
    fresh->floor.store(line.instances_per_name == 0 ? uint64_max : 0);
    fresh->key = key;
    fresh->capacity = line.instances_per_name;
    fresh->owner = &line;
    fresh->instances = instances;
    fresh->next = line.slowest.load();
    line.slowest.store_release(fresh);
    return fresh;
}

/// Keeps an instance that may be one of the slowest of its name. `whole` is the last record of the ring.
DWELL_COLD inline void keep_slow_instance(kept_timeline& line, call_node& node, const timeline_record& whole) noexcept {
    slow_instances* const mine = instances_of(line, node.key);
    if (mine == nullptr) {
        return;
    }
    const uint64_t duration = whole.value - whole.at;
    if (whole.kind() == timeline_kind::scope) {
        node.slowest.store_release(mine);
        for (const call_node* above = node.parent; above != nullptr; above = above->parent) {
            if (above->key == node.key) {
                return;  // the outermost is the instance
            }
        }
    }
    if (duration <= mine->floor.load()) {
        return;
    }
    if (mine->count < mine->capacity) {
        mine->count += replace_instance(mine->instances[mine->count], line, whole) ? 1 : 0;
    } else {
        slow_instance* fastest = mine->instances;
        for (uint32_t i = 1; i < mine->capacity; ++i) {
            fastest = mine->instances[i].duration() < fastest->duration() ? &mine->instances[i] : fastest;
        }
        replace_instance(*fastest, line, whole);
    }
    if (mine->count == mine->capacity) {
        uint64_t floor = mine->instances[0].duration();
        for (uint32_t i = 1; i < mine->capacity; ++i) {
            const uint64_t each = mine->instances[i].duration();
            floor = each < floor ? each : floor;
        }
        mine->floor.store(floor);
    }
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
