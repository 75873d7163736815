// SPDX-License-Identifier: BSL-1.0
#include "budgets/checked_budget.hpp"

#include <dwell/testing/check_budget_file.hpp>

#include <algorithm>
#include <utility>

namespace dwell::tool {

std::vector<checked_budget> check_budgets(const budget_file& budgets, const profile& source,
                                          const std::string& profile_name) {
    std::vector<budget_result> results = check(source, budgets);
    std::vector<checked_budget> all;
    for (size_t i = 0; i < budgets.budgets.size(); ++i) {
        const file_budget& one = budgets.budgets[i];
        if (one.kind == budget_subject::process) {
            results[i].notes.emplace_back(
                "a saved profile does not say how memory grew over hours: the program itself has to check this budget, "
                "with dwell::check(profile, growth, file); it belongs into a file of its own");
        }
        all.push_back({profile_name, one.kind, one.line, std::move(results[i])});
    }
    return all;
}

verdict answer_to(const std::vector<checked_budget>& all) {
    verdict worst = all.empty() ? verdict::fail : verdict::pass;
    for (const checked_budget& one : all) {
        worst = worse_of(worst, one.result.answer());
    }
    return worst;
}

std::vector<budget_result> results_of(const std::vector<checked_budget>& all) {
    const bool are_several =
        std::any_of(all.begin(), all.end(), [&](const checked_budget& one) { return one.profile != all[0].profile; });
    std::vector<budget_result> results;
    for (const checked_budget& one : all) {
        results.push_back(one.result);
        if (are_several) {
            results.back().subject += " (" + one.profile + ")";
        }
    }
    return results;
}

}  // namespace dwell::tool
