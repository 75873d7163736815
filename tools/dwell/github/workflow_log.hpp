// SPDX-License-Identifier: BSL-1.0
// The log of a step of GitHub Actions: what a program prints there may be taken for a command.
#ifndef DWELL_TOOL_GITHUB_WORKFLOW_LOG_HPP
#define DWELL_TOOL_GITHUB_WORKFLOW_LOG_HPP

#include <string>
#include <string_view>

namespace dwell::tool {

/// Whether GITHUB_ACTIONS=true says that this program runs in a step.
[[nodiscard]] bool is_in_github_step();

/// `text` with a backslash where it would be a workflow command: in a `::` that begins a line, and in a `##[` anywhere.
/// A name of a scope is anybody's text, and `::add-mask::x` hides every x of the log.
[[nodiscard]] std::string without_commands(std::string_view text);

/// `text` as it is; in a step, without commands. For what is printed for people.
[[nodiscard]] std::string log_text(std::string_view text);

}  // namespace dwell::tool

#endif
