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

/// `elsewhere` is how a user names another folder.
finding writable(const std::string& subject, const std::string& folder, const std::string& elsewhere) {
    finding result{"Files", subject, finding_state::problem, detail::printable(folder) + ": ", "", ""};
    result.stops_recording = true;
    result.meaning = "nothing can be kept there";
    result.fix = elsewhere + "    # FOLDER is one that you may write to";
    const fs::path at = existing(folder);
    std::error_code error;
    if (!fs::is_directory(at, error)) {
        result.found += "'" + detail::printable(at.string()) + "' is no folder";
        return result;
    }
    if (access(at.c_str(), W_OK | X_OK) != 0) {
        result.found += "cannot write to '" + detail::printable(at.string()) + "': " + std::strerror(errno);
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
    result.fix = "";
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
    found.push_back(writable("runs", options.archive, "dwell run --out FOLDER …"));
    const char* const out = std::getenv("DWELL_OUT");
    if (out != nullptr && *out != '\0' && std::string(out) != "-") {
        // What stands in place of %n and %p is made by the program.
        const std::string folder = std::string(out).substr(0, std::string(out).find('%'));
        found.push_back(writable("profiles", folder.empty() ? "." : folder, "export DWELL_OUT=FOLDER"));
    }
}

}  // namespace dwell::tool
