// SPDX-License-Identifier: BSL-1.0
// What `dwell --help` says, and what the program answers to a command line that is wrong.
#ifndef DWELL_TOOL_COMMANDS_OVERVIEW_HPP
#define DWELL_TOOL_COMMANDS_OVERVIEW_HPP

#include "command_error.hpp"

#include <string>

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace dwell::tool {

/// All subcommands, in groups.
[[nodiscard]] std::string overview(const CLI::App& program);

/// What a word that is no subcommand is answered with, and the subcommand that is most like it.
[[nodiscard]] command_error unknown_command(const CLI::App& program, const std::string& name);

/// What is wrong with the arguments of a subcommand, and where its help is.
[[nodiscard]] command_error usage_error(const CLI::App& command, const CLI::ParseError& error);

}  // namespace dwell::tool

#endif
