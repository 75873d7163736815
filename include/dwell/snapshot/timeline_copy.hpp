// SPDX-License-Identifier: BSL-1.0
// A consistent copy of what a thread keeps of its last moments, while it goes on.
#ifndef DWELL_SNAPSHOT_TIMELINE_COPY_HPP
#define DWELL_SNAPSHOT_TIMELINE_COPY_HPP

#include <dwell/core/config.hpp>
#include <dwell/record/call_node.hpp>
#include <dwell/record/kept_timeline.hpp>
#include <dwell/record/node_walk.hpp>
#include <dwell/record/registry.hpp>
#include <dwell/record/slow_instances.hpp>
#include <dwell/record/thread_log.hpp>
#include <dwell/record/timeline_ring.hpp>

#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// The records of a ring that were whole when they had been copied, the oldest first.
struct ring_copy {
    std::vector<timeline_record> records;
    uint64_t overwritten = 0;

    ring_copy() = default;
    explicit ring_copy(const timeline_ring& ring) {
        const uint64_t end = ring.written();
        // Of the same count: the writer may have gone once round since.
        const uint64_t first = ring.first_intact(end);
        records.reserve(static_cast<size_t>(end - first));
        for (uint64_t number = first; number < end; ++number) {
            records.push_back(ring.at(number));
        }
        const uint64_t first_whole = ring.first_intact(ring.written());
        overwritten = first_whole < end ? first_whole : end;
        if (overwritten > first) {
            records.erase(records.begin(), records.begin() + static_cast<std::ptrdiff_t>(overwritten - first));
        }
    }
};

struct instance_copy {
    timeline_record scope;
    instance_summary summary;
    std::vector<timeline_record> inside;  ///< in the order in which they ended
};

/// Reads one of the slowest instances. False where there is none, or where its thread died in the middle of writing it,
/// as threads do at the end of a process in some systems.
inline bool copy_instance(const slow_instance& from, instance_copy& to) {
    for (int attempt = 0; attempt < 10'000; ++attempt) {
        const uint64_t version = from.version.load_acquire();
        if (version == 0) {
            return false;
        }
        if (version % 2 == 0) {
            to.scope = from.scope.load();
            to.summary = {from.allocations.load_acquire(), from.allocated_bytes.load_acquire(),
                          from.kept.load_acquire(), from.left_out.load_acquire(), from.is_cut.load_acquire()};
            const timeline_slot* const inside = from.inside.load_acquire();
            // Before that many are read: a version that has passed may have had fewer.
            if (from.version.load_acquire() == version) {
                to.inside.clear();
                for (uint64_t i = to.summary.kept; i-- > 0;) {
                    to.inside.push_back(inside[i].load());
                }
                if (from.version.load_acquire() == version) {
                    return true;
                }
            }
        }
        let_others_run();  // the writer is in the middle of it, or was
    }
    return false;
}

/// One thread's timeline. The caller holds the reader lock.
class timeline_copy {
public:
    /// `with_rings`: not only the slowest instances.
    timeline_copy(thread_log& of, const kept_timeline& line, const registry& source, bool with_rings)
        : log(&of), instances_per_name(line.instances_per_name) {
        if (with_rings) {
            // In this order: what ends after it was found open is in the ring, with a number from `written`.
            const uint64_t written = line.scopes.written();
            const std::vector<timeline_record> opened = open_scopes(of);
            scopes = ring_copy(line.scopes);
            values = ring_copy(line.values);
            read_at = source.now();
            keep_open(opened, written);
        }
        for (const slow_instances* of_name = line.slowest.load_acquire(); of_name != nullptr; of_name = of_name->next) {
            for (uint32_t i = 0; i < of_name->capacity; ++i) {
                instance_copy instance;
                if (copy_instance(of_name->instances[i], instance)) {
                    slowest.push_back(std::move(instance));
                }
            }
        }
    }

    const thread_log* log;

    std::vector<timeline_record> open;  ///< scopes that had not ended at `read_at`, parents first
    ring_copy scopes;
    ring_copy values;
    uint64_t read_at = 0;  ///< ticks
    std::vector<instance_copy> slowest;
    uint32_t instances_per_name;

private:
    static std::vector<timeline_record> open_scopes(thread_log& of) {
        std::vector<timeline_record> found;
        if (of.timeline.load_acquire() != of.kept.load_acquire()) {
            return found;  // switched off
        }
        for (call_node* node = &of.root; node != nullptr; node = next_node(of, *node)) {
            const uint64_t opened = node->open.load_acquire();
            if (opened > call_node::ending) {
                found.push_back({timeline_record::of(timeline_kind::open, node), opened, 0, 0});
            }
        }
        return found;
    }

    void keep_open(const std::vector<timeline_record>& opened, uint64_t written_before) {
        for (timeline_record scope : opened) {
            if (!has_ended(scope, written_before)) {
                scope.value = read_at > scope.at ? read_at : scope.at;
                open.push_back(scope);
            }
        }
    }

    [[nodiscard]] bool has_ended(const timeline_record& scope, uint64_t written_before) const noexcept {
        const uint64_t first = scopes.overwritten;
        if (first > written_before && scope.subject<call_node>()->open.load_acquire() != scope.at) {
            return true;  // and its record may be overwritten
        }
        for (uint64_t number = written_before > first ? written_before : first; number < first + scopes.records.size();
             ++number) {
            const timeline_record& ended = scopes.records[static_cast<size_t>(number - first)];
            if (ended.at == scope.at && ended.subject<call_node>() == scope.subject<call_node>()) {
                return true;
            }
        }
        return false;
    }
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
