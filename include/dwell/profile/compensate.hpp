// SPDX-License-Identifier: BSL-1.0
// Takes away what dwell itself has cost from the times of a profile.
#ifndef DWELL_PROFILE_COMPENSATE_HPP
#define DWELL_PROFILE_COMPENSATE_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/own_work.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/stats/binary_search.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/rescale.hpp>

#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Of one profile; see `compensated`.
class cost_remover {
public:
    explicit cost_remover(const profile& source) : parts_(source.parts()) {}

    [[nodiscard]] profile remove() {
        const size_t size = parts_.paths.size();
        costs_.reserve(size);
        for (const call_path& path : parts_.paths) {
            costs_.push_back(cost_of(path));
        }
        remove_from(
            parts_.paths, [](size_t i) { return i; }, [this](size_t i) { return parts_.paths[i].parent; });
        for (size_t i = 0; i < size; ++i) {
            call_path& path = parts_.paths[i];
            const uint64_t calls = path.calls + path.open_calls;
            if (calls != 0) {
                path.durations = lowered(path.durations, contained_[i] / static_cast<double>(calls));
            }
        }
        for (thread_profile& thread : parts_.threads) {
            const auto index_of_path = [&](uint32_t path) {
                const size_t at =
                    partition_point(thread.paths.size(), [&](size_t i) { return thread.paths[i].path < path; });
                const bool found = at != thread.paths.size() && thread.paths[at].path == path;
                return found ? static_cast<uint32_t>(at) : call_path::no_parent;
            };
            remove_from(
                thread.paths, [&](size_t i) { return thread.paths[i].path; },
                [&](size_t i) { return index_of_path(parts_.paths[thread.paths[i].path].parent); });
        }
        parts_.metadata.compensated = true;
        return profile(std::move(parts_));
    }

private:
    /// In ticks, the mean of a path's calls.
    struct call_cost {
        double inside = 0;  ///< in the path's own total
        double paid = 0;    ///< in its parent's total, in all
        bool is_estimate = false;
    };

    [[nodiscard]] call_cost cost_of(const call_path& path) const noexcept {
        // How many of the calls are spans is not known, nor where a span's end was paid for.
        if (path.calls == 0 || path.span_ticks != 0) {
            return {};
        }
        const profile_metadata& costs = parts_.metadata;
        const uint64_t sampled = smaller(path.sampled.calls, path.calls);
        const uint64_t timed = smaller(path.sampled.timed, sampled);
        const auto plain = static_cast<double>(path.calls - sampled);
        // What the timed calls stand for; the calls of a run that has not ended are in no total yet.
        const double represented =
            sampled != 0 ? larger(static_cast<double>(path.durations.count()) - plain, 0.0) : 0.0;
        call_cost sum;
        sum.inside = plain * costs.scope_cost_ns + represented * costs.sampled_scope_cost_ns;
        sum.paid = plain * (costs.scope_cost_ns + costs.scope_parent_cost_ns) +
                   static_cast<double>(timed) * (costs.sampled_scope_cost_ns + costs.sampled_scope_parent_cost_ns) +
                   static_cast<double>(sampled - timed) * costs.untimed_scope_cost_ns;
        const double ticks_a_call = 1 / (parts_.scale.ns_per_tick * static_cast<double>(path.calls));
        return {in_bounds(sum.inside * ticks_a_call), in_bounds(sum.paid * ticks_a_call), sampled != 0};
    }

    // A profile that was read may say anything: below this, no sum over paths is beyond a double.
    [[nodiscard]] static double in_bounds(double ticks) noexcept { return ticks > 0 ? smaller(ticks, 1e19) : 0.0; }

    /// `paths` are call_path or thread_path, parents first; `path_of(i)` is the call path of one, `parent_of(i)` the
    /// index of its parent in `paths`, `no_parent` where there is none.
    template <typename Paths, typename PathOf, typename ParentOf>
    void remove_from(Paths& paths, const PathOf& path_of, const ParentOf& parent_of) {
        contained_.assign(paths.size(), 0.0);
        std::vector<uint64_t> nested(paths.size(), 0);
        // Of that, what is no estimate: one that is too high is no reason to leave its parent as it was.
        std::vector<uint64_t> certain(paths.size(), 0);
        for (size_t i = paths.size(); i-- > 0;) {
            auto& path = paths[i];
            const call_cost& cost = costs_[path_of(i)];
            const auto calls = static_cast<double>(path.calls);
            const double below = contained_[i];
            contained_[i] += calls * cost.inside;
            const uint64_t least = smaller(path.total_ticks, larger(certain[i], path.span_ticks));
            path.total_ticks -= smaller(path.total_ticks - least, round_to_integer(contained_[i]));
            path.self_ticks = path.total_ticks - smaller(path.total_ticks, nested[i]);
            const uint32_t parent = parent_of(i);
            if (parent != call_path::no_parent) {
                contained_[parent] += below + calls * cost.paid;
                const uint64_t own = path.total_ticks - smaller(path.total_ticks, path.span_ticks);
                nested[parent] += own;
                certain[parent] += cost.is_estimate ? smaller(own, certain[i]) : own;
            }
        }
    }

    profile_parts parts_;
    std::vector<call_cost> costs_;   // by call path
    std::vector<double> contained_;  // dwell's cost in the total of each path, in ticks
};

}  // namespace detail

/// A profile less what dwell itself has cost, as its metadata says (`scope_cost_ns` and those beside it): the time in
/// which the program would have run without scopes, as far as that is known. For each call path and each thread:
///
/// - The total is less by what its scopes show when they are empty, and by what all scopes below it cost: for each call
///   the two costs of a scope; for one that TIMED_SCOPE_SAMPLED did not time, the cost of that. Self time is the total
///   less the children's, as ever. It is more than before where a sampled child's estimate had taken too much of it.
/// - Each duration is less by the mean of that a call. They are re-bucketed: percentiles within 1.6 %; mean and sum are
///   exact where no duration would be below 0.
/// - Nothing is below 0, no total above what it was, and none below its children's, but for those that are estimates.
///
/// Calls and metrics stay, and so do exemplars and the timeline, which are what was measured of single instances.
/// Spans, the system calls of TIMED_SCOPE_CPU and the half of an open scope's cost that has been paid are not taken
/// away. `metadata().compensated` is true afterwards; such a profile is returned as it is. The costs are those of
/// scopes in a loop of nothing else: among real work one may cost less, since the processor does both at once, or more,
/// where it evicts what that needs (docs/statistics.md). Compensate last: of a `delta`, not before it. O(buckets), and
/// for threads O(paths * log paths).
[[nodiscard]] inline profile compensated(const profile& source) {
    const detail::own_work not_the_users;
    return source.metadata().compensated ? source : detail::cost_remover(source).remove();
}

DWELL_NAMESPACE_END

#endif
