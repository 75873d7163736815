// SPDX-License-Identifier: BSL-1.0
// What an inconclusive budget means to a test: a warning, or a failure where DWELL_INCONCLUSIVE=fail says so.
#ifndef DWELL_TESTING_INCONCLUSIVE_HPP
#define DWELL_TESTING_INCONCLUSIVE_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>
#include <dwell/record/process_start.hpp>
#include <dwell/testing/budget_result.hpp>
#include <dwell/testing/verdict.hpp>

#include <string>
#include <string_view>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// What DWELL_INCONCLUSIVE means where it is neither "fail" nor "warn": a mistake that must not go unnoticed.
inline bool complain_of_inconclusive(const char* wish) {
    const std::string complaint =
        std::string("dwell: DWELL_INCONCLUSIVE=") + wish + ": takes fail or warn; inconclusive budgets are warnings\n";
    write_to_stderr(complaint.c_str());
    return false;
}

}  // namespace detail

/// Whether an inconclusive answer fails the test: DWELL_INCONCLUSIVE=fail in the environment. Without it, or with
/// `warn`, it is a warning; with anything else, too, and the process says so once on standard error. The environment is
/// read at each call.
[[nodiscard]] inline bool inconclusive_fails() {
    const char* const wish = detail::environment("DWELL_INCONCLUSIVE");
    if (wish == nullptr || std::string_view(wish) == "warn") {
        return false;
    }
    if (std::string_view(wish) == "fail") {
        return true;
    }
    static const bool otherwise = detail::complain_of_inconclusive(wish);
    return otherwise;
}

/// Whether a test with this answer passes, if only with a warning.
[[nodiscard]] inline bool is_acceptable(verdict answer) {
    return answer == verdict::pass || (answer == verdict::inconclusive && !inconclusive_fails());
}

namespace detail {

/// The message of a result that a test does not accept, with what is not in the result: that the environment decided.
[[nodiscard]] inline std::string failure_text(const budget_result& result) {
    std::string text = result.message();
    if (result.answer() == verdict::inconclusive && inconclusive_fails()) {
        text += "\n  DWELL_INCONCLUSIVE=fail: what is inconclusive fails";
    }
    return text;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
