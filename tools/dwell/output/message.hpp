// SPDX-License-Identifier: BSL-1.0
// What a command says on standard error, beside its result: errors, warnings, notes and progress.
#ifndef DWELL_TOOL_OUTPUT_MESSAGE_HPP
#define DWELL_TOOL_OUTPUT_MESSAGE_HPP

#include <exception>
#include <string>
#include <string_view>

namespace dwell::tool {

/// From now on, messages begin with `dwell COMMAND: `.
void begin_messages_with(const std::string& command);

/// `dwell COMMAND: MESSAGE`, one line, and the details below it, if any. Whatever the texts hold, none of it moves the
/// cursor of a terminal, and in a step of GitHub Actions none is a command.
void print_message(std::string_view message, const std::string& details = {});

/// The same behind `warning: `: what the user wanted is not all there.
void print_warning(const std::string& message, const std::string& details = {});

/// The same behind `note: `: what the user may want to know.
void print_note(const std::string& message);

/// Why the command ends: what a `command_error` or another exception says.
void print_error(const std::exception& error);

/// Text of any number of lines, such as a table; in a step of GitHub Actions, none of them is a command.
void print_on_standard_error(std::string_view text);

}  // namespace dwell::tool

#endif
