// SPDX-License-Identifier: BSL-1.0
// Makes a profile: snapshot, delta, merge and the reader of JSON add to it in any order; `build` puts it in order.
#ifndef DWELL_PROFILE_BUILDER_HPP
#define DWELL_PROFILE_BUILDER_HPP

#include <dwell/core/config.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/profile/thread_group.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN

/// Collects names, call paths, threads and metrics, and merges what is added twice. Self times are derived by
/// `build`: whatever they were before does not matter. Not thread-safe.
class profile_builder {
public:
    profile_builder() = default;

    [[nodiscard]] profile_parts& parts() noexcept { return parts_; }

    /// The index of a name, made where it is new. The first location that is known stays.
    uint32_t name(std::string_view text, std::string_view file = {}, uint32_t line = 0) {
        const auto [found, is_new] =
            name_index_.try_emplace(std::string(text), static_cast<uint32_t>(parts_.names.size()));
        if (is_new) {
            parts_.names.push_back({std::string(text), std::string(file), line});
        } else if (parts_.names[found->second].file.empty() && !file.empty()) {
            parts_.names[found->second].file = file;
            parts_.names[found->second].line = line;
        }
        return found->second;
    }

    /// The index of the call path of `name_index` under `parent` (or `call_path::no_parent`), made where it is new.
    uint32_t path(uint32_t parent, uint32_t name_index) {
        const uint64_t key = (static_cast<uint64_t>(parent) << 32U) | name_index;
        const auto [found, is_new] = path_index_.try_emplace(key, static_cast<uint32_t>(parts_.paths.size()));
        if (is_new) {
            call_path fresh;
            fresh.name = name_index;
            fresh.parent = parent;
            fresh.depth = parent == call_path::no_parent ? 0 : parts_.paths[parent].depth + 1;
            parts_.paths.push_back(std::move(fresh));
        }
        return found->second;
    }

    [[nodiscard]] call_path& at(uint32_t path_index) noexcept { return parts_.paths[path_index]; }

    /// Adds a thread, into the one of the same name where both are groups of threads that ended.
    void thread(thread_profile added) {
        if (added.running == 0) {
            const auto [found, is_new] = ended_index_.try_emplace(added.name, parts_.threads.size());
            if (!is_new) {
                detail::absorb(parts_.threads[found->second], added);
                return;
            }
        }
        parts_.threads.push_back(std::move(added));
    }

    /// Puts all in order, derives the self times, and gives the profile. The builder is empty afterwards.
    [[nodiscard]] profile build() {
        order_names();
        order_paths();
        derive_self_times(parts_.paths);
        for (thread_profile& thread : parts_.threads) {
            derive_thread(thread);
        }
        std::stable_sort(parts_.threads.begin(), parts_.threads.end(),
                         [](const thread_profile& a, const thread_profile& b) { return a.name < b.name; });
        order_metrics(parts_.counters);
        order_metrics(parts_.gauges);
        order_metrics(parts_.distributions);
        name_index_.clear();
        path_index_.clear();
        ended_index_.clear();
        return profile(std::exchange(parts_, profile_parts{}));
    }

private:
    void order_names() {
        std::vector<uint32_t> order(parts_.names.size());
        for (uint32_t i = 0; i < order.size(); ++i) {
            order[i] = i;
        }
        std::sort(order.begin(), order.end(),
                  [&](uint32_t a, uint32_t b) { return parts_.names[a].text < parts_.names[b].text; });
        std::vector<scope_name> sorted(order.size());
        std::vector<uint32_t> moved_to(order.size());
        for (uint32_t i = 0; i < order.size(); ++i) {
            moved_to[order[i]] = i;
            sorted[i] = std::move(parts_.names[order[i]]);
        }
        parts_.names = std::move(sorted);
        for (call_path& path : parts_.paths) {
            path.name = moved_to[path.name];
        }
    }

