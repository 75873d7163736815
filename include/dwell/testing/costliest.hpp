// SPDX-License-Identifier: BSL-1.0
// Below some scopes of a profile, the call path that took the most itself.
#ifndef DWELL_TESTING_COSTLIEST_HPP
#define DWELL_TESTING_COSTLIEST_HPP

#include <dwell/core/config.hpp>
#include <dwell/profile/call_path.hpp>
#include <dwell/profile/hash_index.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/testing/budget_result.hpp>
#include <dwell/testing/scope_choice.hpp>

#include <string>
#include <string_view>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

enum class cost_kind : uint8_t { time, allocations, bytes };

/// What the worst limit is about: the first that fails, or else that is inconclusive, or else the first of all; but
/// rather one of which something was measured.
[[nodiscard]] inline cost_kind cost_of_worst(const std::vector<limit_check>& checks) noexcept {
    const limit_check* worst = nullptr;
    for (const limit_check& check : checks) {
        const bool is_worse =
            worst == nullptr ||
            (check.answer != worst->answer && worse_of(check.answer, worst->answer) == check.answer) ||
            (check.answer == worst->answer && is_nan(worst->estimate) && !is_nan(check.estimate));
        worst = is_worse ? &check : worst;
    }
    return worst == nullptr                            ? cost_kind::time
           : worst->quantity == "allocations_per_call" ? cost_kind::allocations
           : worst->quantity == "bytes_per_call"       ? cost_kind::bytes
                                                       : cost_kind::time;
}

[[nodiscard]] inline double cost_itself(const call_path& path, cost_kind kind) noexcept {
    return static_cast<double>(kind == cost_kind::time          ? path.self_ticks
                               : kind == cost_kind::allocations ? path.self_memory.allocations
                                                                : path.self_memory.allocated_bytes);
}

/// Several subtrees of a profile as one tree, call paths with the same names from their roots being one.
class merged_subtrees {
public:
    merged_subtrees(const profile& source, cost_kind kind) : source_(source), kind_(kind), nodes_(1) {}

    /// The subtree of a call path. `keeps_name`: its own name is the first of each call path; without, it is left out.
    /// Linear in the subtree.
    void add(uint32_t root, bool keeps_name) {
        const uint32_t end = end_of_subtree(source_, root);
        std::vector<uint32_t> node_of_path(end - root);
        for (uint32_t i = root; i < end; ++i) {
            const call_path& here = source_.paths()[i];
            const uint32_t parent = i == root ? 0 : node_of_path[here.parent - root];
            const uint32_t node = i == root && !keeps_name ? 0 : child(parent, here.name);
            node_of_path[i - root] = node;
            nodes_[node].own += cost_itself(here, kind_);
        }
    }

    /// The one that took the most itself: "(itself)" for a root without its name. Nothing where there is no call path
    /// below the roots, or none took anything.
    [[nodiscard]] costliest_path costliest() const {
        uint32_t most = 0;
        double all = 0;
        for (uint32_t i = 0; i < nodes_.size(); ++i) {
            all += nodes_[i].own;
            most = nodes_[i].own > nodes_[most].own ? i : most;
        }
        if (nodes_.size() == 1 || !(all > 0)) {
            return {};
        }
        constexpr const char* texts[] = {"time", "allocations", "bytes"};
        return {path_of(most), nodes_[most].own / all, texts[static_cast<uint8_t>(kind_)]};
    }

private:
    struct merged_path {
        uint32_t parent = 0;
        uint32_t name = 0;
        double own = 0.0;
    };

    [[nodiscard]] uint32_t child(uint32_t parent, uint32_t name) {
        const uint64_t hash = hash_of(parent, name);
        const uint32_t known =
            index_.find(hash, [&](uint32_t i) { return nodes_[i].parent == parent && nodes_[i].name == name; });
        if (known != hash_index::none) {
            return known;
        }
        const auto added = static_cast<uint32_t>(nodes_.size());
        nodes_.push_back({parent, name});
        index_.insert(hash, added);
        return added;
    }

    [[nodiscard]] std::string path_of(uint32_t last) const {
        if (last == 0) {
            return "(itself)";
        }
        std::vector<uint32_t> names;
        for (uint32_t at = last; at != 0; at = nodes_[at].parent) {
            names.push_back(nodes_[at].name);
        }
        std::string path;
        for (size_t i = names.size(); i-- != 0;) {
            path += source_.names()[names[i]].text;
            path += i == 0 ? "" : ";";
        }
        return path;
    }

    const profile& source_;
    cost_kind kind_;
    std::vector<merged_path> nodes_;  // the first one stands for the roots
    hash_index index_;
};

/// The call path below the chosen scopes that took the most itself: relative to them, or from their own names on where
/// they were chosen by a prefix.
[[nodiscard]] inline costliest_path costliest_below(const profile& source, const scope_choice& chosen, cost_kind kind) {
    merged_subtrees merged(source, kind);
    for (const uint32_t root : chosen.outermost) {
        merged.add(root, chosen.is_prefix);
    }
    return merged.costliest();
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
