// SPDX-License-Identifier: BSL-1.0
// dwell doctor: whether the folders of runs and profiles can be written.
#include "doctor/checks.hpp"

#include <dwell/export/human.hpp>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

#include <unistd.h>

namespace dwell::tool {
namespace {

namespace fs = std::filesystem;

constexpr double least_bytes = 100e6;

/// The folder itself, or the nearest above it that is there.
fs::path existing(const fs::path& folder) {
    std::error_code error;
    fs::path at = fs::absolute(folder, error);
    while (!fs::exists(at, error) && at.has_relative_path()) {
        at = at.parent_path();
    }
    return at;
}

finding writable(const std::string& subject, const std::string& folder) {
    finding result{"Files", subject, finding_state::problem, detail::printable(folder) + ": ", "", ""};
    result.stops_recording = true;
    result.meaning = "nothing can be kept there";
    const fs::path at = existing(folder);
    std::error_code error;
    if (!fs::is_directory(at, error)) {
        result.found += "'" + detail::printable(at.string()) + "' is no folder";
        return result;
    }
    if (access(at.c_str(), W_OK | X_OK) != 0) {
        result.found += "cannot write to '" + detail::printable(at.string()) + "': " + std::strerror(errno);
        result.fix = "ls -ld '" + detail::printable(at.string()) + "'    # shows whose it is";
        return result;
    }
    const fs::space_info space = fs::space(at, error);
    const auto free = static_cast<double>(space.available);
    if (error) {
        result.found += "can be written";
    } else {
        result.found += "can be written, " + detail::human_bytes(free) + " are free";
    }
    result.meaning = "";
    result.stops_recording = false;
    result.state = finding_state::ok;
    if (!error && free < least_bytes) {
        result.state = finding_state::problem;
        result.meaning = "a run takes a few megabytes, with --perf more: it may not be written whole";
        result.fix = "dwell run --keep 10 …    # removes older runs";
    }
    return result;
}

}  // namespace

void check_archive(const doctor_options& options, findings& found) {
    found.push_back(writable("runs", options.archive));
    const char* const out = std::getenv("DWELL_OUT");
    if (out != nullptr && *out != '\0' && std::string(out) != "-") {
        // What stands in place of %n and %p is made by the program.
        const std::string folder(out);
        found.push_back(writable("profiles", fs::path(folder.substr(0, folder.find('%'))).string()));
    }
}

}  // namespace dwell::tool
