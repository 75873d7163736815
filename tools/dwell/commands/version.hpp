// SPDX-License-Identifier: BSL-1.0
// What `dwell --version` says.
#ifndef DWELL_TOOL_COMMANDS_VERSION_HPP
#define DWELL_TOOL_COMMANDS_VERSION_HPP

#include <string>

namespace dwell::tool {

/// "dwell 0.1.0 (ac4e845d1c2f)", with the commit where it was built in a work tree of git.
[[nodiscard]] std::string version_text();

}  // namespace dwell::tool

#endif
