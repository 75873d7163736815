// SPDX-License-Identifier: BSL-1.0
// What git says of the folder that a run began in.
#ifndef DWELL_TOOL_RUN_GIT_FACTS_HPP
#define DWELL_TOOL_RUN_GIT_FACTS_HPP

#include <optional>
#include <string>

namespace dwell::tool {

struct git_facts {
    std::string commit;
    std::string branch;  ///< empty where none is checked out
    std::string describe;
    bool is_dirty = false;  ///< files that git tracks were changed
};

/// Of this process's folder; nothing outside a repository, in one without a commit, and where there is no git.
[[nodiscard]] std::optional<git_facts> read_git_facts();

}  // namespace dwell::tool

#endif
