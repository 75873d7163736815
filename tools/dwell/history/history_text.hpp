// SPDX-License-Identifier: BSL-1.0
// A history for the terminal: a line for each series, and the change points below.
#ifndef DWELL_TOOL_HISTORY_HISTORY_TEXT_HPP
#define DWELL_TOOL_HISTORY_HISTORY_TEXT_HPP

#include "history/history.hpp"

#include <string>
#include <vector>

namespace dwell::tool {

[[nodiscard]] std::string history_text(const history& of);

/// Values as a line of blocks, at most `width` of them, each the median of its runs; NaN is a blank. Values that differ
/// by less than 10 % in all are not drawn as high as others: noise looks like noise.
[[nodiscard]] std::string spark_line(const std::vector<double>& values, size_t width);

/// "60 runs of app, 2026-01-01 09:00 to 2026-03-01 09:00, on HOST, CPU".
[[nodiscard]] std::string runs_text(const history& of);

/// What a reader should know of the numbers: runs that are left out or cannot be read, series in waves.
[[nodiscard]] std::vector<std::string> notes_of(const history& of);

}  // namespace dwell::tool

#endif