    // Pre-order, siblings by name. Iterative: a call path may be as deep as its recorder allowed.
    void order_paths() {
        const size_t size = parts_.paths.size();
        std::vector<uint32_t> by_parent(size);
        for (uint32_t i = 0; i < size; ++i) {
            by_parent[i] = i;
        }
        // Siblings stand together, last name first, so that a stack gives them back in order; roots stand last.
        std::sort(by_parent.begin(), by_parent.end(), [&](uint32_t a, uint32_t b) {
            return std::tie(parts_.paths[a].parent, parts_.paths[b].name) <
                   std::tie(parts_.paths[b].parent, parts_.paths[a].name);
        });
        std::vector<uint32_t> first_child(size + 1, static_cast<uint32_t>(size));
        for (auto i = static_cast<uint32_t>(size); i-- > 0;) {
            const uint32_t parent = parts_.paths[by_parent[i]].parent;
            first_child[parent == call_path::no_parent ? size : parent] = i;
        }
        std::vector<uint32_t> moved_to(size);
        std::vector<call_path> sorted;
        sorted.reserve(size);
        std::vector<uint32_t> stack;
        const auto push_children = [&](uint32_t parent) {
            const size_t slot = parent == call_path::no_parent ? size : parent;
            for (uint32_t i = first_child[slot]; i < size && parts_.paths[by_parent[i]].parent == parent; ++i) {
                stack.push_back(by_parent[i]);
            }
        };
        push_children(call_path::no_parent);
        while (!stack.empty()) {
            const uint32_t old_index = stack.back();
            stack.pop_back();
            moved_to[old_index] = static_cast<uint32_t>(sorted.size());
            push_children(old_index);
            call_path moved = std::move(parts_.paths[old_index]);
            // push_children compares parents of paths that may have moved already: the old parent must stay readable.
            parts_.paths[old_index].parent = moved.parent;
            if (moved.parent != call_path::no_parent) {
                moved.parent = moved_to[moved.parent];
            }
            sorted.push_back(std::move(moved));
        }
        parts_.paths = std::move(sorted);
        for (thread_profile& thread : parts_.threads) {
            for (thread_path& path : thread.paths) {
                path.path = moved_to[path.path];
            }
        }
    }

    static void derive_self_times(std::vector<call_path>& paths) {
        for (call_path& path : paths) {
            path.self_ticks = path.total_ticks;
        }
        for (size_t i = paths.size(); i-- > 0;) {
            if (paths[i].parent != call_path::no_parent) {
                take(paths[paths[i].parent].self_ticks, nested_ticks(paths[i]));
            }
        }
    }

    void derive_thread(thread_profile& thread) const {
        detail::sum_by_path(thread.paths);
        for (thread_path& path : thread.paths) {
            path.self_ticks = path.total_ticks;
        }
        for (const thread_path& path : thread.paths) {
            const uint32_t parent = parts_.paths[path.path].parent;
            const auto found =
                std::lower_bound(thread.paths.begin(), thread.paths.end(), parent,
                                 [](const thread_path& candidate, uint32_t wanted) { return candidate.path < wanted; });
            if (found != thread.paths.end() && found->path == parent) {
                take(found->self_ticks, nested_ticks(path));
            }
        }
    }

    // What a child's total holds of its parent's.
    template <typename Path>
    static uint64_t nested_ticks(const Path& path) noexcept {
        return path.total_ticks - (std::min)(path.total_ticks, path.span_ticks);
    }

    static void take(uint64_t& from, uint64_t amount) noexcept { from -= (std::min)(from, amount); }

    // In order, and each series once.
    template <typename Metric>
    void order_metrics(std::vector<Metric>& metrics) {
        std::stable_sort(metrics.begin(), metrics.end(), [](const Metric& a, const Metric& b) {
            return std::tie(a.identity.name, a.identity.labels) < std::tie(b.identity.name, b.identity.labels);
        });
        size_t kept = 0;
        for (size_t i = 1; i < metrics.size(); ++i) {
            if (metrics[i].identity.same_series(metrics[kept].identity)) {
                describe(metrics[kept].identity, metrics[i].identity);
                absorb(metrics[kept], metrics[i]);
            } else if (++kept != i) {
                metrics[kept] = std::move(metrics[i]);
            }
        }
        if (!metrics.empty()) {
            metrics.erase(metrics.begin() + static_cast<ptrdiff_t>(kept) + 1, metrics.end());
        }
    }

    static void describe(metric_identity& known, metric_identity& same) {
        if (known.help.empty()) {
            known.help = std::move(same.help);
        }
        if (known.unit.empty()) {
            known.unit = std::move(same.unit);
        }
    }

    static void absorb(counter_value& known, const counter_value& same) noexcept { known.value += same.value; }

    static void absorb(gauge_value& known, const gauge_value& same) noexcept {
        // Equal times are settled by the value, so that the order in which they were added does not matter.
        if (std::tie(known.written_at_ticks, known.value) < std::tie(same.written_at_ticks, same.value)) {
            known.value = same.value;
            known.written_at_ticks = same.written_at_ticks;
        }
    }

    void absorb(distribution_value& known, distribution_value& same) {
        if (known.steps_per_unit != same.steps_per_unit) {
            // The finer steps stay: they hold what the coarser ones can say, and not the other way round.
            if (known.steps_per_unit < same.steps_per_unit) {
                std::swap(known.steps_per_unit, same.steps_per_unit);
                known.values.swap(same.values);
            }
            same.values = same.values.scaled(static_cast<double>(known.steps_per_unit) /
                                             static_cast<double>(same.steps_per_unit));
            ++parts_.health.rebucketed;
        }
        known.values.merge(same.values);
    }

    profile_parts parts_;
    std::unordered_map<std::string, uint32_t> name_index_;
    std::unordered_map<uint64_t, uint32_t> path_index_;
    std::unordered_map<std::string, size_t> ended_index_;  // name to the group of threads that ended
};

DWELL_NAMESPACE_END

#endif
