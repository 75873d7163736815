// SPDX-License-Identifier: BSL-1.0
// What a file of budgets says, as values.
#ifndef DWELL_TESTING_FILE_BUDGET_HPP
#define DWELL_TESTING_FILE_BUDGET_HPP

#include <dwell/core/config.hpp>
#include <dwell/testing/budget.hpp>

#include <string>
#include <string_view>
#include <vector>

DWELL_NAMESPACE_BEGIN

/// What a budget of a file is for.
enum class budget_subject : uint8_t {
    scope,    ///< all scopes of one name
    path,     ///< one call path: names from the root, separated by `;`
    scopes,   ///< all scopes whose names begin alike: `orchestrator.*`
    counter,  ///< a counter, all its label sets together
    ratio,    ///< of two counters
    process,  ///< its memory
};

/// The key of a budget in the file: "scope", "path", …
[[nodiscard]] constexpr std::string_view to_text(budget_subject which) noexcept {
    constexpr std::string_view texts[] = {"scope", "path", "scopes", "counter", "ratio", "process"};
    return texts[static_cast<uint8_t>(which)];
}

/// One budget of a file: an element of its array `budgets`.
struct file_budget {
    budget_subject kind = budget_subject::scope;
    /// The name, the call path, the pattern, the counter, "hits / lookups" of a ratio, or "process".
    std::string subject;
    budget limits;
    std::string note;  ///< why, for whoever reads the file
    size_t line = 0;   ///< of the file, where it begins
};

/// A file of budgets. A plain value.
struct budget_file {
    std::string name;  ///< of the file, as messages give it
    std::vector<file_budget> budgets;
    /// Why it could not be read; there are no budgets then. Empty where it was.
    std::string error{};

    [[nodiscard]] bool ok() const noexcept { return error.empty(); }
};

DWELL_NAMESPACE_END

#endif
