// SPDX-License-Identifier: BSL-1.0
// dwell doctor: the clock that scopes read, and what a scope costs.
#include "doctor/checks.hpp"

#include <dwell/core/clock.hpp>
#include <dwell/core/tsc_clock.hpp>
#include <dwell/export/human.hpp>
#include <dwell/record/own_cost.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>

namespace dwell::tool {
namespace {

/// Of the default clock, in nanoseconds, from the two clocks read at both ends of 5 ms.
double nanoseconds_a_tick() {
    const uint64_t ticks = tsc_clock::now();
    const uint64_t begin = monotonic_clock::now();
    uint64_t end = begin;
    while (end - begin < 5'000'000) {
        end = monotonic_clock::now();
    }
    return static_cast<double>(end - begin) / static_cast<double>(tsc_clock::now() - ticks);
}

/// The smallest step that was seen.
uint64_t smallest_step() {
    uint64_t smallest = UINT64_MAX;
    uint64_t last = tsc_clock::now();
    for (int i = 0; i < 10'000; ++i) {
        const uint64_t now = tsc_clock::now();
        if (now > last) {
            smallest = std::min(smallest, now - last);
        }
        last = now;
    }
    return smallest;
}

finding source_of_time(const doctor_options& options) {
    finding result{"Clock", "source", finding_state::ok, tsc_clock::name(), "", ""};
    const std::optional<std::string> offered =
        options.system.text("/sys/devices/system/clocksource/clocksource0/available_clocksource");
    if (detail::chosen_clock.load() == detail::clock_choice::counter) {
        result.found += ": the processor's counter, which runs at one rate";
        return result;
    }
    result.state = finding_state::note;
    result.meaning = "a reading takes two to ten times as long as that of the processor's counter";
#if DWELL_DETAIL_HAS_TSC
    if (!detail::counter_is_invariant()) {
        result.found += ": the processor's counter (TSC) is not invariant";
    } else {
        result.found += ": the kernel does not offer the processor's counter (TSC); it offers " +
                        (offered ? detail::printable(*offered) : "nothing that can be read");
        result.fix = "sudo dmesg | grep -i tsc    # says why the kernel gave it up";
    }
#endif
    return result;
}

}  // namespace

void check_clock(const doctor_options& options, findings& found) {
    found.push_back(source_of_time(options));
    const double nanoseconds = nanoseconds_a_tick();
    const auto human = [&](double ticks) { return detail::human_duration(ticks * nanoseconds); };
    found.push_back(
        {"Clock", "resolution", finding_state::ok, "steps of " + human(static_cast<double>(smallest_step())), "", ""});
    const detail::scope_cost cost = detail::cost_calibration::measure().scope;
    finding scope{"Clock",
                  "a scope",
                  finding_state::ok,
                  "costs " + human(cost.inside) + " itself and " + human(cost.around) + " its parent",
                  "",
                  ""};
#if !defined(__OPTIMIZE__)
    scope.found += "; this dwell was built without optimisation: a program that is optimised pays less";
#endif
    found.push_back(std::move(scope));
}

}  // namespace dwell::tool
