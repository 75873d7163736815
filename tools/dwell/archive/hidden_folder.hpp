// SPDX-License-Identifier: BSL-1.0
// Folders of an archive that are no runs yet, or no longer: `.<name>.partial` is being written, `.<name>.removed` is
// being removed.
#ifndef DWELL_TOOL_ARCHIVE_HIDDEN_FOLDER_HPP
#define DWELL_TOOL_ARCHIVE_HIDDEN_FOLDER_HPP

#include "archive/run_folder.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace dwell::tool {

inline constexpr std::string_view partial_suffix = ".partial";
inline constexpr std::string_view removed_suffix = ".removed";

[[nodiscard]] std::string hidden_path(const std::string& archive, const run_name& name, std::string_view suffix);

/// The runs that have a hidden folder, and no link, with this suffix.
[[nodiscard]] std::vector<run_name> list_hidden(const std::string& archive, std::string_view suffix);

}  // namespace dwell::tool

#endif
