// SPDX-License-Identifier: BSL-1.0
// What a subcommand, or a part of one, throws where it cannot go on.
#ifndef DWELL_TOOL_COMMAND_ERROR_HPP
#define DWELL_TOOL_COMMAND_ERROR_HPP

#include <stdexcept>
#include <string>

namespace dwell::tool {

/// Ends the command with status 2 and `dwell COMMAND: MESSAGE` on standard error. The message names the file or program
/// and the cause; further lines are advice.
class command_error : public std::runtime_error {
public:
    explicit command_error(const std::string& message) : std::runtime_error(message) {}
};

}  // namespace dwell::tool

#endif
