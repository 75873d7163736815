// SPDX-License-Identifier: BSL-1.0
// Where a program of PATH is.
#ifndef DWELL_TOOL_PROCESS_INSTALLED_PROGRAM_HPP
#define DWELL_TOOL_PROCESS_INSTALLED_PROGRAM_HPP

#include <optional>
#include <string>
#include <vector>

namespace dwell::tool {

/// The files of this name in the folders of PATH, in their order, executable or not.
[[nodiscard]] std::vector<std::string> files_in_path(const std::string& name);

/// The path of the program that a shell would start by this name; nothing where there is none.
[[nodiscard]] std::optional<std::string> installed_program(const std::string& name);

}  // namespace dwell::tool

#endif
