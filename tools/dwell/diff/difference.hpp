// SPDX-License-Identifier: BSL-1.0
// What two profiles have of the same call paths, or of the same names.
#ifndef DWELL_TOOL_DIFF_DIFFERENCE_HPP
#define DWELL_TOOL_DIFF_DIFFERENCE_HPP

#include <dwell/profile/profile.hpp>

#include <string>
#include <vector>

namespace dwell::tool {

enum class presence {
    both,
    is_new,   ///< only after
    is_gone,  ///< only before
};

struct changed_scope {
    std::string label;  ///< a call path, or a name
    presence where = presence::both;
    scope_statistics before;  ///< nothing where it is new
    scope_statistics after;   ///< nothing where it is gone

    [[nodiscard]] double self_change_ns() const noexcept { return after.self_ns() - before.self_ns(); }
};

struct difference {
    std::vector<changed_scope> scopes;  ///< by how much their self time has changed, up or down: the most first
    size_t left_out = 0;                ///< that changed less
    size_t in_both = 0;
    size_t are_new = 0;
    size_t are_gone = 0;
    double self_before_ns = 0;  ///< of all scopes
    double self_after_ns = 0;
    /// Why the two may not be comparable, for a person.
    std::vector<std::string> warnings;
};

/// Of each call path, or of each name where `by_name`; `most` of them, or all for 0.
[[nodiscard]] difference compare_profiles(const profile& before, const profile& after, bool by_name, size_t most);

}  // namespace dwell::tool

#endif
