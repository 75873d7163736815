// SPDX-License-Identifier: BSL-1.0
// dwell doctor: the memory that a program may use.
#include "doctor/checks.hpp"

#include <dwell/export/human.hpp>

#include <charconv>
#include <sstream>

namespace dwell::tool {
namespace {

/// A line of /proc/meminfo, "MemAvailable:  123 kB", in bytes.
std::optional<double> amount(const system_files& system, const std::string& key) {
    std::istringstream lines(system.text("/proc/meminfo").value_or(""));
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string name;
        double kibibytes = 0;
        if (words >> name >> kibibytes && name == key + ":") {
            return kibibytes * 1024;
        }
    }
    return std::nullopt;
}

}  // namespace

void check_memory(const doctor_options& options, findings& found) {
    const std::optional<double> free = amount(options.system, "MemAvailable");
    const std::optional<double> all = amount(options.system, "MemTotal");
    finding memory{"Machine", "memory", finding_state::ok, "not known: no /proc/meminfo", "", ""};
    if (free && all) {
        memory.found = detail::human_bytes(*free) + " of " + detail::human_bytes(*all) + " are free";
        if (*free < *all / 20) {
            memory.state = finding_state::note;
            memory.meaning = "the kernel takes pages away from programs: calls wait for the disk";
        }
    }
    found.push_back(std::move(memory));

    // "max", or in version 1 a number near to 2^63, is no limit.
    const std::optional<std::string> text =
        options.system.control_group("memory", "memory.max", "memory.limit_in_bytes");
    double limit = 0;
    const bool is_number = text && std::from_chars(text->data(), text->data() + text->size(), limit).ec == std::errc();
    finding group{"Machine", "memory limit", finding_state::ok, "no limit of the control group", "", ""};
    if (!text) {
        group.found = "not known: no control group has one, or none can be read";
    } else if (is_number && limit < 1e18) {
        group.found = "the control group may use " + detail::human_bytes(limit);
        group.meaning = "a program that takes more is killed, and writes no profile; DWELL_EVERY saves meanwhile";
    }
    found.push_back(std::move(group));
}

}  // namespace dwell::tool
