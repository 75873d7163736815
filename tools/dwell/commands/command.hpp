// SPDX-License-Identifier: BSL-1.0
// What a subcommand is: a function that adds itself to the command line.
#ifndef DWELL_TOOL_COMMANDS_COMMAND_HPP
#define DWELL_TOOL_COMMANDS_COMMAND_HPP

#include "command_error.hpp"
#include "exit_status.hpp"

#include <optional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace dwell::tool {

/// Adds a subcommand, whose callback sets `status` or throws a `command_error`.
using add_command = void (*)(CLI::App& program, int& status);

/// What stands behind the first `--` of `dwell run`, word for word: CLI11, which does not get to see it, would take
/// `[a,b]` apart. Nothing where there is no `--`.
extern std::optional<std::vector<std::string>> words_behind_dashes;

/// All of them, in the order of `dwell --help`; ends with a null pointer.
extern const add_command commands[];

}  // namespace dwell::tool

#endif
