// SPDX-License-Identifier: BSL-1.0
#include "perf/perf_refusal.hpp"

#include <dwell/core/machine.hpp>

#include <cerrno>
#include <cstring>
#include <sstream>

namespace dwell::tool {
namespace {

/// The first lines that say something.
std::string beginning(std::string_view messages) {
    constexpr size_t most_lines = 3;
    std::istringstream lines{std::string(messages)};
    std::string text;
    size_t count = 0;
    for (std::string line; count < most_lines && std::getline(lines, line);) {
        const size_t first = line.find_first_not_of(" \t");
        if (first != std::string::npos && line != "Error:") {
            text += (count == 0 ? "" : " ") + line.substr(first);
            ++count;
        }
    }
    return text.empty() ? "it says nothing" : text;
}

/// What the system allows; empty where it does not say.
std::string paranoia() {
    std::string text = detail::read_text_file("/proc/sys/kernel/perf_event_paranoid");
    return text.substr(0, text.find('\n'));
}

}  // namespace

std::string spawn_refusal(int error) {
    if (error == ENOENT) {
        return "perf is not installed (Debian: apt install linux-perf; Ubuntu: apt install linux-tools-generic)";
    }
    return std::string("perf cannot be started: ") + std::strerror(error);
}

std::string refusal(std::string_view messages) {
    const std::string level = paranoia();
    std::string fix = "in a container, allow perf_event_open (--cap-add PERFMON, or a seccomp profile that has it)";
    if (!level.empty() && level[0] != '-' && level > "1") {
        fix = "kernel.perf_event_paranoid is " + level + ": sysctl kernel.perf_event_paranoid=1, or be root; " + fix;
    }
    return "perf refused: " + beginning(messages) + " (" + fix + ")";
}

}  // namespace dwell::tool
