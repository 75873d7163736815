// SPDX-License-Identifier: BSL-1.0
// Makes a profile: snapshot, delta, merge and the reader of JSON add to it in any order; `build` puts it in order.
#ifndef DWELL_PROFILE_BUILDER_HPP
#define DWELL_PROFILE_BUILDER_HPP

#include <dwell/core/config.hpp>
#include <dwell/profile/device_loads.hpp>
#include <dwell/profile/hash_index.hpp>
#include <dwell/profile/path_order.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/profile/thread_group.hpp>
#include <dwell/stats/binary_search.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/sorted_order.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN

/// Collects names, call paths, threads and metrics, and merges what is added twice. Self times, and memory with the
/// children's, are derived by `build`: whatever they were before does not matter. Not thread-safe.
class profile_builder {
public:
    profile_builder() = default;

    [[nodiscard]] profile_parts& parts() noexcept { return parts_; }

    /// The index of a name, made where it is new. The first location that is known stays.
    uint32_t name(std::string_view text, std::string_view file = {}, uint32_t line = 0) {
        const uint64_t hash = detail::hash_of(text);
        const uint32_t found = name_index_.find(hash, [&](uint32_t i) { return parts_.names[i].text == text; });
        if (found == detail::hash_index::none) {
            const auto added = static_cast<uint32_t>(parts_.names.size());
            parts_.names.push_back({std::string(text), std::string(file), line});
            name_index_.insert(hash, added);
            return added;
        }
        scope_name& known = parts_.names[found];
        if (known.file.empty() && !file.empty()) {
            known.file = file;
            known.line = line;
        }
        return found;
    }

    /// The index of the call path of `name_index` under `parent` (or `call_path::no_parent`), made where it is new.
    uint32_t path(uint32_t parent, uint32_t name_index) {
        const uint64_t hash = detail::hash_of(parent, name_index);
        const uint32_t found = path_index_.find(
            hash, [&](uint32_t i) { return parts_.paths[i].parent == parent && parts_.paths[i].name == name_index; });
        if (found != detail::hash_index::none) {
            return found;
        }
        const auto added = static_cast<uint32_t>(parts_.paths.size());
        call_path fresh;
        fresh.name = name_index;
        fresh.parent = parent;
        fresh.depth = parent == call_path::no_parent ? 0 : parts_.paths[parent].depth + 1;
        parts_.paths.push_back(std::move(fresh));
        path_index_.insert(hash, added);
        return added;
    }

    [[nodiscard]] call_path& at(uint32_t path_index) noexcept { return parts_.paths[path_index]; }

    /// Adds a thread, into the one of the same name where both are groups of threads that ended.
    void thread(thread_profile added) {
        if (added.running == 0) {
            const uint64_t hash = detail::hash_of(added.name);
            const uint32_t found =
                ended_index_.find(hash, [&](uint32_t i) { return parts_.threads[i].name == added.name; });
            if (found != detail::hash_index::none) {
                detail::absorb(parts_.threads[found], added);
                return;
            }
            ended_index_.insert(hash, static_cast<uint32_t>(parts_.threads.size()));
        }
        parts_.threads.push_back(std::move(added));
    }

    /// One of the slowest instances of its name. `build` keeps `parts().exemplars_per_name` of each name.
    void add_exemplar(exemplar slow) { exemplars_.push_back(std::move(slow)); }

    /// The timeline; its scopes have the builder's call paths.
    void set_timeline(timeline recorded) { timeline_ = std::move(recorded); }

    /// Puts all in order, derives the self times, and gives the profile. The builder is empty afterwards.
    [[nodiscard]] profile build() {
        order_names();
        order_paths();
        derive_self_times(parts_.paths);
        derive_memory(parts_.paths);
        for (thread_profile& thread : parts_.threads) {
            derive_thread(thread);
        }
        order_threads();
        order_exemplars();
        if (!timeline_.empty()) {
            parts_.timeline = detail::shared_part<timeline>(std::move(timeline_));
            timeline_ = timeline();
        }
        order_metrics(parts_.counters);
        order_metrics(parts_.gauges);
        order_metrics(parts_.distributions);
        detail::note_device_verdicts(parts_.counters, parts_.gauges, parts_.metadata.extra);
        name_index_.clear();
        path_index_.clear();
        ended_index_.clear();
        profile result(std::move(parts_));
        parts_ = profile_parts();
        return result;
    }

private:
    void order_names() {
        std::vector<scope_name>& names = parts_.names;
        std::vector<scope_name> sorted;
        sorted.reserve(names.size());
        std::vector<uint32_t> moved_to(names.size());
        for (const uint32_t i : detail::sorted_order(
                 names.size(), [&](uint32_t a, uint32_t b) { return names[a].text.compare(names[b].text) < 0; })) {
            moved_to[i] = static_cast<uint32_t>(sorted.size());
            sorted.push_back(std::move(names[i]));
        }
        names.swap(sorted);
        for (call_path& path : parts_.paths) {
            path.name = moved_to[path.name];
        }
    }

