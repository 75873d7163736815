// SPDX-License-Identifier: BSL-1.0
// The answer to a budget: each of its limits, and what a person wants to know beside it.
#ifndef DWELL_TESTING_BUDGET_RESULT_HPP
#define DWELL_TESTING_BUDGET_RESULT_HPP

#include <dwell/core/config.hpp>
#include <dwell/testing/limit_check.hpp>
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
};

DWELL_NAMESPACE_END

#endif
