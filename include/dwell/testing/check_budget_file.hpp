// SPDX-License-Identifier: BSL-1.0
// A file of budgets held against a profile.
#ifndef DWELL_TESTING_CHECK_BUDGET_FILE_HPP
#define DWELL_TESTING_CHECK_BUDGET_FILE_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/own_work.hpp>
#include <dwell/profile/memory_growth.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/testing/budget_result.hpp>
#include <dwell/testing/check_growth.hpp>
#include <dwell/testing/check_profile.hpp>
#include <dwell/testing/file_budget.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Holds all budgets of a file against a profile and, where there is one, the growth of its process's memory.
class budget_file_check {
public:
    budget_file_check(const profile& source, const memory_growth* growth, const budget_file& file,
                      profile_check_options options, const growth_check_options& growth_options) noexcept
        : source_(source), growth_(growth), file_(file), options_(options), growth_options_(growth_options) {}

    [[nodiscard]] std::vector<budget_result> results() const {
        std::vector<budget_result> all;
        for (size_t i = 0; i < file_.budgets.size(); ++i) {
            all.push_back(result_of(i));
        }
        if (all.empty()) {
            // No budget must not look as if each were kept.
            budget_result& none = all.emplace_back();
            none.subject = file_.name.empty() ? "budgets" : file_.name;
            none.error = file_.ok() ? none.subject + ": no budgets" : file_.error;
        }
        return all;
    }

private:
    [[nodiscard]] budget_result result_of(size_t index) const {
        const file_budget& one = file_.budgets[index];
        budget_result result = check_one(one);
        result.subject = one.subject;
        std::string where = file_.name + ":" + std::to_string(one.line) + ": budgets[" + std::to_string(index) + "]";
        if (!result.error.empty()) {
            where += " (" + std::string(to_text(one.kind));
            where += one.kind == budget_subject::process ? ")" : " \"" + one.subject + "\")";
            result.error = where + ": " + result.error;
        } else if (!result.passed()) {
            result.notes.insert(result.notes.begin(), std::move(where));
        }
        if (!result.passed() && !one.note.empty()) {
            result.notes.push_back(one.note);
        }
        return result;
    }

    [[nodiscard]] budget_result check_one(const file_budget& one) const {
        switch (one.kind) {
            case budget_subject::counter:
            case budget_subject::ratio:
                return check(source_, one.limits, options_);
            case budget_subject::process: {
                if (growth_ != nullptr) {
                    return check(*growth_, one.limits, growth_options_);
                }
                budget_result result;
                result.error = "growth takes snapshots over time: give check a memory_growth, too";
                return result;
            }
            default:
                return check(source_, one.subject, one.limits, options_);
        }
    }

    const profile& source_;
    const memory_growth* growth_;
    const budget_file& file_;
    profile_check_options options_;
    growth_check_options growth_options_;
};

}  // namespace detail

/// Holds each budget of a file against a profile; an interval is one, too (`delta`). The results are in the order of
/// the file, under their subjects. One that does not pass has the file, the line and `budgets[i]` in its message, and
/// the budget's note. A name that never ran is a failure, and so is a budget of the process, which takes a
/// `memory_growth`. A file that could not be read, or has no budgets, is one result that fails and says why: there is
/// always at least one. Linear in the call paths for each budget.
[[nodiscard]] inline std::vector<budget_result> check(const profile& source, const budget_file& file,
                                                      profile_check_options options = {}) {
    const detail::own_work not_the_users;
    return detail::budget_file_check(source, nullptr, file, options, {}).results();
}

/// The same, with the growth of the memory of the profile's process.
[[nodiscard]] inline std::vector<budget_result> check(const profile& source, const memory_growth& growth,
                                                      const budget_file& file, profile_check_options options = {},
                                                      const growth_check_options& growth_options = {}) {
    const detail::own_work not_the_users;
    return detail::budget_file_check(source, &growth, file, options, growth_options).results();
}

DWELL_NAMESPACE_END

#endif
