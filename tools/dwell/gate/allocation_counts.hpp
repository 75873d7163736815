// SPDX-License-Identifier: BSL-1.0
// How much the runs of a gate allocate, and where all runs of the head allocate more than any of the base.
#ifndef DWELL_TOOL_GATE_ALLOCATION_COUNTS_HPP
#define DWELL_TOOL_GATE_ALLOCATION_COUNTS_HPP

#include <dwell/profile/profile.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace dwell::tool {

/// Whether hooks have counted allocations in this profile.
[[nodiscard]] bool counts_allocations(const profile& source);

/// Allocations of one run.
struct allocation_counts {
    uint64_t total = 0;
    /// By the name of a scope, what it calls included.
    std::map<std::string, uint64_t> scopes;
};

[[nodiscard]] allocation_counts allocations_of(const profile& source);

struct allocation_range {
    uint64_t least = 0;
    uint64_t most = 0;
    size_t runs = 0;

    void add(uint64_t count);
};

/// Of the base and of the head.
struct allocation_ranges_of_both {
    allocation_range base;
    allocation_range head;
};

/// What the runs so far have allocated.
struct allocation_ranges {
    allocation_ranges_of_both total;
    std::map<std::string, allocation_ranges_of_both> scopes;

    void add(bool is_head, const allocation_counts& counts);
};

/// One name, or the total, for which the head allocates more.
struct allocation_increase {
    std::string scope;  ///< empty: in total
    allocation_range base;
    allocation_range head;

    [[nodiscard]] uint64_t at_least() const { return head.least - base.most; }
};

/// Fewer runs of each program than this say nothing: of 24 runs of equal programs whose counts vary, the 12 of one are
/// all above the 12 of the other with a probability of 1 in 2.7 million.
inline constexpr size_t fewest_allocation_runs = 12;

/// Where every run of the head allocates more than every run of the base, by more than `floor`; the largest increase
/// first. A scope that only one of them has is no increase of anything: what it allocates shows in what encloses it,
/// and in the total.
[[nodiscard]] std::vector<allocation_increase> allocation_increases(const allocation_ranges& ranges, uint64_t floor);

}  // namespace dwell::tool

#endif
