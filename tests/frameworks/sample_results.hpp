// SPDX-License-Identifier: BSL-1.0
// One budget result of each answer, made by hand: what a test framework is to show of it depends on no machine.
#ifndef DWELL_TESTS_FRAMEWORKS_SAMPLE_RESULTS_HPP
#define DWELL_TESTS_FRAMEWORKS_SAMPLE_RESULTS_HPP

#include <dwell/testing/budget_result.hpp>

#include <string>
#include <utility>

namespace sample {

inline dwell::limit_check p99_check(dwell::verdict answer, double estimate_ns) {
    dwell::limit_check check;
    check.quantity = "p99";
    check.limit = 5e6;
    check.answer = answer;
    check.estimate = estimate_ns;
    check.lower = estimate_ns * 0.9;
    check.upper = estimate_ns * 1.1;
    check.samples = 4000;
    return check;
}

inline dwell::budget_result result_of(std::string subject, dwell::limit_check check) {
    dwell::budget_result result;
    result.subject = std::move(subject);
    result.checks.push_back(std::move(check));
    result.machine.verdict = dwell::machine_verdict::noisy;
    result.machine.jitter = 0.031;
    result.seconds = 1.5;
    return result;
}

inline dwell::budget_result passing() { return result_of("sample.passing", p99_check(dwell::verdict::pass, 1e6)); }

// A name that XML, a terminal's colours and a printf format could each trip over.
inline dwell::budget_result failing() {
    dwell::budget_result result =
        result_of("sample.failing <\"a\" & 'b'> 100 %s \xC3\xA9", p99_check(dwell::verdict::fail, 9e6));
    result.costliest = {"sample.inner;sample.lock", 0.75, "time"};
    return result;
}

inline dwell::budget_result inconclusive() {
    dwell::limit_check check = p99_check(dwell::verdict::inconclusive, 5.1e6);
    check.samples_wanted = 90'000;
    check.reason = "the machine was too noisy";
    return result_of("sample.inconclusive", std::move(check));
}

inline dwell::budget_result never_ran() {
    dwell::budget_result result;
    result.subject = "sample.never_ran";
    result.error = "no scope of this name ran";
    return result;
}

}  // namespace sample

#endif
