// SPDX-License-Identifier: BSL-1.0
// A history as one document of JSON, schema dwell.history/1.
#ifndef DWELL_TOOL_HISTORY_HISTORY_JSON_HPP
#define DWELL_TOOL_HISTORY_HISTORY_JSON_HPP

#include "history/history.hpp"

#include <iosfwd>

namespace dwell::tool {

void write_history_json(std::ostream& out, const history& of);

}  // namespace dwell::tool

#endif
