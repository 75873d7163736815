// SPDX-License-Identifier: BSL-1.0
// Why one instance was slow: the call path inside it that took longer than usual.
#ifndef DWELL_PROFILE_EXEMPLAR_CAUSE_HPP
#define DWELL_PROFILE_EXEMPLAR_CAUSE_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/own_work.hpp>
#include <dwell/profile/call_path.hpp>
#include <dwell/profile/exemplar.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/stats/binary_search.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/sorted_order.hpp>

#include <vector>

DWELL_NAMESPACE_BEGIN

/// What an instance is slow for: see `cause_of`.
struct exemplar_cause {
    uint32_t path = 0;       ///< index into profile::paths(): the instance's own, or that of scopes inside it
    bool is_self = false;    ///< whether the ticks are those of these scopes alone; else also of what is inside them
    uint64_t ticks = 0;      ///< what they took in this very instance, all of this call path together
    double usual_ticks = 0;  ///< the same in the other instances, on average; 0 where there are none
    double share = 0;        ///< `ticks` of the instance's duration, from 0 to 1

    friend bool operator==(const exemplar_cause&, const exemplar_cause&) = default;
};

namespace detail {

/// Compares one instance with the others of its call path.
class cause_finder {
public:
    cause_finder(const profile& source, const exemplar& slow) : source_(source), slow_(slow) {
        const call_path& path = source.paths()[slow.instance.path];
        others_ = static_cast<double>(path.calls) + static_cast<double>(path.open_calls) - 1;
    }

    [[nodiscard]] exemplar_cause find() {
        add_up();
        const auto duration = static_cast<double>(slow_.instance.duration_ticks);
        const double excess =
            duration - usual(source_.paths()[slow_.instance.path].total_ticks, slow_.instance.duration_ticks);
        // Nothing is unusual about an instance that was no slower than the others: all of its time counts then.
        is_slower_ = excess > 0;
        half_ = (is_slower_ ? excess : duration) / 2;
        best_ = {slow_.instance.path, false, slow_.instance.duration_ticks, duration - excess, 0};
        for (const path_time& time : times_) {
            const call_path& path = source_.paths()[time.path];
            consider(time.path, false, time.total, path.total_ticks);
            consider(time.path, true, time.total - smaller(time.total, time.nested), path.self_ticks);
        }
        best_.share = duration > 0 ? smaller(static_cast<double>(best_.ticks) / duration, 1.0) : 0.0;
        return best_;
    }

private:
    /// What the scopes of one call path took inside the instance, and those directly inside them.
    struct path_time {
        uint32_t path = 0;
        uint64_t total = 0;
        uint64_t nested = 0;
    };

    static void add(uint64_t& sum, uint64_t more) noexcept { sum = more > uint64_max - sum ? uint64_max : sum + more; }

    // Of each call path its times, ascending by path.
    void add_up() {
        const size_t size = slow_.inside.size();
        const auto scope = [&](uint32_t i) -> const timeline_scope& {
            return i == size ? slow_.instance : slow_.inside[i];
        };
        for (const uint32_t i :
             sorted_order(size + 1, [&](uint32_t a, uint32_t b) { return scope(a).path < scope(b).path; })) {
            if (times_.empty() || times_.back().path != scope(i).path) {
                times_.push_back({scope(i).path, 0, 0});
            }
            add(times_.back().total, scope(i).duration_ticks);
        }
        for (const path_time& time : times_) {
            const uint32_t parent = source_.paths()[time.path].parent;
            const size_t at = partition_point(times_.size(), [&](size_t j) { return times_[j].path < parent; });
            if (at != times_.size() && times_[at].path == parent) {
                add(times_[at].nested, time.total);
            }
        }
    }

    // What another instance has on average, of `all` ticks that are of this one, too.
    [[nodiscard]] double usual(uint64_t all, uint64_t of_this_one) const noexcept {
        return others_ > 0 ? static_cast<double>(all - smaller(all, of_this_one)) / others_ : 0.0;
    }

    void consider(uint32_t path, bool is_self, uint64_t ticks, uint64_t ticks_of_all) {
        const double usual_ticks = usual(ticks_of_all, ticks);
        const double excess = static_cast<double>(ticks) - (is_slower_ ? usual_ticks : 0.0);
        if (!(excess > half_)) {
            return;
        }
        const uint32_t depth = source_.paths()[path].depth;
        const uint32_t best_depth = source_.paths()[best_.path].depth;
        const bool is_deeper = depth != best_depth ? depth > best_depth : is_self && !best_.is_self;
        const bool is_as_deep = depth == best_depth && is_self == best_.is_self;
        const double best_excess = static_cast<double>(best_.ticks) - (is_slower_ ? best_.usual_ticks : 0.0);
        if (is_deeper || (is_as_deep && excess > best_excess)) {
            best_ = {path, is_self, ticks, usual_ticks, 0};
        }
    }

    const profile& source_;
    const exemplar& slow_;
    std::vector<path_time> times_;
    exemplar_cause best_;
    double others_ = 0;
    double half_ = 0;
    bool is_slower_ = false;
};

}  // namespace detail

/// Why this instance was slow: the deepest call path to which more than half of the time goes that it took longer than
/// the other instances of its call path do on average. Not the one that is always the longest: of a `step` of 21 ms, a
/// `parse` in it took 1 ms, as in each of the 9,999 others, and a `rebuild` 20 ms, which no other step has. Then the
/// cause is `rebuild`, with 20 ms where 0 is usual, and where 15 ms of these are a `sort` in it, `sort`. The instance's
/// own call path is the cause where it took that time itself (`is_self`), or where no child has more than half.
///
/// Time that `left_out` or `is_cut` hides counts as that of the scope around it. An instance that was no slower than
/// the others, or is the only one, is taken as if usual were 0. `slow` is of `source`: the average is over the
/// call path's other calls, also of those that are open still. O(n log n) in the scopes inside.
[[nodiscard]] inline exemplar_cause cause_of(const profile& source, const exemplar& slow) {
    const detail::own_work not_the_users;
    return detail::cause_finder(source, slow).find();
}

DWELL_NAMESPACE_END

#endif
