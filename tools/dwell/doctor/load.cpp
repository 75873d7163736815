// SPDX-License-Identifier: BSL-1.0
// dwell doctor: what else the machine does.
#include "doctor/checks.hpp"

#include <dwell/core/machine.hpp>
#include <dwell/stats/digits.hpp>

#include <chrono>
#include <sstream>
#include <thread>

namespace dwell::tool {
namespace {

struct processor_time {
    double all = 0;
    double stolen = 0;
};

/// The first line of /proc/stat: user nice system idle iowait irq softirq steal, in ticks since the start.
std::optional<processor_time> read_time(const system_files& system) {
    std::istringstream line(system.text("/proc/stat").value_or(""));
    std::string name;
    processor_time time;
    double ticks = 0;
    line >> name;
    for (int i = 0; i < 8; ++i) {
        if (!(line >> ticks)) {
            return std::nullopt;
        }
        time.all += ticks;
        time.stolen = ticks;
    }
    return time;
}

std::string percent(double share) { return detail::fixed_text(share * 100, 1) + " %"; }

finding stolen_time(const system_files& system) {
    finding result{"Machine", "steal", finding_state::ok, "not known: no /proc/stat", "", ""};
    const std::optional<processor_time> before = read_time(system);
    if (!before) {
        return result;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    const processor_time after = read_time(system).value_or(*before);
    const double now = after.all > before->all ? (after.stolen - before->stolen) / (after.all - before->all) : 0;
    const double ever = before->all > 0 ? before->stolen / before->all : 0;
    result.found = percent(now) + " just now, " + percent(ever) + " since the start";
    if (now > 0.01 || ever > 0.01) {
        result.state = finding_state::note;
        result.meaning = "the host gave these processors to other machines meanwhile: times vary, and no setting helps";
        result.fix = "measure on a machine of its own; compare two versions in turn (dwell gate)";
    }
    return result;
}

finding load_average(const system_files& system) {
    finding result{"Machine", "load", finding_state::ok, "not known: no /proc/loadavg", "", ""};
    std::istringstream text(system.text("/proc/loadavg").value_or(""));
    double minute = 0;
    if (!(text >> minute)) {
        return result;
    }
    const auto processors = static_cast<double>(detail::usable_cpu_count());
    result.found = detail::fixed_text(minute, 2) + " tasks in the last minute";
    if (minute > processors / 2) {
        result.state = finding_state::note;
        result.meaning = "what is measured now waits for processors that others use";
        result.fix = "top    # shows who";
    }
    return result;
}

finding layout(const system_files& system) {
    finding result{"Machine", "addresses", finding_state::ok, "not known whether they are random", "", ""};
    const std::optional<long long> mode = system.number("/proc/sys/kernel/randomize_va_space");
    if (mode) {
        result.found = *mode == 0 ? "the same in each process" : "random in each process";
        result.meaning =
            *mode == 0 ? "a program has one layout of memory, which may be a lucky one: runs look more alike than "
                         "builds are"
                       : "runs differ by a few percent with the layout of memory: compare several runs, not one";
    }
    return result;
}

}  // namespace

void check_load(const doctor_options& options, findings& found) {
    found.push_back(load_average(options.system));
    found.push_back(stolen_time(options.system));
    found.push_back(layout(options.system));
}

}  // namespace dwell::tool
