// SPDX-License-Identifier: BSL-1.0
// Of exemplars and a timeline, what ended after an earlier snapshot.
#ifndef DWELL_PROFILE_TIMELINE_INTERVAL_HPP
#define DWELL_PROFILE_TIMELINE_INTERVAL_HPP

#include <dwell/core/config.hpp>
#include <dwell/profile/instance_set.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/stats/binary_search.hpp>
#include <dwell/stats/bounds.hpp>

#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// The exemplars of `later` that are not in `earlier`, whose call paths `in_later` has as those of `later`. One that
/// had ended by then and is among the slowest still was among them then: no clock has to say when that snapshot was.
[[nodiscard]] inline std::vector<exemplar> exemplars_since(const profile& later, const profile& earlier,
                                                           const std::vector<uint32_t>& in_later) {
    instance_set known;
    for (const exemplar& slow : earlier.exemplars()) {
        timeline_scope instance = slow.instance;
        instance.path = in_later[instance.path];
        known.add(instance);
    }
    std::vector<exemplar> since;
    for (const exemplar& slow : later.exemplars()) {
        if (!known.contains(slow.instance)) {
            since.push_back(slow);
        }
    }
    return since;
}

/// The timeline of `later` from when `earlier` was taken.
class timeline_interval {
public:
    timeline_interval(const profile& later, const profile& earlier) : interval_(later.timeline()) {
        const timeline& before = earlier.timeline();
        const double since_start = static_cast<double>(earlier.metadata().duration_ns) / later.scale().ns_per_tick;
        begin_ = !before.empty()                        ? before.end_ticks
                 : since_start < 18446744073709551615.0 ? static_cast<uint64_t>(since_start)
                                                        : uint64_max;
        std::vector<timeline_thread> threads;
        for (timeline_thread& thread : interval_.threads) {
            keep_since(thread, thread_of(before, thread.number));
            if (!thread.scopes.empty() || !thread.overlapping.empty() || !thread.marks.empty() ||
                thread.overwritten_scopes != 0 || thread.overwritten_values != 0) {
                threads.push_back(std::move(thread));
            }
        }
        interval_.threads.swap(threads);
        for (std::vector<timeline_series>* const group : {&interval_.counters, &interval_.gauges}) {
            for (timeline_series& series : *group) {
                keep_since(series.values);
            }
        }
    }

    [[nodiscard]] timeline take() noexcept { return std::move(interval_); }

private:
    static const timeline_thread* thread_of(const timeline& recorded, uint32_t number) noexcept {
        const std::vector<timeline_thread>& threads = recorded.threads;
        const size_t at = partition_point(threads.size(), [&](size_t i) { return threads[i].number < number; });
        return at != threads.size() && threads[at].number == number ? &threads[at] : nullptr;
    }

    void keep_since(timeline_thread& thread, const timeline_thread* before) const {
        bool reaches_back = keep_since(thread.scopes);
        reaches_back = keep_since(thread.overlapping) || reaches_back;
        std::vector<timeline_mark> marks;
        for (timeline_mark& mark : thread.marks) {
            if (mark.at_ticks > begin_) {
                marks.push_back(std::move(mark));
            }
        }
        const bool values_reach_back = marks.size() != thread.marks.size();
        thread.marks.swap(marks);
        if (before != nullptr) {
            thread.overwritten_scopes -= smaller(thread.overwritten_scopes, before->overwritten_scopes);
            thread.overwritten_values -= smaller(thread.overwritten_values, before->overwritten_values);
        }
        // What has been overwritten is older than what ended before the interval and is there.
        thread.overwritten_scopes = reaches_back ? 0 : thread.overwritten_scopes;
        thread.overwritten_values = values_reach_back ? 0 : thread.overwritten_values;
    }

    // Whether any was left out.
    bool keep_since(std::vector<timeline_scope>& scopes) const {
        std::vector<timeline_scope> kept;
        for (const timeline_scope& scope : scopes) {
            if (scope.is_open || scope.end_ticks() > begin_) {
                kept.push_back(scope);
            }
        }
        scopes.swap(kept);
        return scopes.size() != kept.size();
    }

    // The value that the interval began with stays.
    void keep_since(std::vector<timeline_value>& values) const {
        const size_t after = partition_point(values.size(), [&](size_t i) { return values[i].at_ticks <= begin_; });
        const size_t first = after == 0 ? 0 : after - 1;
        values.erase(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(first));
    }

    timeline interval_;
    uint64_t begin_ = 0;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
