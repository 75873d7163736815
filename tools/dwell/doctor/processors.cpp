// SPDX-License-Identifier: BSL-1.0
// dwell doctor: the processors that a program may use.
#include "doctor/checks.hpp"

#include <dwell/core/machine.hpp>
#include <dwell/export/human.hpp>
#include <dwell/stats/digits.hpp>

#include <unistd.h>
#include <sstream>

namespace dwell::tool {
namespace {

constexpr const char* processors_group = "Processors";

finding usable() {
    const uint64_t count = detail::usable_cpu_count();
    const long online = sysconf(_SC_NPROCESSORS_ONLN);
    const std::string model = detail::cpu_model();
    finding result{
        processors_group, "usable", finding_state::ok, std::to_string(count) + " of " + std::to_string(online), "", ""};
    result.found += model.empty() ? "" : ": " + detail::printable(model);
    if (count == 1) {
        result.state = finding_state::note;
        result.meaning = "whatever else runs takes its time from the program that is measured";
    }
    return result;
}

/// "200000 100000", "max 100000", or the quota alone in version 1, where -1 is none.
finding quota(const system_files& system) {
    finding result{processors_group, "quota", finding_state::ok, "no limit of the control group", "", ""};
    const std::optional<std::string> limit = system.control_group("cpu", "cpu.max", "cpu.cfs_quota_us");
    if (!limit) {
        result.found = "not known: no control group has one, or none can be read";
        return result;
    }
    std::istringstream text(*limit);
    double microseconds = 0;
    if (!(text >> microseconds) || microseconds <= 0) {
        return result;
    }
    double period = 0;
    if (!(text >> period) || period <= 0) {
        std::istringstream other(system.control_group("cpu", "", "cpu.cfs_period_us").value_or("100000"));
        other >> period;
    }
    result.found = "the control group may use " + detail::fixed_text(microseconds / period, 2) + " processors";
    if (microseconds / period < static_cast<double>(detail::usable_cpu_count())) {
        result.state = finding_state::note;
        result.meaning = "a program that takes more is stopped until the next period of " +
                         detail::human_duration(period * 1e3) + ": its slowest calls are then of that length";
        result.fix = "give the container more processors (docker run --cpus, limits.cpu), or use fewer threads";
    }
    return result;
}

finding siblings(const system_files& system) {
    finding result{processors_group, "SMT", finding_state::ok, "no processor shares its core", "", ""};
    const std::optional<std::string> active = system.text("/sys/devices/system/cpu/smt/active");
    if (!active) {
        result.found = "not known whether processors share cores";
    } else if (*active == "1") {
        result.state = finding_state::note;
        result.found = "on: two processors share a core";
        result.meaning = "what runs on the one slows down the other by up to a half";
        result.fix = "echo off | sudo tee /sys/devices/system/cpu/smt/control    # until the next start";
    }
    return result;
}

}  // namespace

void check_processors(const doctor_options& options, findings& found) {
    found.push_back(usable());
    found.push_back(quota(options.system));
    found.push_back(siblings(options.system));
}

}  // namespace dwell::tool
