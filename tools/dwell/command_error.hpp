// SPDX-License-Identifier: BSL-1.0
// What a subcommand, or a part of one, throws where it cannot go on.
#ifndef DWELL_TOOL_COMMAND_ERROR_HPP
#define DWELL_TOOL_COMMAND_ERROR_HPP

#include <stdexcept>
#include <string>
#include <utility>

namespace dwell::tool {

/// Ends the command with status 2 and `dwell COMMAND: MESSAGE` on standard error, with the details below it. Names in
/// either are as they are: what prints them makes them fit for a terminal.
class command_error : public std::runtime_error {
public:
    /// The message is one line, which names the file or program and the cause. The details are any number of lines:
    /// what a program has said, or advice.
    explicit command_error(std::string message, std::string details = {})
        : std::runtime_error(details.empty() ? message : message + '\n' + details),
          message_(std::move(message)),
          details_(std::move(details)) {}

    [[nodiscard]] const std::string& message() const noexcept { return message_; }
    [[nodiscard]] const std::string& details() const noexcept { return details_; }

private:
    std::string message_;
    std::string details_;
};

}  // namespace dwell::tool

#endif
