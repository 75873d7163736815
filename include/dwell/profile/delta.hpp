// SPDX-License-Identifier: BSL-1.0
// The interval between two profiles of one process: the later one minus the earlier one.
#ifndef DWELL_PROFILE_DELTA_HPP
#define DWELL_PROFILE_DELTA_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/own_work.hpp>
#include <dwell/profile/builder.hpp>
#include <dwell/profile/path_match.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/profile/subtraction.hpp>
#include <dwell/profile/thread_group.hpp>
#include <dwell/profile/timeline_interval.hpp>
#include <dwell/profile/timeline_transfer.hpp>
#include <dwell/stats/bounds.hpp>

#include <string>
#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Subtracts one profile from another; see `delta`.
class interval_maker {
public:
    interval_maker(const profile& later, const profile& earlier) : later_(later), earlier_(earlier) {}

    [[nodiscard]] profile make() {
        if (!same_origin(later_.metadata(), earlier_.metadata()) || !same_ticks(later_, earlier_) ||
            later_.metadata().start_unix_ns != earlier_.metadata().start_unix_ns ||
            later_.metadata().compensated != earlier_.metadata().compensated) {
            ++mismatches_;
        }
        builder_.parts().scale = later_.scale();
        builder_.parts().exact_extremes = false;
        in_later_ = match_paths(earlier_, later_);
        exemplars_ = exemplars_since(later_, earlier_, in_later_);
        timeline_ = timeline_interval(later_, earlier_).take();
        subtract_paths();
        add_exemplars();
        subtract_threads();
        subtract_metrics();
        subtract_metadata();
        subtract_memory();
        subtract_health();
        return builder_.build();
    }

private:
    static constexpr uint32_t none = call_path::no_parent;

    void note(bool went_backwards) noexcept { mismatches_ += went_backwards ? 1U : 0U; }

    static bool has_content(const call_path& path) noexcept {
        return path.calls != 0 || path.open_calls != 0 || path.total_ticks != 0 || path.cpu_calls != 0 ||
               path.cpu_ns != 0 || path.sampled.calls != 0 || !path.self_memory.empty() || !path.self_live.empty() ||
               path.durations.count() != 0;
    }

    void subtract_paths() {
        std::vector<call_path> interval = later_.paths();
        for (size_t i = 0; i < in_later_.size(); ++i) {
            const call_path& before = earlier_.paths()[i];
            bool went_backwards = in_later_[i] == none && has_content(before);
            if (in_later_[i] != none) {
                subtract(interval[in_later_[i]], before, went_backwards);
            }
            note(went_backwards);
        }
        std::vector<bool> is_kept = has_instances();
        for (size_t i = interval.size(); i-- > 0;) {
            is_kept[i] = is_kept[i] || has_content(interval[i]);
            if (is_kept[i] && interval[i].parent != none) {
                is_kept[interval[i].parent] = true;
            }
        }
        in_interval_ = std::vector<uint32_t>(interval.size(), none);
        for (size_t i = 0; i < interval.size(); ++i) {
            if (!is_kept[i]) {
                continue;
            }
            const scope_name& name = later_.names()[interval[i].name];
            const uint32_t parent = interval[i].parent == none ? none : in_interval_[interval[i].parent];
            in_interval_[i] = builder_.path(parent, builder_.name(name.text, name.file, name.line));
            call_path& path = builder_.at(in_interval_[i]);
            interval[i].name = path.name;
            interval[i].parent = path.parent;
            path = std::move(interval[i]);
        }
    }

    // Whether a scope of each call path of `later` is in the interval's exemplars or timeline: what ran inside a long
    // one may have ended before.
    [[nodiscard]] std::vector<bool> has_instances() const {
        std::vector<bool> result(later_.paths().size(), false);
        const auto note_path = [&](const timeline_scope& scope) { result[scope.path] = true; };
        for (const exemplar& slow : exemplars_) {
            visit_scopes_of_exemplar(slow, note_path);
        }
        visit_scopes_of_timeline(timeline_, note_path);
        return result;
    }

