// SPDX-License-Identifier: BSL-1.0
// The user's git repository, by the program git.
#ifndef DWELL_TOOL_GATE_GIT_REPOSITORY_HPP
#define DWELL_TOOL_GATE_GIT_REPOSITORY_HPP

#include "process/signal_guard.hpp"

#include <string>
#include <vector>

namespace dwell::tool {

/// All of it throws a `command_error` where git is missing or was interrupted, or, but for `try_git`, where it fails.
class git_repository {
public:
    /// Any folder of a repository.
    git_repository(const std::string& directory, signal_guard& signals);

    struct answer {
        bool succeeded = false;
        std::string output;
        std::string error;
    };
    [[nodiscard]] answer try_git(const std::vector<std::string>& arguments) const;
    [[nodiscard]] answer try_git_in(const std::string& directory, const std::vector<std::string>& arguments) const;

    /// What git printed. `purpose` begins the message of an error: "cannot list the worktrees".
    [[nodiscard]] std::string git(const std::string& purpose, const std::vector<std::string>& arguments) const;

    /// The commit that a branch, tag or other revision names. An error says which others are like it, and whether the
    /// clone is shallow.
    [[nodiscard]] std::string commit_of(const std::string& revision) const;

    /// Whether files that git knows differ from HEAD.
    [[nodiscard]] bool has_uncommitted_changes() const;

    /// From the top of the work tree to the folder: "" or "examples/small/".
    [[nodiscard]] const std::string& prefix() const noexcept { return prefix_; }

private:
    std::string directory_;
    signal_guard& signals_;
    std::string prefix_;
};

/// The variables that tell git which repository it is in, as in a hook of git.
[[nodiscard]] std::vector<std::string> variables_of_a_repository();

}  // namespace dwell::tool

#endif
