// SPDX-License-Identifier: BSL-1.0
// The profile: one plain, immutable value that everything after recording works on.
#ifndef DWELL_PROFILE_PROFILE_HPP
#define DWELL_PROFILE_PROFILE_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/own_work.hpp>
#include <dwell/profile/call_path.hpp>
#include <dwell/profile/exemplar.hpp>
#include <dwell/profile/memory.hpp>
#include <dwell/profile/metadata.hpp>
#include <dwell/profile/metric.hpp>
#include <dwell/profile/shared_part.hpp>
#include <dwell/profile/statistics.hpp>
#include <dwell/profile/timeline.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN

/// What a profile is made of, for whoever makes one: `profile_builder` keeps the order that `profile` promises.
struct profile_parts {
    tick_scale scale;
    std::vector<scope_name> names;
    std::vector<call_path> paths;
    std::vector<thread_profile> threads;
    std::vector<counter_value> counters;
    std::vector<gauge_value> gauges;
    std::vector<distribution_value> distributions;
    profile_metadata metadata;
    recording_health health;
    memory_profile memory;
    /// False where minimum and maximum are bucket bounds: those of an interval cannot be known exactly.
    bool exact_extremes = true;
    /// Tick 0 of exemplars and timeline: when recording began, also in an interval. In nanoseconds since 1970.
    int64_t origin_unix_ns = 0;
    uint32_t exemplars_per_name = 0;  ///< the most that `exemplars` has of one name
    detail::shared_part<std::vector<exemplar>> exemplars;
    detail::shared_part<dwell::timeline> timeline;

    friend bool operator==(const profile_parts&, const profile_parts&) = default;
};

/// Where a program's time went: a tree of call paths with their statistics, each thread's share, metrics, metadata.
/// A value: copyable, comparable, safe to read from any thread. `merge` adds two, `delta` subtracts an earlier one.
class profile {
public:
    profile() = default;
    /// Takes parts in the order that `profile_builder::build` gives them.
    explicit profile(profile_parts parts) noexcept : parts_(std::move(parts)) {}

    // The memory of a profile is never counted as the user's, whoever copies or destroys it.
    ~profile() {
        const detail::own_work not_the_users;
        const profile_parts gone(std::move(parts_));
    }
    profile(profile&&) noexcept = default;
    profile& operator=(profile&& other) noexcept {
        const detail::own_work not_the_users;
        parts_ = std::move(other.parts_);
        return *this;
    }
    profile(const profile& other) : parts_(copy_of(other)) {}
    profile& operator=(const profile& other) {
        const detail::own_work not_the_users;
        parts_ = other.parts_;
        return *this;
    }

    [[nodiscard]] tick_scale scale() const noexcept { return parts_.scale; }
    /// Ascending by text, each once.
    [[nodiscard]] const std::vector<scope_name>& names() const noexcept { return parts_.names; }
    /// Parents before their children, siblings by name, each subtree in one piece (pre-order).
    [[nodiscard]] const std::vector<call_path>& paths() const noexcept { return parts_.paths; }
    /// Ascending by name.
    [[nodiscard]] const std::vector<thread_profile>& threads() const noexcept { return parts_.threads; }
    /// Ascending by name and labels, as are gauges and distributions.
    [[nodiscard]] const std::vector<counter_value>& counters() const noexcept { return parts_.counters; }
    [[nodiscard]] const std::vector<gauge_value>& gauges() const noexcept { return parts_.gauges; }
    [[nodiscard]] const std::vector<distribution_value>& distributions() const noexcept { return parts_.distributions; }
    [[nodiscard]] const profile_metadata& metadata() const noexcept { return parts_.metadata; }
    [[nodiscard]] const recording_health& health() const noexcept { return parts_.health; }
    [[nodiscard]] const memory_profile& memory() const noexcept { return parts_.memory; }
    [[nodiscard]] bool exact_extremes() const noexcept { return parts_.exact_extremes; }
    /// The slowest instances of each name: ascending by name, then the slowest first. Empty where no timeline was kept.
    [[nodiscard]] const std::vector<exemplar>& exemplars() const noexcept { return *parts_.exemplars; }
    [[nodiscard]] const dwell::timeline& timeline() const noexcept { return *parts_.timeline; }
    /// Time of day at a moment of the timeline or of an exemplar, in nanoseconds since 1970; 2^63 - 1 from there on.
    [[nodiscard]] int64_t unix_ns_at(uint64_t ticks) const noexcept {
        constexpr auto latest = static_cast<int64_t>(uint64_max / 2);
        const double since_origin = parts_.scale.to_ns(ticks);
        if (since_origin >= static_cast<double>(latest)) {
            return latest;
        }
        const auto ns = static_cast<int64_t>(since_origin);
        return parts_.origin_unix_ns > latest - ns ? latest : parts_.origin_unix_ns + ns;
    }
    [[nodiscard]] const profile_parts& parts() const noexcept { return parts_; }

    [[nodiscard]] const std::string& name_of(const call_path& path) const { return parts_.names[path.name].text; }
    [[nodiscard]] const std::string& name_of(const timeline_scope& scope) const {
        return name_of(parts_.paths[scope.path]);
    }

