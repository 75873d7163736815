// SPDX-License-Identifier: BSL-1.0
// Which call paths of a very large profile a page has room for.
#ifndef DWELL_EXPORT_PATH_CHOICE_HPP
#define DWELL_EXPORT_PATH_CHOICE_HPP

#include <dwell/core/config.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/profile/thread_group.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/stats/sorted_order.hpp>

#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// At most `most` call paths, in their order: those with the largest totals (of `earlier`, which has the same call
/// paths, too, where it is not null), and those of exemplars before any other. A path is left out only with all below
/// it. What is left out below one path, or of the roots, is one group: a row behind those that are kept, so that sums
/// stay what they are. O(paths), and O(paths * log(paths)) where some are left out.
class path_choice {
public:
    path_choice(const profile& source, const profile* earlier, size_t most) : row_(source.paths().size()) {
        const std::vector<call_path>& paths = source.paths();
        std::vector<bool> is_kept(paths.size(), paths.size() <= most);
        if (paths.size() > most && most != 0) {
            // Equal ones are ascending: a parent, which weighs no less than its children, stands before them.
            for (const uint32_t i : largest_first(weights(source, earlier), most)) {
                is_kept[i] = true;
            }
        }
        for (uint32_t i = 0; i < paths.size(); ++i) {
            const uint32_t parent = paths[i].parent;
            is_kept[i] = is_kept[i] && (parent == call_path::no_parent || is_kept[parent]);
            if (is_kept[i]) {
                row_[i] = static_cast<uint32_t>(kept_.size());
                kept_.push_back(i);
            }
        }
        group_left_out(paths, is_kept);
    }

    /// Indices of call paths, ascending.
    [[nodiscard]] const std::vector<uint32_t>& kept() const noexcept { return kept_; }
    /// The row of a call path: its place in `kept`, or behind those that of its group.
    [[nodiscard]] uint32_t row_of(uint32_t path) const noexcept { return row_[path]; }
    [[nodiscard]] size_t left_out() const noexcept { return row_.size() - kept_.size(); }

    /// What a profile with these call paths has in each group, as one call path of the name `name` and with the parent
    /// that all of the group are below. No durations.
    [[nodiscard]] std::vector<call_path> groups_of(const profile& source, uint32_t name) const {
        std::vector<call_path> groups;
        groups.reserve(parents_.size());
        for (const uint32_t parent : parents_) {
            call_path& group = groups.emplace_back();
            group.name = name;
            group.parent = parent;
        }
        for (uint32_t i = 0; i < row_.size(); ++i) {
            if (row_[i] < kept_.size()) {
                continue;
            }
            const call_path& path = source.paths()[i];
            call_path& group = groups[row_[i] - kept_.size()];
            group.calls += path.calls;
            group.open_calls += path.open_calls;
            group.self_ticks += path.self_ticks;
            group.sampled.add(path.sampled);
            group.self_memory.add(path.self_memory);
            group.self_live.add(path.self_live);
            group.span_ticks += path.span_ticks;
            group.total_ticks += path.parent == group.parent ? path.total_ticks : path.span_ticks;
        }
        return groups;
    }

    /// What a thread has in each row that it has anything in, `thread_path::path` being the row. Ascending.
    [[nodiscard]] std::vector<thread_path> rows_of(const profile& source, const thread_profile& thread) const {
        std::vector<thread_path> rows = thread.paths;
        for (thread_path& path : rows) {
            const uint32_t row = row_[path.path];
            if (row >= kept_.size() && source.paths()[path.path].parent != parents_[row - kept_.size()]) {
                path.total_ticks = path.span_ticks;  // the rest is in that of the one above it
            }
            path.path = row;
        }
        if (left_out() != 0) {
            sum_by_path(rows);
        }
        return rows;
    }

private:
    static std::vector<double> weights(const profile& source, const profile* earlier) {
        std::vector<double> weight;
        weight.reserve(source.paths().size());
        for (size_t i = 0; i < source.paths().size(); ++i) {
            const double before = earlier == nullptr ? 0.0 : earlier->scale().to_ns(earlier->paths()[i].total_ticks);
            weight.push_back(larger(source.scale().to_ns(source.paths()[i].total_ticks), before));
        }
        for (const exemplar& slow : source.exemplars()) {
            weight[slow.instance.path] = infinity;
            for (const timeline_scope& scope : slow.inside) {
                weight[scope.path] = infinity;
            }
        }
        for (size_t i = weight.size(); i-- > 0;) {
            const uint32_t parent = source.paths()[i].parent;
            if (parent != call_path::no_parent) {
                weight[parent] = larger(weight[parent], weight[i]);
            }
        }
        return weight;
    }

    void group_left_out(const std::vector<call_path>& paths, const std::vector<bool>& is_kept) {
        constexpr uint32_t none = uint32_max;
        std::vector<uint32_t> group_below(kept_.size() + 1, none);  // the last is that of roots
        for (uint32_t i = 0; i < paths.size(); ++i) {
            if (is_kept[i]) {
                continue;
            }
            const uint32_t parent = paths[i].parent;
            if (parent != call_path::no_parent && !is_kept[parent]) {
                row_[i] = row_[parent];
                continue;
            }
            uint32_t& group = group_below[parent == call_path::no_parent ? kept_.size() : row_[parent]];
            if (group == none) {
                group = static_cast<uint32_t>(kept_.size() + parents_.size());
                parents_.push_back(parent);
            }
            row_[i] = group;
        }
    }

    std::vector<uint32_t> kept_;
    std::vector<uint32_t> row_;
    std::vector<uint32_t> parents_;  // of each group, `no_parent` for roots
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
