// SPDX-License-Identifier: BSL-1.0
// The temporary folder that the worktrees of one gate lie in, locked as long as the gate runs.
#ifndef DWELL_TOOL_GATE_WORKTREE_FOLDER_HPP
#define DWELL_TOOL_GATE_WORKTREE_FOLDER_HPP

#include "process/temporary_folder.hpp"

#include <string>

namespace dwell::tool {

class worktree_folder {
public:
    /// In `parent`; empty: in TMPDIR. Throws a `command_error`.
    explicit worktree_folder(const std::string& parent);
    /// Removes the folder where it is empty but for the lock.
    ~worktree_folder();
    worktree_folder(const worktree_folder&) = delete;
    worktree_folder& operator=(const worktree_folder&) = delete;

    /// Absolute, without links, as git writes it.
    [[nodiscard]] const std::string& path() const noexcept { return folder_.path(); }

private:
    temporary_folder folder_;
    int lock_ = -1;
};

/// Whether a worktree lies in a folder of this kind whose gate was killed, so that nobody removed it. Not one that a
/// gate was told to keep.
[[nodiscard]] bool is_abandoned(const std::string& worktree);

}  // namespace dwell::tool

#endif
