// SPDX-License-Identifier: BSL-1.0
// Results of budgets, written down by hand.
#ifndef DWELL_TESTS_SUPPORT_BUDGET_RESULTS_HPP
#define DWELL_TESTS_SUPPORT_BUDGET_RESULTS_HPP

#include <dwell/testing/budget_result.hpp>

#include <string>
#include <utility>
#include <vector>

namespace test {

/// Of a p99 of 5 ms that was measured, with this answer.
inline dwell::budget_result result_of(std::string subject, dwell::verdict answer) {
    dwell::limit_check check;
    check.quantity = "p99";
    check.limit = 5e6;
    check.answer = answer;
    check.estimate = answer == dwell::verdict::pass ? 4e6 : answer == dwell::verdict::fail ? 6e6 : 5e6;
    check.lower = check.estimate * 0.99;
    check.upper = check.estimate * 1.01;
    check.samples = 10'000;
    dwell::budget_result result;
    result.subject = std::move(subject);
    result.checks = {check};
    return result;
}

/// Subjects that a careless writer of XML would get wrong.
inline std::vector<std::string> hostile_subjects() {
    return {
        "quote\"quote'",
        "</testcase>]]><b>&amp",
        "<![CDATA[ <!-- & ]]>",
        "two\nlines\r\n, a \t, a \x1b and a \x7f",
        std::string("a zero \0 and \x01\x02", 14),
        "gr\xC3\xBC\xC3\x9F \xE4\xB8\x96\xE7\x95\x8C \xF0\x9F\x8C\x8D",
        "no UTF-8: \xFF\xC3 \xED\xA0\x80 \xEF\xBF\xBE \xEF\xBF\xBF",
        " blanks at both ends ",
        "%s%n$(rm)`x`",
        std::string(1000, 'x'),
    };
}

/// Of each answer some, with hostile subjects, times, and one of nothing at all.
inline std::vector<dwell::budget_result> many_results() {
    std::vector<dwell::budget_result> results;
    constexpr dwell::verdict answers[] = {dwell::verdict::pass, dwell::verdict::inconclusive, dwell::verdict::fail};
    for (const std::string& subject : hostile_subjects()) {
        dwell::budget_result& added = results.emplace_back(result_of(subject, answers[results.size() % 3]));
        added.seconds = 0.0625 * static_cast<double>(results.size());
        added.costliest = {subject + ";" + subject, 0.4, "time"};
        added.notes = {subject};
        added.machine.verdict = dwell::machine_verdict::noisy;
        if (results.size() % 4 == 0) {
            added.error = "no scope of the name " + subject + " ran";
        }
    }
    results.emplace_back();
    return results;
}

}  // namespace test

#endif
