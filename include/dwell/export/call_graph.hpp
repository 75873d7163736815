// SPDX-License-Identifier: BSL-1.0
// The call paths of a profile merged into a graph: each name once, and who calls whom.
#ifndef DWELL_EXPORT_CALL_GRAPH_HPP
#define DWELL_EXPORT_CALL_GRAPH_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/path_cursor.hpp>
#include <dwell/profile/hash_index.hpp>
#include <dwell/profile/profile.hpp>

#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// What a part of a call graph costs.
struct call_graph_cost {
    uint64_t ticks = 0;
    uint64_t bytes = 0;   ///< allocated
    uint64_t blocks = 0;  ///< allocated
};

/// All calls from one name to another.
struct call_graph_edge {
    static constexpr uint32_t none = uint32_max;

    uint32_t callee = 0;
    uint32_t next = none;       ///< the index of the caller's next edge
    uint64_t calls = 0;         ///< those included that have not ended yet
    call_graph_cost inclusive;  ///< of the callee and all below it; nothing where it is inside itself
};

struct call_graph_node {
    uint32_t first_edge = call_graph_edge::none;
    uint32_t last_edge = call_graph_edge::none;
    call_graph_cost self;
};

/// Nodes in the order of `profile::names()`, and one more, which is outside of all scopes and calls those that no other
/// scope does. The edges to a node add up to its inclusive cost: self costs of all that is below it, each once. Where a
/// scope runs inside another of its name, its cost is in the outer one's already. Linear.
class call_graph {
public:
    explicit call_graph(const profile& source)
        : paths_(source.paths()), nodes_(source.names().size() + 1), depths_(source.names().size(), 0) {
        path_cursor cursor(paths_);
        const auto enter_path = [this](uint32_t path) { enter(path); };
        const auto leave_path = [this](uint32_t path) { leave(path); };
        for (uint32_t i = 0; i < paths_.size(); ++i) {
            cursor.move_to(i, enter_path, leave_path);
        }
        cursor.move_to(call_path::no_parent, enter_path, leave_path);
        const memory_counts& memory = source.memory().outside;
        add_self(outside(), {0, memory.allocated_bytes, memory.allocations});
    }

    [[nodiscard]] uint32_t outside() const noexcept { return static_cast<uint32_t>(nodes_.size() - 1); }
    [[nodiscard]] const call_graph_node& node(uint32_t name) const noexcept { return nodes_[name]; }
    [[nodiscard]] const call_graph_edge& edge(uint32_t index) const noexcept { return edges_[index]; }
    /// The self costs of all nodes.
    [[nodiscard]] const call_graph_cost& total() const noexcept { return total_; }
    /// False where a sum passed 2^64 - 1.
    [[nodiscard]] bool is_exact() const noexcept { return is_exact_; }

private:
    struct open_path {
        uint32_t edge;  // to it
        call_graph_cost inclusive;
    };

    void enter(uint32_t index) {
        const call_path& path = paths_[index];
        ++depths_[path.name];
        open_.push_back({edge_of(path.parent == call_path::no_parent ? outside() : paths_[path.parent].name, path.name),
                         {path.self_ticks, path.self_memory.allocated_bytes, path.self_memory.allocations}});
        add_self(path.name, open_.back().inclusive);
        add(edges_[open_.back().edge].calls, path.calls);
        add(edges_[open_.back().edge].calls, path.open_calls);
    }

    void leave(uint32_t index) {
        const open_path left = open_.back();
        open_.pop_back();
        if (!open_.empty()) {
            add(open_.back().inclusive, left.inclusive);
        }
        if (--depths_[paths_[index].name] == 0) {
            add(edges_[left.edge].inclusive, left.inclusive);
        }
    }

    [[nodiscard]] uint32_t edge_of(uint32_t caller, uint32_t callee) {
        const uint64_t hash = hash_of(caller, callee);
        // The hash is the pair itself.
        const uint32_t known = index_.find(hash, [](uint32_t) { return true; });
        if (known != hash_index::none) {
            return known;
        }
        const auto added = static_cast<uint32_t>(edges_.size());
        index_.insert(hash, added);
        edges_.emplace_back().callee = callee;
        call_graph_node& node = nodes_[caller];
        (node.first_edge == call_graph_edge::none ? node.first_edge : edges_[node.last_edge].next) = added;
        node.last_edge = added;
        return added;
    }

    void add_self(uint32_t name, const call_graph_cost& cost) noexcept {
        add(nodes_[name].self, cost);
        add(total_, cost);
    }
    void add(uint64_t& sum, uint64_t more) noexcept {
        is_exact_ = is_exact_ && more <= uint64_max - sum;
        sum += more;
    }
    void add(call_graph_cost& sum, const call_graph_cost& more) noexcept {
        add(sum.ticks, more.ticks);
        add(sum.bytes, more.bytes);
        add(sum.blocks, more.blocks);
    }

    const std::vector<call_path>& paths_;
    std::vector<call_graph_node> nodes_;
    std::vector<call_graph_edge> edges_;
    std::vector<open_path> open_;   // of the walk, as are
    std::vector<uint32_t> depths_;  // how many scopes of each name are open
    hash_index index_;
    call_graph_cost total_;
    bool is_exact_ = true;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