    void add_exemplars() {
        builder_.parts().origin_unix_ns = later_.parts().origin_unix_ns;
        builder_.parts().exemplars_per_name = later_.parts().exemplars_per_name;
        const timeline_transfer transfer(in_interval_);
        for (exemplar& slow : exemplars_) {
            builder_.add_exemplar(transfer.moved(std::move(slow)));
        }
        builder_.set_timeline(transfer.moved(std::move(timeline_)));
    }

    using thread_iterator = std::vector<thread_profile>::const_iterator;

    static thread_iterator end_of_name(thread_iterator first, thread_iterator last) {
        const std::string& name = first->name;
        while (first != last && first->name == name) {
            ++first;
        }
        return first;
    }

    // All threads of one name as one entry.
    static thread_profile group(thread_iterator first, thread_iterator last) {
        thread_profile whole;
        for (; first != last; ++first) {
            whole.name = first->name;
            absorb(whole, *first);
        }
        sum_by_path(whole.paths);
        return whole;
    }

    void subtract_threads() {
        auto before = earlier_.threads().begin();
        const auto before_end = earlier_.threads().end();
        for (auto first = later_.threads().begin(); first != later_.threads().end();) {
            const auto last = end_of_name(first, later_.threads().end());
            for (; before != before_end && before->name < first->name; ++before) {
                note(true);  // these threads are gone: renamed, or never of this process
            }
            auto before_last = before;
            if (before != before_end && before->name == first->name) {
                before_last = end_of_name(before, before_end);
            }
            subtract_name(first, last, before, before_last);
            before = before_last;
            first = last;
        }
        for (; before != before_end; ++before) {
            note(true);
        }
    }

    void subtract_name(thread_iterator first, thread_iterator last, thread_iterator before,
                       thread_iterator before_last) {
        if (before == before_last) {
            for (; first != last; ++first) {
                add_thread(*first, thread_profile());
            }
            return;
        }
        thread_profile all = group(first, last);
        const thread_profile all_before = group(before, before_last);
        // Where no thread of this name began or ended in between, each is where it was in the list.
        if (last - first == before_last - before && all.started == all_before.started &&
            all.running == all_before.running) {
            for (; first != last; ++first, ++before) {
                add_thread(*first, *before);
            }
        } else {
            add_thread(std::move(all), all_before);
        }
    }

    void add_thread(thread_profile thread, const thread_profile& before) {
        bool went_backwards = false;
        subtract(thread.started, before.started, went_backwards);
        subtract(thread.cpu_ns, before.cpu_ns, went_backwards);
        std::vector<thread_path> interval;
        auto at = before.paths.begin();
        for (thread_path path : thread.paths) {
            for (; at != before.paths.end() && (in_later_[at->path] == none || in_later_[at->path] < path.path); ++at) {
                went_backwards = true;
            }
            if (at != before.paths.end() && in_later_[at->path] == path.path) {
                subtract(path.calls, at->calls, went_backwards);
                subtract(path.total_ticks, at->total_ticks, went_backwards);
                subtract(path.span_ticks, at->span_ticks, went_backwards);
                ++at;
            }
            if (path.calls == 0 && path.total_ticks == 0) {
                continue;
            }
            path.path = in_interval_[path.path];
            if (path.path == none) {
                went_backwards = true;  // the call path itself went backwards
            } else {
                interval.push_back(path);
            }
        }
        note(went_backwards || at != before.paths.end());
        thread.paths = std::move(interval);
        if (thread.started != 0 || thread.running != 0 || thread.cpu_ns != 0 || !thread.paths.empty()) {
            builder_.thread(std::move(thread));
        }
    }

    // Both lists ascend by series: calls `f(metric, its state before or null)`.
    template <typename Metric, typename Function>
    void for_each_series(const std::vector<Metric>& now, const std::vector<Metric>& before, const Function& f) {
        auto at = before.begin();
        for (const Metric& metric : now) {
            for (; at != before.end() && compare_series(at->identity, metric.identity) < 0; ++at) {
                note(true);
            }
            const bool is_known = at != before.end() && at->identity.same_series(metric.identity);
            f(metric, is_known ? &*at : nullptr);
            at += is_known ? 1 : 0;
        }
        for (; at != before.end(); ++at) {
            note(true);
        }
    }

