// SPDX-License-Identifier: BSL-1.0
// Budgets that are not kept, at their lines of the file of budgets, where a review shows them.
#ifndef DWELL_TOOL_BUDGETS_CHECK_ANNOTATIONS_HPP
#define DWELL_TOOL_BUDGETS_CHECK_ANNOTATIONS_HPP

#include "budgets/checked_budget.hpp"
#include "github/annotation.hpp"

#include <string>
#include <vector>

namespace dwell::tool {

/// What failed is an error, and so is what is inconclusive where that fails; otherwise that is a warning.
[[nodiscard]] std::vector<annotation> annotations_of(const std::string& budgets_file,
                                                     const std::vector<checked_budget>& all, bool inconclusive_fails);

/// Why a file of budgets could not be read, at the line that its message names.
[[nodiscard]] annotation annotation_of_bad_file(const budget_file& file);

}  // namespace dwell::tool

#endif
