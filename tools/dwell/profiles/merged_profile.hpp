// SPDX-License-Identifier: BSL-1.0
// Several files as one profile.
#ifndef DWELL_TOOL_PROFILES_MERGED_PROFILE_HPP
#define DWELL_TOOL_PROFILES_MERGED_PROFILE_HPP

#include <dwell/profile/profile.hpp>

#include <string>
#include <vector>

namespace dwell::tool {

struct merged_profile {
    profile result;
    /// What merging could not keep exactly, for a person.
    std::vector<std::string> notes;
};

/// Reads profiles as `load_profile` does and merges them in this order; one at a time is in memory beside the result,
/// whose metadata has `merged_profiles`, how many they were. Throws a `command_error`, and nothing was merged then.
[[nodiscard]] merged_profile load_and_merge(const std::vector<std::string>& paths);

}  // namespace dwell::tool

#endif