    void order_paths() {
        // Those of a file are, and need no second copy of all.
        if (detail::are_in_order(parts_.paths)) {
            return;
        }
        const std::vector<uint32_t> moved_to = detail::put_in_order(parts_.paths);
        for (thread_profile& thread : parts_.threads) {
            for (thread_path& path : thread.paths) {
                path.path = moved_to[path.path];
            }
        }
        const auto follow = [&](std::vector<timeline_scope>& scopes) {
            for (timeline_scope& scope : scopes) {
                scope.path = moved_to[scope.path];
            }
        };
        for (exemplar& slow : exemplars_) {
            slow.instance.path = moved_to[slow.instance.path];
            follow(slow.inside);
        }
        for (timeline_thread& thread : timeline_.threads) {
            follow(thread.scopes);
            follow(thread.overlapping);
        }
    }

    void order_exemplars() {
        if (exemplars_.empty()) {
            return;
        }
        const auto name_of = [&](const exemplar& slow) { return parts_.paths[slow.instance.path].name; };
        std::vector<exemplar> sorted;
        uint32_t of_this_name = 0;
        for (const uint32_t i : detail::sorted_order(exemplars_.size(), [&](uint32_t a, uint32_t b) {
                 const exemplar& left = exemplars_[a];
                 const exemplar& right = exemplars_[b];
                 if (name_of(left) != name_of(right)) {
                     return name_of(left) < name_of(right);
                 }
                 return left.instance.duration_ticks != right.instance.duration_ticks
                            ? left.instance.duration_ticks > right.instance.duration_ticks
                            : left.instance.start_ticks < right.instance.start_ticks;
             })) {
            of_this_name = sorted.empty() || name_of(sorted.back()) != name_of(exemplars_[i]) ? 0 : of_this_name;
            if (of_this_name++ < parts_.exemplars_per_name) {
                sorted.push_back(std::move(exemplars_[i]));
            }
        }
        exemplars_.clear();
        parts_.exemplars = detail::shared_part<std::vector<exemplar>>(std::move(sorted));
    }

    void order_threads() {
        std::vector<thread_profile>& threads = parts_.threads;
        std::vector<thread_profile> sorted;
        for (const uint32_t i : detail::sorted_order(threads.size(), [&](uint32_t a, uint32_t b) {
                 return threads[a].name.compare(threads[b].name) < 0;
             })) {
            sorted.push_back(std::move(threads[i]));
        }
        threads.swap(sorted);
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

    // From what each path has itself: children stand behind their parents.
    static void derive_memory(std::vector<call_path>& paths) noexcept {
        for (call_path& path : paths) {
            path.memory = path.self_memory;
            path.live = path.self_live;
        }
        for (size_t i = paths.size(); i-- > 0;) {
            if (paths[i].parent != call_path::no_parent) {
                paths[paths[i].parent].memory.add(paths[i].memory);
                paths[paths[i].parent].live.add(paths[i].live);
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
            const size_t found =
                detail::partition_point(thread.paths.size(), [&](size_t i) { return thread.paths[i].path < parent; });
            if (found != thread.paths.size() && thread.paths[found].path == parent) {
                take(thread.paths[found].self_ticks, nested_ticks(path));
            }
        }
    }

    // What a child's total holds of its parent's.
    template <typename Path>
    static uint64_t nested_ticks(const Path& path) noexcept {
        return path.total_ticks - detail::smaller(path.total_ticks, path.span_ticks);
    }

    static void take(uint64_t& from, uint64_t amount) noexcept { from -= detail::smaller(from, amount); }

    // In order, and each series once.
    template <typename Metric>
    void order_metrics(std::vector<Metric>& metrics) {
        std::vector<Metric> once;
        for (const uint32_t i : detail::sorted_order(metrics.size(), [&](uint32_t a, uint32_t b) {
                 return detail::compare_series(metrics[a].identity, metrics[b].identity) < 0;
             })) {
            if (once.empty() || !once.back().identity.same_series(metrics[i].identity)) {
                once.push_back(std::move(metrics[i]));
            } else {
                describe(once.back().identity, metrics[i].identity);
                absorb(once.back(), metrics[i]);
            }
        }
        metrics.swap(once);
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
        if (known.written_at_ticks != same.written_at_ticks ? known.written_at_ticks < same.written_at_ticks
                                                            : known.value < same.value) {
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
    std::vector<exemplar> exemplars_;
    timeline timeline_;
    detail::hash_index name_index_;
    detail::hash_index path_index_;
    detail::hash_index ended_index_;  // the groups of threads that ended, by name
};

DWELL_NAMESPACE_END

#endif
