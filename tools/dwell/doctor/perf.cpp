// SPDX-License-Identifier: BSL-1.0
// dwell doctor: perf, whether it can record here, and with which event.
#include "doctor/checks.hpp"
#include "process/captured_output.hpp"
#include "process/child_process.hpp"
#include "process/installed_program.hpp"

#include <dwell/export/human.hpp>

#include <cerrno>
#include <cstring>
#include <string>

#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace dwell::tool {
namespace {

constexpr const char* perf_group = "perf";
constexpr const char* install = "sudo apt install linux-perf    # Ubuntu: linux-tools-generic";

/// The first line that says something.
std::string first_line(const std::string& text) {
    const size_t begin = text.find_first_not_of(" \n");
    return begin == std::string::npos
               ? ""
               : detail::shortened(detail::printable(text.substr(begin, text.find('\n', begin) - begin)), 100);
}

/// Whether the kernel lets this process sample itself by an event; 0, or why not. perf itself would take the clock
/// where it cannot have the cycles, and not say so.
int sampling_error(uint32_t type, uint64_t event) {
    perf_event_attr wish{};
    wish.size = sizeof(wish);
    wish.type = type;
    wish.config = event;
    wish.sample_period = 1'000'000;
    wish.disabled = 1;
    wish.exclude_kernel = 1;
    wish.exclude_hv = 1;
    const long descriptor = syscall(SYS_perf_event_open, &wish, 0, -1, -1, 0);
    if (descriptor < 0) {
        return errno;
    }
    close(static_cast<int>(descriptor));
    return 0;
}

/// Records `true`, in a pipe, so that no file is made. Empty, or why it cannot.
std::string cannot_record(const std::string& event) {
    signal_guard signals;
    const captured_output errors;
    child_options options;
    // Telling of the programs that the kernel runs itself takes perf a second.
    options.command = {"perf", "record", "--no-bpf-event", "-e", event, "-o", "-", "--", "true"};
    options.standard_output = "/dev/null";
    options.standard_error = errors.path();
    options.is_background = true;
    options.time_limit_seconds = 2;
    options.grace_seconds = 0.1;
    const child_result result = run_child(options, signals);
    if (result.succeeded()) {
        return "";
    }
    const std::string why = first_line(errors.text());
    return result.words(options) + (why.empty() ? "" : ": " + why);
}

finding sampling() {
    finding result{perf_group, "sampling", finding_state::ok, "by the cycles of the processor", "", ""};
    const int no_cycles = sampling_error(PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES);
    const std::string trouble = cannot_record(no_cycles == 0 ? "cycles" : "cpu-clock");
    if (!trouble.empty()) {
        result.state = finding_state::note;
        result.found = "none: " + trouble;
        result.meaning = "dwell run --perf has no flame graph of perf's; all else works";
        result.fix = "sudo sysctl kernel.perf_event_paranoid=1    # in a container, also: --cap-add PERFMON";
    } else if (no_cycles != 0) {
        result.state = finding_state::note;
        result.found = std::string("by the clock of the kernel; by cycles: ") + std::strerror(no_cycles);
        result.meaning =
            "samples come at times, not at cycles: good enough for a flame graph, as in most virtual machines";
    }
    return result;
}

}  // namespace

void check_perf(const doctor_options& options, findings& found) {
    const std::optional<std::string> program = installed_program("perf");
    if (!program) {
        found.push_back({perf_group, "program", finding_state::note, "not installed",
                         "dwell run --perf has no flame graph", install});
        return;
    }
    found.push_back({perf_group, "program", finding_state::ok, detail::printable(*program), "", ""});
    const std::optional<long long> paranoid = options.system.number("/proc/sys/kernel/perf_event_paranoid");
    const bool is_root = geteuid() == 0;
    finding rights{perf_group, "rights", finding_state::ok, "not known: no perf_event_paranoid", "", ""};
    if (paranoid) {
        rights.found = "perf_event_paranoid is " + std::to_string(*paranoid) + (is_root ? ", and this is root" : "");
        if (*paranoid > 2 && !is_root) {
            rights.state = finding_state::note;
            rights.meaning = "only root may use perf";
            rights.fix = "sudo sysctl kernel.perf_event_paranoid=1";
        } else if (*paranoid > 1 && !is_root) {
            rights.meaning = "samples have no calls inside the kernel";
        }
    }
    found.push_back(std::move(rights));
    const std::optional<long long> hidden = options.system.number("/proc/sys/kernel/kptr_restrict");
    if (hidden && *hidden > (is_root ? 1 : 0)) {
        found.push_back({perf_group, "kernel names", finding_state::note, "kptr_restrict is " + std::to_string(*hidden),
                         "functions of the kernel have no names in perf's flame graph",
                         "sudo sysctl kernel.kptr_restrict=0"});
    }
    found.push_back(sampling());
}

}  // namespace dwell::tool
