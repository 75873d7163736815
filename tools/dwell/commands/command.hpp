// SPDX-License-Identifier: BSL-1.0
// What a subcommand is: a function that adds itself to the command line, and how it ends.
#ifndef DWELL_TOOL_COMMANDS_COMMAND_HPP
#define DWELL_TOOL_COMMANDS_COMMAND_HPP

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace dwell::tool {

/// What the program ends with: the same for every subcommand but `run`, which passes on what its program ended with.
enum exit_status : int {
    exit_passed = 0,
    exit_failed = 1,  ///< a regression, a budget that is not kept, or a machine that cannot record
    exit_error = 2,   ///< the command line, a file, or a program that does not do what it should
    exit_inconclusive = 3,
};

/// Ends the command with status 2 and `dwell COMMAND: MESSAGE` on standard error. The message names the file or program
/// and the cause; further lines are advice.
class command_error : public std::runtime_error {
public:
    explicit command_error(const std::string& message) : std::runtime_error(message) {}
};

/// Adds a subcommand, whose callback sets `status` or throws a `command_error`.
using add_command = void (*)(CLI::App& program, int& status);

/// What stands behind the first `--` of `dwell run`, word for word: CLI11, which does not get to see it, would take
/// `[a,b]` apart. Nothing where there is no `--`.
extern std::optional<std::vector<std::string>> words_behind_dashes;

/// All of them, in the order of `dwell --help`; ends with a null pointer.
extern const add_command commands[];

}  // namespace dwell::tool

#endif
