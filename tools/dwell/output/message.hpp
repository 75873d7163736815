// SPDX-License-Identifier: BSL-1.0
// What a command says on standard error, beside its result: errors, warnings, notes and progress.
#ifndef DWELL_TOOL_OUTPUT_MESSAGE_HPP
#define DWELL_TOOL_OUTPUT_MESSAGE_HPP

#include <string_view>

namespace dwell::tool {

/// Text of any number of lines; in a step of GitHub Actions, none of them is a command.
void print_on_standard_error(std::string_view text);

}  // namespace dwell::tool

#endif
