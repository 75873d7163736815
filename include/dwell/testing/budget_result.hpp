// SPDX-License-Identifier: BSL-1.0
// The answer to a budget: each of its limits, and what a person wants to know beside it.
#ifndef DWELL_TESTING_BUDGET_RESULT_HPP
#define DWELL_TESTING_BUDGET_RESULT_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/human.hpp>
#include <dwell/stats/digits.hpp>
#include <dwell/testing/limit_check.hpp>
#include <dwell/testing/limit_text.hpp>
#include <dwell/testing/machine_condition.hpp>
#include <dwell/testing/verdict.hpp>

#include <string>
#include <vector>

DWELL_NAMESPACE_BEGIN

/// The call path inside what was measured that took the most of what the worst limit is about.
struct costliest_path {
    std::string path;    ///< names from the measured scope (left out) inwards, separated by `;`; empty: not known
    double share = 0.0;  ///< of the whole, in [0, 1]
    std::string of;      ///< what: "time", "allocations" or "bytes"
};

/// What a budget's checks say together. A plain value.
struct budget_result {
    std::string subject;  ///< the name or call path that was checked, or what the test calls it
    std::vector<limit_check> checks;
    machine_condition machine;
    costliest_path costliest;
    double seconds = 0.0;  ///< that measuring took; 0 for a profile
    /// Why nothing could be checked at all, as "no scope of this name ran": the answer is `fail` then.
    std::string error;
    /// What else a person should know, a sentence each: calls that the profile lost, say.
    std::vector<std::string> notes;

    /// The worst of the checks; `fail` where there is an error or nothing was checked.
    [[nodiscard]] verdict answer() const noexcept {
        verdict worst = error.empty() && !checks.empty() ? verdict::pass : verdict::fail;
        for (const limit_check& check : checks) {
            worst = worse_of(worst, check.answer);
        }
        return worst;
    }
    [[nodiscard]] bool passed() const noexcept { return answer() == verdict::pass; }
    [[nodiscard]] bool failed() const noexcept { return answer() == verdict::fail; }

    /// The whole answer for a person, in lines without one at the end: the subject and the answer, each limit with what
    /// was measured, the worst first, the machine's condition and the costliest call path, where they are known. Names
    /// stay as they are, but for control characters; all else is ASCII.
    [[nodiscard]] std::string message() const {
        std::string text = subject.empty() ? "budget" : detail::printable(subject);
        const verdict worst = answer();
        text += worst == verdict::pass ? ": PASS" : worst == verdict::fail ? ": FAIL" : ": INCONCLUSIVE";
        text += circumstances();
        if (!error.empty()) {
            text += "\n  " + detail::printable(error);
        } else if (checks.empty()) {
            text += "\n  the budget has no limit";
        }
        for (const verdict which : {verdict::fail, verdict::inconclusive, verdict::pass}) {
            for (const limit_check& check : checks) {
                if (check.answer == which) {
                    text += "\n  " + detail::line_of(check);
                }
            }
        }
        if (machine.verdict != machine_verdict::unknown) {
            text += "\n  machine: jitter " + percent(machine.jitter) + ", waiting for a processor " +
                    percent(machine.waiting) + " of the time";
        }
        if (!costliest.path.empty()) {
            text += "\n  most " + detail::printable(costliest.of) + ": " + detail::printable(costliest.path) + " (" +
                    percent(costliest.share) + ")";
        }
        for (const std::string& note : notes) {
            text += "\n  note: " + detail::printable(note);
        }
        return text;
    }

private:
    [[nodiscard]] std::string circumstances() const {
        std::string text;
        if (machine.verdict != machine_verdict::unknown) {
            text = "machine ";
            text += to_text(machine.verdict);
        }
        if (seconds > 0) {
            text += (text.empty() ? "" : ", ") + detail::human_duration(seconds * 1e9);
        }
        return text.empty() ? text : " (" + text + ")";
    }

    // Small shares in two digits, others in whole percent.
    [[nodiscard]] static std::string percent(double share) {
        return detail::fixed_text(share * 100, share != 0 && share < 0.0995 ? 1 : 0) + " %";
    }
};

DWELL_NAMESPACE_END

#endif
