// SPDX-License-Identifier: BSL-1.0
// What is measured in the tests of the frameworks: a loop, an allocation, and a profile of some calls.
#ifndef DWELL_TESTS_FRAMEWORKS_SAMPLE_WORK_HPP
#define DWELL_TESTS_FRAMEWORKS_SAMPLE_WORK_HPP

#include <dwell/profile/profile.hpp>
#include <dwell/scope.hpp>
#include <dwell/snapshot.hpp>
#include <dwell/testing/budget.hpp>
#include <dwell/testing/counter_limit.hpp>

#include <vector>

namespace sample {

inline volatile int sum = 0;

inline void spin() {
    for (int i = 0; i < 100; ++i) {
        sum = sum + i;
    }
}

// One allocation, which no compiler may leave out.
inline void allocate() {
    std::vector<int> numbers(100);
    volatile int* const first = numbers.data();
    *first = 1;
    sum = *first;
}

inline dwell::profile recorded() {
    for (int i = 0; i < 1000; ++i) {
        TIMED_SCOPE("sample.request");
        TIMED_SCOPE("sample.answer");
        dwell::counter<"sample.requests">.add(1);
        allocate();
    }
    return dwell::snapshot();
}

// At most so many requests.
inline dwell::budget counter_budget(double limit) {
    return {.counters = {dwell::counter_sum("sample.requests") <= limit}};
}

}  // namespace sample

#endif