    void subtract_metrics() {
        profile_parts& parts = builder_.parts();
        for_each_series(later_.counters(), earlier_.counters(),
                        [&](counter_value counter, const counter_value* before) {
                            bool went_backwards = false;
                            subtract(counter.value, before == nullptr ? 0 : before->value, went_backwards);
                            note(went_backwards);
                            parts.counters.push_back(std::move(counter));
                        });
        for_each_series(later_.gauges(), earlier_.gauges(),
                        [&](const gauge_value& gauge, const gauge_value*) { parts.gauges.push_back(gauge); });
        for_each_series(later_.distributions(), earlier_.distributions(),
                        [&](distribution_value distribution, const distribution_value* before) {
                            bool went_backwards = false;
                            if (before != nullptr) {
                                subtract(distribution.values, before->values, went_backwards);
                                went_backwards |= before->steps_per_unit != distribution.steps_per_unit;
                            }
                            note(went_backwards);
                            parts.distributions.push_back(std::move(distribution));
                        });
    }

    void subtract_metadata() {
        profile_metadata& metadata = builder_.parts().metadata;
        metadata = later_.metadata();
        metadata.start_unix_ns = earlier_.metadata().snapshot_unix_ns;
        // Not from the two times of day: somebody may have set the clock in between.
        metadata.duration_ns -= smaller(metadata.duration_ns, earlier_.metadata().duration_ns);
    }

    void subtract_memory() {
        memory_profile& memory = builder_.parts().memory;
        memory = later_.memory();
        bool went_backwards = false;
        subtract(memory, earlier_.memory(), went_backwards);
        note(went_backwards);
    }

    void subtract_health() {
        recording_health& health = builder_.parts().health;
        health = later_.health();
        bool went_backwards = false;
        subtract(health, earlier_.health(), went_backwards);
        note(went_backwards);
        health.delta_mismatches += mismatches_;
    }

    const profile& later_;
    const profile& earlier_;
    profile_builder builder_;
    std::vector<uint32_t> in_later_;     // a path of `earlier` to the same one of `later`
    std::vector<uint32_t> in_interval_;  // a path of `later` to the builder's
    std::vector<exemplar> exemplars_;    // of the interval
    timeline timeline_;
    uint64_t mismatches_ = 0;
};

}  // namespace detail

/// What was recorded between two snapshots of one process. Works in ticks, so no value changes its bucket; each event
/// falls in exactly one interval, and `merge` of consecutive intervals gives back the counts, totals and buckets of the
/// whole. Call paths are matched by their names; one with nothing new is left out unless something below it is new.
///
/// - A scope's time falls in the interval in which it passed, its call and its duration in the one in which it ended:
///   the interval in which a long scope ends has a duration that may be longer than the interval. `open_calls`,
///   `running`, live memory and gauges are states, not counts, and are those of `later`.
/// - Minimum and maximum are bucket bounds: `exact_extremes()` is false.
/// - Threads are matched by name, and those of the same name by their place in the list, which is certain as long as
///   none of them began or ended in between. Where one did, all of that name are one entry. `started` counts those that
///   began in the interval. A thread that was renamed in between shows all its time under its new name, and is noted.
/// - Counters stay even where they did not change: 0 says something. `metadata().start_unix_ns` is the time of
///   `earlier`, `duration_ns` the difference.
/// - Exemplars are those of `later` that had not ended in `earlier`; slower instances of before may have kept others
/// out.
///   A call path with nothing new stays where one of them has it. The timeline has what ended after `earlier`, or has
///   not ended; of counters and gauges, whose values stay as they are, also the last value before that.
///   `overwritten_scopes` and `overwritten_values` count what was overwritten in between, 0 where all of the interval
///   is there.
///
/// Where `earlier` is no earlier state of `later` (another process or start; only one of them compensated; a scale that
/// differs by more than 0.01 %, or 1 % where the pid is known; a count that went backwards, or is gone), each number
/// that went backwards is 0, and `health().delta_mismatches` counts what did not fit: 0 if all did. O(size of both).
[[nodiscard]] inline profile delta(const profile& later, const profile& earlier) {
    const detail::own_work not_the_users;
    return detail::interval_maker(later, earlier).make();
}

DWELL_NAMESPACE_END

#endif
