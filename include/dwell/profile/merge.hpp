// SPDX-License-Identifier: BSL-1.0
// Two profiles as one: the processes of a job, the intervals of a process.
#ifndef DWELL_PROFILE_MERGE_HPP
#define DWELL_PROFILE_MERGE_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/own_work.hpp>
#include <dwell/profile/builder.hpp>
#include <dwell/profile/instance_set.hpp>
#include <dwell/profile/merge_parts.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/profile/thread_group.hpp>
#include <dwell/profile/timeline_transfer.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/sorted_order.hpp>

#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Adds two profiles; see `merge`.
class profile_merger {
public:
    profile_merger(const profile& a, const profile& b) : a_(a), b_(b) {}

    [[nodiscard]] profile make() {
        profile_parts& parts = builder_.parts();
        if (is_blank(a_) || is_blank(b_)) {
            return is_blank(a_) ? b_ : a_;
        }
        parts.metadata = merge_metadata(a_.metadata(), b_.metadata());
        parts.health = merge_health(a_.health(), b_.health());
        parts.exact_extremes = a_.exact_extremes() && b_.exact_extremes();
        const bool is_one_process = same_process(a_, b_);
        const bool b_is_later = a_.metadata().snapshot_unix_ns <= b_.metadata().snapshot_unix_ns;
        const bool has_states_of_a = !is_one_process || !b_is_later;
        const bool has_states_of_b = !is_one_process || b_is_later;
        parts.memory = merge_memory(a_.memory(), has_states_of_a, b_.memory(), has_states_of_b);
        // The longer a process runs, the better its scale is known; a profile without call paths has no ticks.
        const bool takes_scale_of_b =
            is_one_process ? b_is_later && same_ticks(a_, b_) : a_.paths().empty() && !b_.paths().empty();
        parts.scale = takes_scale_of_b ? b_.scale() : a_.scale();
        parts.origin_unix_ns = merged_origin(is_one_process);
        parts.exemplars_per_name = larger(a_.parts().exemplars_per_name, b_.parts().exemplars_per_name);
        add(a_, has_states_of_a, is_one_process);
        add(b_, has_states_of_b, is_one_process);
        group_threads();
        const bool by_time = is_one_process || a_.metadata().snapshot_unix_ns == b_.metadata().snapshot_unix_ns;
        add_gauges(b_is_later ? b_ : a_, b_is_later ? a_ : b_, by_time);
        return builder_.build();
    }

private:
    // As `profile()` is. Not by comparing the two: the comparison of every part would be compiled.
    static bool is_blank(const profile& candidate) {
        const profile_parts& parts = candidate.parts();
        return parts.names.empty() && parts.paths.empty() && parts.threads.empty() && parts.counters.empty() &&
               parts.gauges.empty() && parts.distributions.empty() && parts.exact_extremes &&
               parts.scale == tick_scale() && parts.health == recording_health() &&
               parts.metadata == profile_metadata() && parts.memory == memory_profile() && !has_moments(candidate);
    }

    static bool has_moments(const profile& candidate) {
        const profile_parts& parts = candidate.parts();
        return !parts.exemplars->empty() || !parts.timeline->empty() || parts.origin_unix_ns != 0 ||
               parts.exemplars_per_name != 0;
    }

    // Two processes have one where both have one: a moment of the day that is not known is not made up.
    [[nodiscard]] int64_t merged_origin(bool is_one_process) const {
        const int64_t of_a = a_.parts().origin_unix_ns;
        const int64_t of_b = b_.parts().origin_unix_ns;
        if (is_one_process || !has_moments(a_) || !has_moments(b_)) {
            return of_a != 0 ? of_a : of_b;
        }
        return of_a != 0 && of_b != 0 ? smaller(of_a, of_b) : 0;
    }

    // Its timeline is the one that the result has: a timeline is one process's, up to one moment.
    [[nodiscard]] bool gives_timeline(const profile& from, bool is_one_process) const {
        const profile& other = &from == &a_ ? b_ : a_;
        const int64_t taken = from.metadata().snapshot_unix_ns;
        const int64_t other_taken = other.metadata().snapshot_unix_ns;
        const bool is_later = taken != other_taken ? taken > other_taken : &from == &b_;
        return !from.timeline().empty() &&
               (!has_moments(other) || (is_one_process && (is_later || other.timeline().empty())));
    }

