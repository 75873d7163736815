// SPDX-License-Identifier: BSL-1.0
// The answers to budgets as JSON, schema dwell.check/1.
#ifndef DWELL_TOOL_BUDGETS_CHECK_JSON_HPP
#define DWELL_TOOL_BUDGETS_CHECK_JSON_HPP

#include "budgets/checked_budget.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace dwell::tool {

[[nodiscard]] nlohmann::ordered_json check_json(const std::string& budgets_file,
                                                const std::vector<checked_budget>& all);

}  // namespace dwell::tool

#endif
