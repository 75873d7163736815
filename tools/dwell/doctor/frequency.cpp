// SPDX-License-Identifier: BSL-1.0
// dwell doctor: whether a processor runs at one speed.
#include "doctor/checks.hpp"

#include <dwell/export/human.hpp>

namespace dwell::tool {
namespace {

const std::string folder = "/sys/devices/system/cpu/";

finding governor(const system_files& system) {
    finding result{"Processors", "frequency", finding_state::ok, "", "", ""};
    const std::optional<std::string> name = system.text(folder + "cpu0/cpufreq/scaling_governor");
    if (!name) {
        result.found = "not known: no cpufreq here, as in most virtual machines";
        return result;
    }
    result.found = "governor " + detail::printable(*name);
    if (*name != "performance") {
        result.state = finding_state::note;
        result.meaning = "the first milliseconds after a pause run slower than what follows";
        result.fix = "sudo cpupower frequency-set -g performance    # Debian: linux-cpupower";
    }
    return result;
}

}  // namespace

void check_frequency(const doctor_options& options, findings& found) {
    found.push_back(governor(options.system));
    const std::optional<long long> no_turbo = options.system.number(folder + "intel_pstate/no_turbo");
    const std::optional<long long> boost = options.system.number(folder + "cpufreq/boost");
    if (!no_turbo && !boost) {
        return;
    }
    const bool is_on = no_turbo ? *no_turbo == 0 : *boost != 0;
    finding turbo{"Processors", "turbo", finding_state::ok, is_on ? "on" : "off", "", ""};
    if (is_on) {
        turbo.state = finding_state::note;
        turbo.meaning = "how fast a processor is depends on its heat and on what its neighbours do";
        turbo.fix = no_turbo ? "echo 1 | sudo tee /sys/devices/system/cpu/intel_pstate/no_turbo"
                             : "echo 0 | sudo tee /sys/devices/system/cpu/cpufreq/boost";
    }
    found.push_back(std::move(turbo));
}

}  // namespace dwell::tool
