// SPDX-License-Identifier: BSL-1.0
#include "doctor/system_files.hpp"

#include <dwell/core/machine.hpp>

#include <charconv>
#include <filesystem>
#include <sstream>

namespace dwell::tool {
namespace {

bool has_word(std::string_view list, std::string_view word) {
    return ("," + std::string(list) + ",").find("," + std::string(word) + ",") != std::string::npos;
}

}  // namespace

std::optional<std::string> system_files::text(const std::string& path) const {
    std::error_code error;
    if (!std::filesystem::exists(root_ + path, error)) {
        return std::nullopt;
    }
    std::string text = detail::read_text_file((root_ + path).c_str());
    while (!text.empty() && text.back() == '\n') {
        text.pop_back();
    }
    return text.empty() ? std::nullopt : std::optional(text);
}

std::optional<long long> system_files::number(const std::string& path) const {
    const std::optional<std::string> digits = text(path);
    long long value = 0;
    if (!digits || std::from_chars(digits->data(), digits->data() + digits->size(), value).ec != std::errc()) {
        return std::nullopt;
    }
    return value;
}

bool system_files::exists(const std::string& path) const {
    std::error_code error;
    return std::filesystem::exists(root_ + path, error);
}

std::optional<std::string> system_files::control_group(std::string_view controller, const std::string& name,
                                                       const std::string& name_in_version_1) const {
    // Lines of /proc/self/cgroup: "4:cpu,cpuacct:/service", and "0::/service" in version 2.
    std::istringstream lines(text("/proc/self/cgroup").value_or(""));
    for (std::string line; std::getline(lines, line);) {
        const size_t first = line.find(':');
        const size_t second = line.find(':', first + 1);
        if (first == std::string::npos || second == std::string::npos) {
            continue;
        }
        const std::string controllers = line.substr(first + 1, second - first - 1);
        if (!controllers.empty() && !has_word(controllers, controller)) {
            continue;
        }
        const std::string mount = "/sys/fs/cgroup" + (controllers.empty() ? "" : "/" + std::string(controller));
        const std::string& file = controllers.empty() ? name : name_in_version_1;
        std::string group = line.substr(second + 1);
        while (!file.empty()) {
            if (std::optional<std::string> value = text(mount + group + (group == "/" ? "" : "/") + file)) {
                return value;
            }
            const size_t parent = group.rfind('/');
            if (parent == std::string::npos) {
                break;
            }
            group.resize(parent);
        }
    }
    return std::nullopt;
}

}  // namespace dwell::tool
