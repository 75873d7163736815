// SPDX-License-Identifier: BSL-1.0
// The unit that records, and the check of what the two left.
#define DWELL_ENABLED 1
#include "mixed_enabled.hpp"

#include <dwell/dwell.hpp>

#include <cstdint>
#include <cstdio>

int run_enabled(int x) {
    TIMED_SCOPE("enabled.run");
    dwell::counter<"enabled.steps">.add(1);
    const int result = dwell::timed<"enabled.timed">([&] { return shared_step(x); });
    return dwell::timed<"both.timed">([&] { return result; });
}

namespace {

int failures = 0;

void check(bool holds, const char* what) {
    if (!holds) {
        std::fprintf(stderr, "failed: %s\n", what);
        ++failures;
    }
}

std::uint64_t calls(const dwell::profile& profile, const char* name) {
    const auto found = profile.find(name);
    return found ? found->calls() : 0;
}

}  // namespace

int main() {
    check(run_enabled(1) == 2, "the enabled unit computes");
    check(run_disabled(1) == 2, "the disabled unit computes");
    const dwell::profile profile = dwell::snapshot();
    check(calls(profile, "enabled.run") == 1, "a macro in the enabled unit records");
    check(calls(profile, "enabled.timed") == 1, "timed in the enabled unit records");
    check(calls(profile, "disabled.run") == 0, "a macro in the disabled unit records nothing");
    check(calls(profile, "disabled.timed") == 0, "timed in the disabled unit records nothing");
    check(calls(profile, "both.timed") == 1, "timed of one name follows the unit that it stands in");
    check(profile.counter_total("enabled.steps") == 1, "a counter in the enabled unit counts");
    check(profile.counter_total("disabled.steps") == 0, "a counter in the disabled unit counts nothing");
    const std::uint64_t shared = calls(profile, "shared.step");
    check(shared == 0 || shared == 2, "a shared inline function is one of the two, for both callers");
    return failures == 0 ? 0 : 1;
}
