// SPDX-License-Identifier: BSL-1.0
// Budgets in GoogleTest: predicate-formatters whose failure is the whole message.
#ifndef DWELL_EXT_GOOGLETEST_HPP
#define DWELL_EXT_GOOGLETEST_HPP

#include <dwell/core/config.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/testing/budget.hpp>
#include <dwell/testing/budget_result.hpp>
#include <dwell/testing/check_calls.hpp>
#include <dwell/testing/check_growth.hpp>
#include <dwell/testing/check_measurement.hpp>
#include <dwell/testing/check_profile.hpp>
#include <dwell/testing/inconclusive.hpp>
#include <dwell/testing/measure.hpp>
#include <dwell/testing/verdict.hpp>

#include <gtest/gtest.h>

#include <cstdio>
#include <string>
#include <string_view>

DWELL_NAMESPACE_BEGIN
namespace googletest {
namespace detail {

/// A key that no property of the test has yet: GoogleTest keeps only the last one of a key.
[[nodiscard]] inline std::string unused_property_key() {
    const std::string first = "dwell.inconclusive";
    const ::testing::TestInfo* const test = ::testing::UnitTest::GetInstance()->current_test_info();
    if (test == nullptr) {
        return first;
    }
    const ::testing::TestResult& so_far = *test->result();
    int taken = 0;
    for (int i = 0; i < so_far.test_property_count(); ++i) {
        taken += std::string_view(so_far.GetTestProperty(i).key()).substr(0, first.size()) == first ? 1 : 0;
    }
    return taken == 0 ? first : first + '.' + std::to_string(taken + 1);
}

/// For those who read the output, and for those who read the XML or JSON file of the run.
inline void warn(const std::string& message, const char* file, int line) {
    std::printf("%s:%d: warning: inconclusive\n%s\n", file, line, message.c_str());
    std::fflush(stdout);  // before what GoogleTest prints next
    ::testing::Test::RecordProperty(unused_property_key(), message);
}

}  // namespace detail

/// EXPECT_PRED_FORMAT1(dwell::googletest::passes, dwell::check(...)): fails with the result's whole message. What is
/// inconclusive passes, printed as a warning and recorded as the property `dwell.inconclusive` of the test, unless
/// DWELL_INCONCLUSIVE=fail is in the environment.
[[nodiscard]] inline ::testing::AssertionResult passes(const char* expression, const budget_result& result,
                                                       const char* file = __builtin_FILE(),
                                                       int line = __builtin_LINE()) {
    const verdict answer = result.answer();
    if (!is_acceptable(answer)) {
        return ::testing::AssertionFailure() << dwell::detail::failure_text(result) << "\n(" << expression << ")";
    }
    if (answer == verdict::inconclusive) {
        detail::warn(result.message(), file, line);
    }
    return ::testing::AssertionSuccess();
}

/// EXPECT_PRED_FORMAT2(dwell::googletest::within_budget, subject, limits): of a callable, which is measured, a
/// measurement, a memory_growth, or the counters of a profile. Parentheses keep the commas of limits that are written
/// in place from the macro: (dwell::budget{.p99 = 5ms, .allocations_per_call = 0}).
template <typename Subject>
[[nodiscard]] ::testing::AssertionResult within_budget(const char* subject_text, const char* /*limits_text*/,
                                                       Subject&& subject, const budget& limits,
                                                       const char* file = __builtin_FILE(),
                                                       int line = __builtin_LINE()) {
    return passes(subject_text, check(subject, limits), file, line);
}

/// EXPECT_PRED_FORMAT3(dwell::googletest::within_budget, profile, "server.request", limits): of a name, a call path or
/// a prefix in a profile.
[[nodiscard]] inline ::testing::AssertionResult within_budget(const char* /*profile_text*/, const char* which_text,
                                                              const char* /*limits_text*/, const profile& recorded,
                                                              std::string_view which, const budget& limits,
                                                              const char* file = __builtin_FILE(),
                                                              int line = __builtin_LINE()) {
    return passes(which_text, check(recorded, which, limits), file, line);
}

}  // namespace googletest
DWELL_NAMESPACE_END

#endif
