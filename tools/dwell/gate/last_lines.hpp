// SPDX-License-Identifier: BSL-1.0
// The end of what a program has written.
#ifndef DWELL_TOOL_GATE_LAST_LINES_HPP
#define DWELL_TOOL_GATE_LAST_LINES_HPP

#include <cstddef>
#include <string>

namespace dwell::tool {

/// The last lines of a file that are not blank, without white space at the end; empty where it cannot be read. Looks at
/// its last 8 KiB only.
[[nodiscard]] std::string last_lines(const std::string& path, size_t count);

/// Each line indented.
[[nodiscard]] std::string indented(const std::string& lines);

}  // namespace dwell::tool

#endif
