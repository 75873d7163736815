// SPDX-License-Identifier: BSL-1.0
#include "output/message.hpp"

#include "github/workflow_log.hpp"

#include <iostream>

namespace dwell::tool {

void print_on_standard_error(std::string_view text) { std::cerr << log_text(text); }

}  // namespace dwell::tool
