// SPDX-License-Identifier: BSL-1.0
// Makes the timeline and the exemplars of a profile out of what the threads keep.
#ifndef DWELL_SNAPSHOT_TIMELINE_READER_HPP
#define DWELL_SNAPSHOT_TIMELINE_READER_HPP

#include <dwell/core/config.hpp>
#include <dwell/profile/builder.hpp>
#include <dwell/profile/exemplar.hpp>
#include <dwell/profile/timeline.hpp>
#include <dwell/record/call_node.hpp>
#include <dwell/record/kept_timeline.hpp>
#include <dwell/record/name_table.hpp>
#include <dwell/record/registry.hpp>
#include <dwell/record/thread_log.hpp>
#include <dwell/record/timeline_ring.hpp>
#include <dwell/snapshot/enclosing_first.hpp>
#include <dwell/snapshot/timeline_copy.hpp>
#include <dwell/snapshot/timeline_series_reader.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/sorted_order.hpp>

#include <string>
#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Used once, in two steps, under one hold of the reader lock. `copy` comes before the call paths are read, so that
/// they have every node that the copies name; `resolve` comes after, when the nodes know their call paths.
class timeline_reader {
public:
    timeline_reader(const registry& source, bool with_rings) noexcept : source_(source), with_rings_(with_rings) {}

    void copy() {
        for (thread_log* log = source_.first_log(); log != nullptr; log = log->next) {
            if (const thread_timeline* const line = log->kept.load_acquire()) {
                copies_.emplace_back(*log, static_cast<const kept_timeline&>(*line), source_, with_rings_);
            }
        }
    }

    void resolve(profile_builder& builder) {
        if (copies_.empty()) {
            return;
        }
        const clock_anchor start = source_.start();
        origin_ = start.ticks;
        builder.parts().origin_unix_ns = static_cast<int64_t>(start.unix_ns);
        timeline recorded;
        timeline_series_reader series(source_, origin_);
        for (size_t i = copies_.size(); i-- > 0;) {  // the newest log is the first of the list
            const timeline_copy& copy = copies_[i];
            if (with_rings_) {
                recorded.end_ticks = larger(recorded.end_ticks, since_origin(copy.read_at));
                recorded.threads.push_back(thread_of(copy));
                series.add(copy);
            }
            builder.parts().exemplars_per_name = larger(builder.parts().exemplars_per_name, copy.instances_per_name);
            for (const instance_copy& slow : copy.slowest) {
                builder.add_exemplar(exemplar_of(copy, slow));
            }
        }
        series.read_into(recorded);
        builder.set_timeline(std::move(recorded));
    }

private:
    [[nodiscard]] uint64_t since_origin(uint64_t ticks) const noexcept { return ticks > origin_ ? ticks - origin_ : 0; }

    static std::string name_of(const thread_log& log) {
        const name_record* const name = log.thread_name.load_acquire();
        return name != nullptr ? std::string(name->text.data, name->text.size) : "thread";
    }

    [[nodiscard]] timeline_scope scope_of(const timeline_record& record) const {
        timeline_scope scope;
        scope.path = record.subject<call_node>()->reported_path;
        scope.is_open = record.kind() == timeline_kind::open;
        scope.start_ticks = since_origin(record.at);
        scope.duration_ticks = since_origin(record.value) - scope.start_ticks;
        scope.allocations = packed_memory::blocks(record.amount);
        scope.allocated_bytes = packed_memory::bytes(record.amount);
        return scope;
    }

    [[nodiscard]] std::vector<timeline_scope> scopes_of(const std::vector<timeline_record>& by_end) const {
        std::vector<timeline_scope> scopes;
        scopes.reserve(by_end.size());
        for (const timeline_record& record : enclosing_first(by_end)) {
            scopes.push_back(scope_of(record));
        }
        return scopes;
    }

    static std::vector<timeline_scope> by_start(const std::vector<timeline_scope>& scopes) {
        std::vector<timeline_scope> sorted;
        sorted.reserve(scopes.size());
        for (const uint32_t i : sorted_order(scopes.size(), [&](uint32_t a, uint32_t b) {
                 return scopes[a].start_ticks < scopes[b].start_ticks;
             })) {
            sorted.push_back(scopes[i]);
        }
        return sorted;
    }

    [[nodiscard]] timeline_thread thread_of(const timeline_copy& copy) const {
        timeline_thread thread;
        thread.name = name_of(*copy.log);
        thread.number = copy.log->number + 1;
        thread.overwritten_scopes = copy.scopes.overwritten;
        thread.overwritten_values = copy.values.overwritten;
        std::vector<timeline_record> nested;
        std::vector<timeline_scope> overlapping;
        for (const timeline_record& record : copy.scopes.records) {
            if (record.kind() == timeline_kind::scope) {
                nested.push_back(record);
            } else {
                overlapping.push_back(scope_of(record));
            }
        }
        for (size_t i = copy.open.size(); i-- > 0;) {
            nested.push_back(copy.open[i]);  // as if they ended now
        }
        thread.scopes = take_nested(scopes_of(nested), overlapping);
        thread.overlapping = by_start(overlapping);
        for (const timeline_record& record : copy.values.records) {
            if (record.kind() == timeline_kind::mark) {
                const text_view name = record.subject<const name_record>()->text;
                thread.marks.push_back({std::string(name.data, name.size), since_origin(record.at)});
            }
        }
        return thread;
    }

    // Whatever the program did with its scopes, what a profile calls nested is.
    static std::vector<timeline_scope> take_nested(const std::vector<timeline_scope>& scopes,
                                                   std::vector<timeline_scope>& overlapping) {
        std::vector<timeline_scope> nested;
        nested.reserve(scopes.size());
        std::vector<uint64_t> ends;  // of the scopes around the next one
        uint64_t last_start = 0;
        for (const timeline_scope& scope : scopes) {
            while (!ends.empty() && ends.back() <= scope.start_ticks) {
                ends.pop_back();
            }
            if (scope.start_ticks < last_start || (!ends.empty() && ends.back() < scope.end_ticks())) {
                overlapping.push_back(scope);
                continue;
            }
            last_start = scope.start_ticks;
            ends.push_back(scope.end_ticks());
            nested.push_back(scope);
        }
        return nested;
    }

    [[nodiscard]] exemplar exemplar_of(const timeline_copy& copy, const instance_copy& slow) const {
        exemplar result;
        result.instance = scope_of(slow.scope);
        result.thread = name_of(*copy.log);
        result.thread_number = copy.log->number + 1;
        result.allocations = slow.summary.allocations;
        result.allocated_bytes = slow.summary.allocated_bytes;
        result.inside = scopes_of(slow.inside);
        result.left_out = slow.summary.left_out;
        result.is_cut = slow.summary.is_cut != 0;
        return result;
    }

    const registry& source_;
    bool with_rings_;
    uint64_t origin_ = 0;
    std::vector<timeline_copy> copies_;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
