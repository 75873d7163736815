// SPDX-License-Identifier: BSL-1.0
// Why a program cannot be started, in words that help.
#ifndef DWELL_TOOL_RUN_START_ADVICE_HPP
#define DWELL_TOOL_RUN_START_ADVICE_HPP

#include "command_error.hpp"

#include <string>

namespace dwell::tool {

/// `program` as it was given, `error` as the system says it.
[[nodiscard]] command_error start_error(const std::string& program, const std::string& error);

}  // namespace dwell::tool

#endif