    void add_moments(const profile& from, const std::vector<uint32_t>& moved_to, bool is_one_process) {
        if (!has_moments(from)) {
            return;
        }
        const profile_parts& parts = builder_.parts();
        double factor = factor_of(from);
        double offset_ticks = 0;
        if (!is_one_process) {
            factor = from.scale().ns_per_tick / parts.scale.ns_per_tick;
            // From the earlier origin on, which is the result's. Unsigned, as the difference may pass 2^63.
            const auto offset_ns =
                static_cast<uint64_t>(from.parts().origin_unix_ns) - static_cast<uint64_t>(parts.origin_unix_ns);
            offset_ticks = parts.origin_unix_ns == 0 ? 0 : static_cast<double>(offset_ns) / parts.scale.ns_per_tick;
        }
        const timeline_transfer transfer(moved_to, factor, offset_ticks);
        for (const exemplar& slow : from.exemplars()) {
            exemplar moved = transfer.moved(slow);
            if (!is_one_process || !instances_.contains(moved.instance)) {
                instances_.add(moved.instance);
                builder_.add_exemplar(std::move(moved));
            }
        }
        if (gives_timeline(from, is_one_process)) {
            builder_.set_timeline(transfer.moved(from.timeline()));
        }
    }

    // A tick of `from` in ticks of the result; 1 where they are as good as equal.
    [[nodiscard]] double factor_of(const profile& from) noexcept {
        return same_ticks(a_, b_) ? 1.0 : from.scale().ns_per_tick / builder_.parts().scale.ns_per_tick;
    }

    static uint64_t convert(uint64_t ticks, double factor) noexcept {
        if (factor == 1.0) {
            return ticks;
        }
        const double converted = static_cast<double>(ticks) * factor + 0.5;
        return converted < 18446744073709551615.0 ? static_cast<uint64_t>(converted) : uint64_max;
    }

    void add(const profile& from, bool with_states, bool is_one_process) {
        const double factor = factor_of(from);
        std::vector<uint32_t> moved_to(from.paths().size());
        for (size_t i = 0; i < from.paths().size(); ++i) {
            const call_path& path = from.paths()[i];
            const scope_name& name = from.names()[path.name];
            const uint32_t parent = path.parent == call_path::no_parent ? path.parent : moved_to[path.parent];
            moved_to[i] = builder_.path(parent, builder_.name(name.text, name.file, name.line));
            add(builder_.at(moved_to[i]), path, factor, with_states);
        }
        add_moments(from, moved_to, is_one_process);
        for (const thread_profile& thread : from.threads()) {
            threads_.push_back({thread, &from});
            thread_profile& added = threads_.back().thread;
            added.running = with_states ? added.running : 0;
            for (thread_path& path : added.paths) {
                path.path = moved_to[path.path];
                path.total_ticks = convert(path.total_ticks, factor);
                path.span_ticks = convert(path.span_ticks, factor);
            }
        }
        profile_parts& parts = builder_.parts();
        for (const counter_value& counter : from.counters()) {
            parts.counters.push_back(counter);
        }
        for (const distribution_value& distribution : from.distributions()) {
            parts.distributions.push_back(distribution);
        }
    }

    void add(call_path& sum, const call_path& path, double factor, bool with_states) {
        sum.calls += path.calls;
        sum.open_calls += with_states ? path.open_calls : 0;
        sum.total_ticks += convert(path.total_ticks, factor);
        sum.span_ticks += convert(path.span_ticks, factor);
        sum.sampled.add(path.sampled);
        sum.cpu_calls += path.cpu_calls;
        sum.cpu_ns += path.cpu_ns;
        sum.self_memory.add(path.self_memory);
        if (with_states) {
            sum.self_live.add(path.self_live);
        }
        if (factor == 1.0) {
            sum.durations.merge(path.durations);
        } else if (path.durations.count() != 0) {
            sum.durations.merge(path.durations.scaled(factor));
            ++builder_.parts().health.rebucketed;
        }
    }

