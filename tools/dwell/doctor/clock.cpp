// SPDX-License-Identifier: BSL-1.0
// dwell doctor: the clock that scopes read, and what a scope costs.
#include "doctor/checks.hpp"

#include <dwell/core/tsc_clock.hpp>
#include <dwell/export/human.hpp>
#include <dwell/record/own_cost.hpp>
#include <dwell/record/recorder.hpp>
#include <dwell/record/tick_length.hpp>
#include <dwell/snapshot/clock_fit.hpp>

#include <optional>

namespace dwell::tool {
namespace {

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
    const detail::scope_cost cost = detail::cost_calibration::measure().scope;
    const detail::registry& clock = detail::recorder<detail::calibration_clock>::all();
    const double nanoseconds = detail::nanoseconds_per_tick(clock);
    const auto human = [&](double ticks) { return detail::human_duration(ticks * nanoseconds); };
    found.push_back({"Clock", "resolution", finding_state::ok, "steps of " + human(detail::clock_step(clock)), "", ""});
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
