// SPDX-License-Identifier: BSL-1.0
// Two versions of a git repository, each checked out into a folder of its own and built there.
#ifndef DWELL_TOOL_GATE_WORKTREES_HPP
#define DWELL_TOOL_GATE_WORKTREES_HPP

#include "gate/git_repository.hpp"
#include "gate/worktree_folder.hpp"

#include <string>

namespace dwell::tool {

struct worktree_options {
    /// Any folder of the repository: the builds run in the same one of each worktree.
    std::string repository_directory = ".";
    /// Branches, tags, commits; both may be the same.
    std::string base_ref;
    std::string head_ref;
    /// For `sh -c`; empty: nothing is built.
    std::string build_command;
    /// What the worktrees lie in; empty: TMPDIR.
    std::string parent_folder;
    /// Takes base-build.log and head-build.log; empty: they lie beside the worktrees, and stay where a build fails.
    std::string log_folder;
    /// Leaves the worktrees where they are, whatever happens.
    bool keep = false;
    /// Of each build; 0: none.
    double time_limit_seconds = 0;
};

/// Removes the worktrees, and git's entries of them, when it goes. Those of gates that were killed go, too, when the
/// next one of the same repository begins. Otherwise the repository stays as it is.
class built_worktrees {
public:
    /// Says on standard error what it builds. Throws a `command_error` where a version is not there, cannot be checked
    /// out or does not build, or at a signal.
    built_worktrees(const worktree_options& options, signal_guard& signals);
    ~built_worktrees();
    built_worktrees(const built_worktrees&) = delete;
    built_worktrees& operator=(const built_worktrees&) = delete;

    /// Where a version was built and is to run. Both paths are of the same length: it moves what lies on the stack.
    [[nodiscard]] const std::string& base_directory() const noexcept { return base_.directory; }
    [[nodiscard]] const std::string& head_directory() const noexcept { return head_.directory; }
    /// "main (ac4e845d1c2f)".
    [[nodiscard]] std::string base_version() const { return base_.version_text(); }
    [[nodiscard]] std::string head_version() const { return head_.version_text(); }
    /// 40 hexadecimal digits.
    [[nodiscard]] const std::string& base_commit() const noexcept { return base_.commit; }
    [[nodiscard]] const std::string& head_commit() const noexcept { return head_.commit; }

private:
    struct version {
        std::string name;  ///< "base" or "head"
        std::string ref;
        std::string commit;
        std::string worktree;
        std::string directory;  ///< the folder of it that the user is in
        std::string log;

        [[nodiscard]] std::string version_text() const;
        [[nodiscard]] std::string words() const { return name + " " + version_text(); }
    };

    void check_out(version& which);
    void check_out_submodules(const version& which);
    void build(const version& which);
    void remove_abandoned();
    void remove(const std::string& worktree);
    void remove_both();
    void remove_logs() const;
    [[noreturn]] void fail(const std::string& message, std::string details = {}) const;

    const worktree_options options_;
    signal_guard& signals_;
    git_repository repository_;
    worktree_folder folder_;
    version base_;
    version head_;
};

}  // namespace dwell::tool

#endif
