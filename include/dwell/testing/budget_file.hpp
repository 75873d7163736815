// SPDX-License-Identifier: BSL-1.0
// Budgets for a whole profile, from a file: budgets.json, whose schema is docs/budgets.schema.json.
#ifndef DWELL_TESTING_BUDGET_FILE_HPP
#define DWELL_TESTING_BUDGET_FILE_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/own_work.hpp>
#include <dwell/export/read_file.hpp>
#include <dwell/testing/budget_file_reader.hpp>
#include <dwell/testing/file_budget.hpp>

#include <string>
#include <string_view>
#include <utility>

DWELL_NAMESPACE_BEGIN

/// Reads the text of a budgets.json; `name` is what messages call it. Anything that the schema does not know is an
/// error, so that a typing error is not a budget that always passes; so are two budgets of one subject. A file that
/// could not be read has no budgets, and an `error` which names the file, line and column, and the member:
/// `budgets.json:7:14: budgets[2].p99: "5" has no unit: ns, us, ms, s, min or h`. O(n log n) in the size of the text.
[[nodiscard]] inline budget_file read_budgets(std::string_view text, std::string name = "budgets.json") {
    const detail::own_work not_the_users;
    return detail::budget_file_reader(text, std::move(name)).read();
}

/// The same for a file, of at most 16 MiB.
[[nodiscard]] inline budget_file read_budgets_file(const std::string& path) {
    const detail::own_work not_the_users;
    std::string text;
    const std::string trouble = detail::read_file(path.c_str(), size_t{16} << 20U, text);
    if (!trouble.empty()) {
        return {path, {}, path + ": " + trouble};
    }
    return read_budgets(text, path);
}

DWELL_NAMESPACE_END

#endif
