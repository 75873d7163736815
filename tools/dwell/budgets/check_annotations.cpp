// SPDX-License-Identifier: BSL-1.0
#include "budgets/check_annotations.hpp"

#include <charconv>

namespace dwell::tool {

std::vector<annotation> annotations_of(const std::string& budgets_file, const std::vector<checked_budget>& all,
                                       bool inconclusive_fails) {
    const std::vector<budget_result> results = results_of(all);
    std::vector<annotation> annotations;
    for (size_t i = 0; i < all.size(); ++i) {
        if (results[i].passed()) {
            continue;
        }
        const bool is_error = results[i].failed() || inconclusive_fails;
        annotations.push_back({is_error ? annotation_level::error : annotation_level::warning, budgets_file,
                               all[i].line, results[i].failed() ? "A budget is not kept" : "A budget is inconclusive",
                               results[i].message()});
    }
    return annotations;
}

annotation annotation_of_bad_file(const budget_file& file) {
    annotation result{annotation_level::error, file.name, 0, "Budgets that cannot be read", file.error};
    // "NAME:LINE:COLUMN: …", but for a file that is not there.
    const std::string begin = file.name + ":";
    if (file.error.compare(0, begin.size(), begin) == 0) {
        const char* const end = file.error.data() + file.error.size();
        std::from_chars(file.error.data() + begin.size(), end, result.line);
    }
    return result;
}

}  // namespace dwell::tool
