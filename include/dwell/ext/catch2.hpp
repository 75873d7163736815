// SPDX-License-Identifier: BSL-1.0
// Budgets in Catch2, version 2 or 3: matchers whose failure is the whole message.
#ifndef DWELL_EXT_CATCH2_HPP
#define DWELL_EXT_CATCH2_HPP

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
#include <dwell/testing/measurement.hpp>
#include <dwell/testing/verdict.hpp>

// A test may have its Catch2 already, as one of the two single headers or in parts. Where it comes later, its own rules
// hold: of Catch2 2, CATCH_CONFIG_MAIN stands before the first header that includes it, which may be this one.
#if defined(TWOBLUECUBES_SINGLE_INCLUDE_CATCH_HPP_INCLUDED) || defined(CATCH_AMALGAMATED_HPP_INCLUDED)
#elif __has_include(<catch2/matchers/catch_matchers.hpp>)
#include <catch2/catch_tostring.hpp>
#include <catch2/catch_version_macros.hpp>
#include <catch2/internal/catch_assertion_handler.hpp>
#include <catch2/matchers/catch_matchers.hpp>
#elif __has_include(<catch2/catch.hpp>)
#include <catch2/catch.hpp>
#else
#include <catch_amalgamated.hpp>
#endif

#include <string>
#include <string_view>
#include <utility>

DWELL_NAMESPACE_BEGIN
namespace catch2 {
namespace detail {

#if CATCH_VERSION_MAJOR >= 3
template <typename Subject>
using matcher_base = Catch::Matchers::MatcherBase<Subject>;
#else
template <typename Subject>
using matcher_base = Catch::MatcherBase<Subject>;
#endif

/// What Catch's WARN does, but at the place of the test, not at one in this header.
inline void warn(const std::string& message, const char* file, int line) {
    const std::string macro = "WARN";
    Catch::AssertionHandler handler(macro, Catch::SourceLineInfo(file, static_cast<std::size_t>(line)),
                                    Catch::StringRef(), Catch::ResultDisposition::ContinueOnFailure);
    handler.handleMessage(Catch::ResultWas::Warning, std::string(message));
    handler.complete();
}

inline bool accept(const budget_result& result, const char* file, int line) {
    const verdict answer = result.answer();
    const bool is_accepted = is_acceptable(answer);
    if (is_accepted && answer == verdict::inconclusive) {
        warn(result.message(), file, line);
    }
    return is_accepted;
}

}  // namespace detail

/// Matches a budget_result that passes, and one that is inconclusive, with a warning, unless DWELL_INCONCLUSIVE=fail is
/// in the environment. Catch prints the result's message. To be used in place, not kept; not to be negated, since what
/// is inconclusive is neither.
class result_matcher : public detail::matcher_base<budget_result> {
public:
    result_matcher(const char* file, int line) noexcept : file_(file), line_(line) {}

    [[nodiscard]] bool match(const budget_result& result) const override {
        return detail::accept(result, file_, line_);
    }

protected:
    [[nodiscard]] std::string describe() const override { return "\n(is to be within its budget)"; }

private:
    const char* file_;
    int line_;
};

/// The same of a measurement or of a profile, which it holds against the budget itself.
template <typename Subject>
class budget_matcher : public detail::matcher_base<Subject> {
public:
    budget_matcher(std::string which, budget limits, const char* file, int line)
        : which_(std::move(which)), limits_(std::move(limits)), file_(file), line_(line) {}

    [[nodiscard]] bool match(const Subject& subject) const override {
        const budget_result result = answer_for(subject);
        message_ = dwell::detail::failure_text(result);
        return detail::accept(result, file_, line_);
    }

protected:
    [[nodiscard]] std::string describe() const override { return "is to be within budget:\n" + message_; }

private:
    [[nodiscard]] budget_result answer_for(const measurement& measured) const { return check(measured, limits_); }
    [[nodiscard]] budget_result answer_for(const profile& recorded) const { return check(recorded, which_, limits_); }

    std::string which_;
    budget limits_;
    const char* file_;
    int line_;
    mutable std::string message_;
};

/// CHECK_THAT(dwell::check([&] { parse(text); }, {.p99 = 5ms}), dwell::catch2::within_budget());
[[nodiscard]] inline result_matcher within_budget(const char* file = __builtin_FILE(),
                                                  int line = __builtin_LINE()) noexcept {
    return {file, line};
}

/// REQUIRE_THAT(measurement, dwell::catch2::within_budget({.p99 = 5ms}));
[[nodiscard]] inline budget_matcher<measurement> within_budget(budget limits, const char* file = __builtin_FILE(),
                                                               int line = __builtin_LINE()) {
    return {std::string(), std::move(limits), file, line};
}

/// CHECK_THAT(profile, dwell::catch2::within_budget("server.request", {.p99 = 5ms})); of a name, a call path or a
/// prefix.
[[nodiscard]] inline budget_matcher<profile> within_budget(std::string_view which, budget limits,
                                                           const char* file = __builtin_FILE(),
                                                           int line = __builtin_LINE()) {
    return {std::string(which), std::move(limits), file, line};
}

}  // namespace catch2
DWELL_NAMESPACE_END

// What Catch2 prints of the values that are matched.
namespace Catch {

template <>
struct StringMaker<dwell::budget_result> {
    static std::string convert(const dwell::budget_result& result) { return dwell::detail::failure_text(result); }
};

template <>
struct StringMaker<dwell::measurement> {
    static std::string convert(const dwell::measurement& measured) { return "measurement of " + measured.name(); }
};

template <>
struct StringMaker<dwell::profile> {
    static std::string convert(const dwell::profile&) { return "profile"; }
};

}  // namespace Catch

#endif
