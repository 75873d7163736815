// SPDX-License-Identifier: BSL-1.0
// What is known of where the text on standard output is read.
#ifndef DWELL_TOOL_OUTPUT_TERMINAL_HPP
#define DWELL_TOOL_OUTPUT_TERMINAL_HPP

#include <cstddef>

namespace dwell::tool {

struct text_layout {
    size_t width = 100;   ///< of a line: that of the terminal, where there is one
    bool colour = false;  ///< on a terminal, unless NO_COLOR is set
};

[[nodiscard]] text_layout layout_of_standard_output();

}  // namespace dwell::tool

#endif
