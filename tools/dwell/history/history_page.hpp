// SPDX-License-Identifier: BSL-1.0
// A history as one page of HTML, which loads nothing and runs no script.
#ifndef DWELL_TOOL_HISTORY_HISTORY_PAGE_HPP
#define DWELL_TOOL_HISTORY_HISTORY_PAGE_HPP

#include "history/history.hpp"

#include <string>

namespace dwell::tool {

/// Writes the page as `write_output` does. Throws a `command_error` where that fails.
void write_history_page(const std::string& path, const history& of);

}  // namespace dwell::tool

#endif