    // Threads of a name that only one side has stay as they are; those of a name that both have are one entry.
    void group_threads() {
        const auto at = [this](uint32_t i) -> thread_profile& { return threads_[i].thread; };
        const std::vector<uint32_t> order =
            sorted_order(threads_.size(), [&](uint32_t i, uint32_t j) { return at(i).name.compare(at(j).name) < 0; });
        for (size_t first = 0; first < order.size();) {
            size_t last = first + 1;
            while (last < order.size() && at(order[last]).name == at(order[first]).name) {
                ++last;
            }
            // Those of `a` come first, since the order is stable.
            if (threads_[order[first]].origin != threads_[order[last - 1]].origin) {
                for (size_t other = first + 1; other != last; ++other) {
                    absorb(at(order[first]), at(order[other]));
                }
                builder_.thread(std::move(at(order[first])));
            } else {
                for (size_t one = first; one != last; ++one) {
                    builder_.thread(std::move(at(order[one])));
                }
            }
            first = last;
        }
    }

    // With `by_time` the last write wins; otherwise all of `winner`, and of `other` what that lacks.
    void add_gauges(const profile& winner, const profile& other, bool by_time) {
        std::vector<gauge_value>& gauges = builder_.parts().gauges;
        const auto add_converted = [&](const profile& from, gauge_value gauge) {
            gauge.written_at_ticks = convert(gauge.written_at_ticks, factor_of(from));
            gauges.push_back(std::move(gauge));
        };
        for (const gauge_value& gauge : winner.gauges()) {
            add_converted(winner, gauge);
        }
        size_t at = 0;
        for (const gauge_value& gauge : other.gauges()) {
            while (at < winner.gauges().size() && compare_series(winner.gauges()[at].identity, gauge.identity) < 0) {
                ++at;
            }
            const bool winner_has_it =
                at < winner.gauges().size() && compare_series(winner.gauges()[at].identity, gauge.identity) == 0;
            if (by_time || !winner_has_it) {
                add_converted(other, gauge);
            }
        }
    }

    struct origin_thread {
        thread_profile thread;
        const profile* origin;
    };

    const profile& a_;
    const profile& b_;
    profile_builder builder_;
    std::vector<origin_thread> threads_;
    instance_set instances_;  // the exemplars
};

}  // namespace detail

/// Both profiles as one: call paths with the same names, counters and distributions are added. Commutative, up to the
/// scale, help and unit of `a`, which stay; associative in counts, in totals and buckets too where no scale differs by
/// more than 0.01 %; a default-made profile changes nothing. Linear in the size of both, sorting aside.
///
/// - Ticks are those of `a`. Where the scales differ by more than 0.01 %, the histograms of `b` are re-bucketed (each
///   bucket at most 1.6 % off), and `health().rebucketed` counts them. Ticks of one process are added as they are. A
///   distribution with other steps per unit is re-bucketed to the finer ones, and counted, too.
/// - Two profiles are of one process where pid, host, program and clock are equal and the pid is known: its intervals,
///   then. `open_calls`, `running` and live memory, which are states and not counts, are those of the later snapshot
///   there, and add up otherwise. A gauge is the one written last: `written_at_ticks` says so within one process;
///   clocks of two processes or machines cannot be compared, so there the later snapshot's gauge wins (and where merged
///   profiles are merged on, the order of merging decides between gauges of more than two processes).
/// - Threads of a name that both have become one entry; other threads stay as they are.
/// - Metadata: the earliest start, the latest snapshot, and the time between; texts that differ are joined by " | "; a
///   pid that differs is 0; of numbers the largest.
/// - Exemplars: the slowest of both, of each name as many as the one that has more. Where they are of two processes,
/// the
///   times of day say when, as far as the two clocks agree, and `thread_number` is that of the process it was. The
///   timeline is that of the later snapshot of one process; of two processes that both kept one, the result has none.
/// - Memory: where the bytes of one are "requested" and of the other "usable", `memory().sizes` is "mixed".
[[nodiscard]] inline profile merge(const profile& a, const profile& b) {
    const detail::own_work not_the_users;
    return detail::profile_merger(a, b).make();
}

DWELL_NAMESPACE_END

#endif
