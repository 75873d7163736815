// SPDX-License-Identifier: BSL-1.0
// Every way to record from a file that nvcc compiles, without a warning.
#include <dwell/scope.hpp>

void record_by_nvcc();
void record_by_nvcc() {
    TIMED_FUNCTION();
    TIMED_SCOPE("scope");
    TIMED_SCOPE_SAMPLED("sampled", 4);
    TIMED_SCOPE_CPU("cpu");
    TIMED_SCOPE_DYNAMIC("dynamic");
    DWELL_MARK("mark");
    dwell::timed<"timed">([] {});
    dwell::counter<"counter">.add(1);
    dwell::gauge<"gauge">.set(1);
    dwell::distribution<"distribution">.record(1);
    const dwell::span span("span");
}
