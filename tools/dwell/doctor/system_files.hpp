// SPDX-License-Identifier: BSL-1.0
// The small files in which Linux says what a machine is and does: those of /proc and /sys.
#ifndef DWELL_TOOL_DOCTOR_SYSTEM_FILES_HPP
#define DWELL_TOOL_DOCTOR_SYSTEM_FILES_HPP

#include <optional>
#include <string>
#include <string_view>

namespace dwell::tool {

/// Reads them below a root, which tests put elsewhere.
class system_files {
public:
    explicit system_files(std::string root = "") : root_(std::move(root)) {}

    /// Without the end of its last line; nothing where it cannot be read.
    [[nodiscard]] std::optional<std::string> text(const std::string& path) const;
    /// A whole number that begins the file.
    [[nodiscard]] std::optional<long long> number(const std::string& path) const;
    [[nodiscard]] bool exists(const std::string& path) const;

    /// A file of this process's control group, by its controller and its names in versions 2 and 1, the limit that is
    /// nearest to the process: its own group's, or else the root's, as inside a container. Nothing where there is none.
    [[nodiscard]] std::optional<std::string> control_group(std::string_view controller, const std::string& name,
                                                           const std::string& name_in_version_1) const;

private:
    std::string root_;
};

}  // namespace dwell::tool

#endif
