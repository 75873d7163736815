// SPDX-License-Identifier: BSL-1.0
// The folder that a process saved its profile to, once or again and again.
#ifndef DWELL_TOOL_ARCHIVE_PROCESS_FOLDER_HPP
#define DWELL_TOOL_ARCHIVE_PROCESS_FOLDER_HPP

#include <dwell/profile/metadata.hpp>

#include <string>

namespace dwell::tool {

/// Where its newest whole save lies: the folder itself, or the `save-N` with the largest number in it; empty: nowhere.
[[nodiscard]] std::string newest_save(const std::string& folder);

/// Gives the folder the name `<program>-<pid>`, with `-2`, … where that is taken; its path then.
[[nodiscard]] std::string name_after_program(const std::string& folder, const profile_metadata& metadata);

/// Moves the files of the newest save into another folder, profile.json last, and removes what is left of it. Older
/// saves stay.
void move_newest_save(const std::string& from, const std::string& to);

}  // namespace dwell::tool

#endif
