// SPDX-License-Identifier: BSL-1.0
// Where a program that dwell starts is to save.
#ifndef DWELL_TOOL_PROFILES_OUTPUT_PATTERN_HPP
#define DWELL_TOOL_PROFILES_OUTPUT_PATTERN_HPP

#include <string>

namespace dwell::tool {

/// The name of a folder as DWELL_OUT has it, where %p and %n stand for what the program fills in.
[[nodiscard]] std::string as_output_pattern(const std::string& folder);

}  // namespace dwell::tool

#endif
