// SPDX-License-Identifier: BSL-1.0
// dwell doctor: the programs that read what dwell writes, and the package of Debian that each is in.
#include "doctor/checks.hpp"
#include "process/installed_program.hpp"

#include <dwell/export/human.hpp>

namespace dwell::tool {
namespace {

struct known_tool {
    const char* name;
    const char* other;  ///< a program or a file that does the same; null: there is none
    const char* purpose;
    const char* package;
};

const known_tool tools[] = {
    {"git", nullptr, "names the commit of a run, and builds versions for the gate", "git"},
    {"flamegraph.pl", "/usr/share/perl5/Devel/NYTProf/flamegraph.pl", "draws folded stacks", "libdevel-nytprof-perl"},
    {"pprof", "go", "opens profile.pb", "golang-go"},
    {"promtool", nullptr, "checks metrics.prom", "prometheus"},
    {"valgrind", nullptr, "its DHAT viewer opens profile.dhat.json, callgrind_annotate callgrind.out.dwell",
     "valgrind"},
    {"wrk", nullptr, "puts load on a server", "wrk"},
    {"chromium", nullptr, "opens profile.html, and makes pictures of it", "chromium"},
    {"cmark-gfm", nullptr, "renders summary.md as GitHub does", "cmark-gfm"},
    {"compare.py", "/usr/share/benchmark/compare.py", "compares two benchmark.json", "libbenchmark-tools"},
};

std::optional<std::string> where(const known_tool& tool, const system_files& system) {
    std::optional<std::string> path = installed_program(tool.name);
    if (!path && tool.other != nullptr) {
        const std::string other = tool.other;
        path = other[0] != '/' ? installed_program(other) : system.exists(other) ? std::optional(other) : std::nullopt;
    }
    return path;
}

}  // namespace

void check_tools(const doctor_options& options, findings& found) {
    for (const known_tool& tool : tools) {
        const std::optional<std::string> path = where(tool, options.system);
        finding result{"Programs", tool.name, finding_state::ok, "", tool.purpose, ""};
        if (path) {
            result.found = detail::printable(*path);
        } else {
            result.state = finding_state::note;
            result.found = "not installed";
            result.fix = std::string("sudo apt install ") + tool.package;
        }
        found.push_back(std::move(result));
    }
}

}  // namespace dwell::tool
