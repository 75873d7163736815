// SPDX-License-Identifier: BSL-1.0
// When the scopes of a timeline began and ended, in whole nanoseconds that no reader of a trace can misunderstand.
#ifndef DWELL_EXPORT_TRACE_INTERVALS_HPP
#define DWELL_EXPORT_TRACE_INTERVALS_HPP

#include <dwell/core/config.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/profile/timeline.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/floating.hpp>

#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// The earliest moment of anything on a thread; 2^64 - 1 where there is nothing.
[[nodiscard]] inline uint64_t first_moment(const timeline_thread& thread) noexcept {
    uint64_t first = thread.scopes.empty() ? uint64_max : thread.scopes.front().start_ticks;
    first = thread.overlapping.empty() ? first : smaller(first, thread.overlapping.front().start_ticks);
    return thread.marks.empty() ? first : smaller(first, thread.marks.front().at_ticks);
}

/// Ticks as nanoseconds since a microsecond before a timeline's first moment: DevTools leaves time 0 out, and readers
/// that add microseconds in doubles tell nanoseconds apart for the first 50 days only (2^42 microseconds).
class trace_clock {
public:
    explicit trace_clock(const profile& source) : scale_(source.scale()), first_ticks_(first_of(source.timeline())) {}

    [[nodiscard]] uint64_t ns_at(uint64_t ticks) const noexcept {
        // From what is left over, which a double holds, and a moment at a time: a child's is never outside its
        // parent's.
        const uint64_t since = ticks - smaller(ticks, first_ticks_);
        return smaller(round_to_integer(scale_.to_ns(since)), latest) + first_ns;
    }
    [[nodiscard]] uint64_t first_ticks() const noexcept { return first_ticks_; }

private:
    static constexpr uint64_t first_ns = 1000;
    static constexpr uint64_t latest = uint64_max / 2;  // whatever is added to it

    static uint64_t first_of(const timeline& recorded) noexcept {
        uint64_t first = recorded.end_ticks;
        for (const timeline_thread& thread : recorded.threads) {
            first = smaller(first, first_moment(thread));
        }
        for (const std::vector<timeline_series>* const all : {&recorded.counters, &recorded.gauges}) {
            for (const timeline_series& series : *all) {
                first = series.values.empty() ? first : smaller(first, series.values.front().at_ticks);
            }
        }
        return first;
    }

    tick_scale scale_;
    uint64_t first_ticks_;
};

struct trace_interval {
    uint64_t begin_ns = 0;
    uint64_t end_ns = 0;
};

/// The intervals of `thread.scopes`. Readers find the nesting from times alone, and some of them by sums of doubles:
/// scopes that share a moment, as they do where the clock's steps are long, would end up beside or inside one another
/// by chance. So each interval is a nanosecond long at least, ends a nanosecond before the one around it, and begins a
/// nanosecond after the end of the one before it. Nothing that the clock told apart by two nanoseconds is moved.
class trace_intervals {
public:
    trace_intervals(const profile& source, const timeline_thread& thread, const trace_clock& clock) : source_(source) {
        intervals_.reserve(thread.scopes.size());
        for (const timeline_scope& scope : thread.scopes) {
            while (!open_.empty() && !is_inside(scope, thread.scopes[open_.back()])) {
                close();
            }
            const uint64_t begin = larger(clock.ns_at(scope.start_ticks), free_from_);
            free_from_ = begin;  // a child may begin with its parent: readers put the longer one outside
            open_.push_back(static_cast<uint32_t>(intervals_.size()));
            intervals_.push_back({begin, larger(clock.ns_at(scope.end_ticks()), begin + 1)});
        }
        while (!open_.empty()) {
            close();
        }
    }

    [[nodiscard]] const trace_interval& operator[](size_t scope) const { return intervals_[scope]; }

private:
    // The call paths tell where times do not: a scope that took no time, at the end of another one.
    [[nodiscard]] bool is_inside(const timeline_scope& scope, const timeline_scope& around) const {
        if (scope.end_ticks() > around.end_ticks()) {
            return false;
        }
        return scope.start_ticks < around.end_ticks() ||
               (scope.start_ticks == around.end_ticks() &&
                source_.paths()[scope.path].depth > source_.paths()[around.path].depth);
    }

    void close() {
        const uint64_t end = intervals_[open_.back()].end_ns;
        open_.pop_back();
        free_from_ = end + 1;
        if (!open_.empty()) {
            uint64_t& around = intervals_[open_.back()].end_ns;
            around = larger(around, end + 1);
        }
    }

    const profile& source_;
    std::vector<trace_interval> intervals_;
    std::vector<uint32_t> open_;
    uint64_t free_from_ = 0;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
