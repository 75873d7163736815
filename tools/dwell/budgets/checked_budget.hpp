// SPDX-License-Identifier: BSL-1.0
// The budgets of a file, held against profiles that were read from files.
#ifndef DWELL_TOOL_BUDGETS_CHECKED_BUDGET_HPP
#define DWELL_TOOL_BUDGETS_CHECKED_BUDGET_HPP

#include <dwell/profile/profile.hpp>
#include <dwell/testing/budget_result.hpp>
#include <dwell/testing/file_budget.hpp>

#include <string>
#include <vector>

namespace dwell::tool {

/// One budget, and what a profile says to it.
struct checked_budget {
    std::string profile;  ///< as the user named it
    budget_subject kind = budget_subject::scope;
    size_t line = 0;  ///< of the file of budgets
    budget_result result;
};

/// All budgets of a file that could be read, in its order.
[[nodiscard]] std::vector<checked_budget> check_budgets(const budget_file& budgets, const profile& source,
                                                        const std::string& profile_name);

/// The worst of all answers; `fail` where there are none.
[[nodiscard]] verdict answer_to(const std::vector<checked_budget>& all);

/// What the library's reporters take. Of several profiles each subject says which one it is of.
[[nodiscard]] std::vector<budget_result> results_of(const std::vector<checked_budget>& all);

}  // namespace dwell::tool

#endif