    /// The names of a call path from its root, separated by `;`. Linear in the depth.
    [[nodiscard]] std::string path_string(size_t path) const {
        // From the leaf, since only parents are known: first how long it gets, then its names from the back.
        size_t size = parts_.paths[path].depth;
        for (size_t at = path; at != call_path::no_parent; at = parts_.paths[at].parent) {
            size += name_of(parts_.paths[at]).size();
        }
        std::string result(size, ';');
        for (size_t at = path; at != call_path::no_parent; at = parts_.paths[at].parent) {
            const std::string& name = name_of(parts_.paths[at]);
            size -= name.size();
            name.copy(&result[size], name.size());
            size -= size == 0 ? 0 : 1;
        }
        return result;
    }

    /// The statistics of one call path.
    [[nodiscard]] scope_statistics statistics(size_t path) const {
        const call_path& here = parts_.paths[path];
        scope_statistics result(name_of(here), parts_.scale, parts_.memory.sample_interval_bytes);
        result.add(here);
        return result;
    }

    /// All scopes of this name, wherever they were called from; nothing where none was entered. Linear in the paths.
    [[nodiscard]] std::optional<scope_statistics> find(std::string_view name) const {
        return group(name, [name](std::string_view candidate) { return candidate == name; });
    }

    /// The index of the call path with these names, root first, separated by `;`. Linear in the paths.
    [[nodiscard]] std::optional<size_t> find_path(std::string_view path) const {
        // Only paths of the right depth are compared name by name: a deep recursion would be quadratic otherwise.
        uint32_t depth = 0;
        for (const char c : path) {
            depth += c == ';' ? 1 : 0;
        }
        for (size_t i = 0; i < parts_.paths.size(); ++i) {
            if (parts_.paths[i].depth == depth && path_is(i, path)) {
                return i;
            }
        }
        return std::nullopt;
    }

    /// All scopes of a module: `orchestrator.*` takes every name that begins with `orchestrator.`, a pattern without
    /// `*` at its end the name itself. Nothing where none was entered.
    [[nodiscard]] std::optional<scope_statistics> roll_up(std::string_view pattern) const {
        if (pattern.empty() || pattern.back() != '*') {
            return find(pattern);
        }
        const std::string_view prefix = pattern.substr(0, pattern.size() - 1);
        return group(pattern,
                     [prefix](std::string_view candidate) { return candidate.substr(0, prefix.size()) == prefix; });
    }

    /// The counter of this name, summed over all its label sets; 0 where there is none.
    [[nodiscard]] uint64_t counter_total(std::string_view name) const noexcept {
        uint64_t sum = 0;
        for (const counter_value& counter : parts_.counters) {
            if (counter.identity.name == name) {
                sum += counter.value;
            }
        }
        return sum;
    }

    friend bool operator==(const profile&, const profile&) = default;

private:
    static profile_parts copy_of(const profile& other) {
        const detail::own_work not_the_users;
        return other.parts_;
    }

    template <typename Matches>
    [[nodiscard]] std::optional<scope_statistics> group(std::string_view label, const Matches& matches) const {
        scope_statistics result(std::string(label), parts_.scale, parts_.memory.sample_interval_bytes);
        bool found = false;
        // Whether a path or one above it is in the group: its time and memory are then in the outermost one's already.
        std::vector<bool> covered(parts_.paths.size(), false);
        for (size_t i = 0; i < parts_.paths.size(); ++i) {
            const call_path& here = parts_.paths[i];
            const bool inside = here.parent != call_path::no_parent && covered[here.parent];
            const bool member = matches(name_of(here));
            covered[i] = inside || member;
            if (member) {
                found = true;
                result.add(here, inside);
            }
        }
        return found ? std::optional<scope_statistics>(std::move(result)) : std::nullopt;
    }

    [[nodiscard]] bool path_is(size_t index, std::string_view path) const {
        for (size_t at = index;;) {
            const call_path& here = parts_.paths[at];
            const std::string_view name = name_of(here);
            if (path.size() < name.size() || path.substr(path.size() - name.size()) != name) {
                return false;
            }
            path.remove_suffix(name.size());
            if (here.parent == call_path::no_parent) {
                return path.empty();
            }
            if (path.empty() || path.back() != ';') {
                return false;
            }
            path.remove_suffix(1);
            at = here.parent;
        }
    }

    profile_parts parts_;
};

namespace detail {

/// Whether two profiles are of one process: its pid is known, and nothing that is known differs.
[[nodiscard]] inline bool same_process(const profile& a, const profile& b) noexcept {
    return a.metadata().pid != 0 && same_origin(a.metadata(), b.metadata());
}

/// Whether ticks of the two can be added as they are. Those of one process are of one clock, however its scale was
/// fitted: the earlier snapshot's fit is the worse one, and the system may slew what it was fitted to by 0.05 %. Only
/// where the scales are more than 1 % apart, no pid can be right. Elsewhere 0.01 % counts, a 78th of what a bucket
/// resolves.
[[nodiscard]] inline bool same_ticks(const profile& a, const profile& b) noexcept {
    return same_scale(a.scale(), b.scale(), same_process(a, b) ? 1e-2 : 1e-4);
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
