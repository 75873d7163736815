// SPDX-License-Identifier: BSL-1.0
#include "process/left_processes.hpp"

#include <charconv>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace dwell::tool {
namespace {

namespace fs = std::filesystem;

/// 0 where it is gone.
pid_t parent_of(const fs::path& process) {
    std::ostringstream text;
    text << std::ifstream(process / "stat").rdbuf();
    const std::string stat = text.str();
    // "PID (NAME) STATE PARENT ...", and the name may have a parenthesis of its own.
    const size_t name_end = stat.rfind(") ");
    pid_t parent = 0;
    if (name_end != std::string::npos && name_end + 4 < stat.size()) {
        std::from_chars(stat.data() + name_end + 4, stat.data() + stat.size(), parent);
    }
    return parent;
}

/// Returns whether there was one that could be killed.
bool kill_children() {
    bool is_any_killed = false;
    std::error_code error;
    for (fs::directory_iterator entries("/proc", error); !error && entries != fs::directory_iterator();
         entries.increment(error)) {
        const std::string name = entries->path().filename().string();
        pid_t process = 0;
        const auto [end, failed] = std::from_chars(name.data(), name.data() + name.size(), process);
        if (failed == std::errc() && end == name.data() + name.size() && parent_of(entries->path()) == getpid()) {
            is_any_killed = kill(process, SIGKILL) == 0 || is_any_killed;
        }
    }
    return is_any_killed;
}

}  // namespace

void inherit_left_processes() { prctl(PR_SET_CHILD_SUBREAPER, 1); }

void end_left_processes() {
    // The children of one that is killed become ours, so it takes as many rounds as they are deep.
    for (;;) {
        pid_t ended = 0;
        do {
            ended = waitpid(-1, nullptr, WNOHANG);
        } while (ended > 0);
        if (ended < 0 || !kill_children()) {
            return;
        }
        waitpid(-1, nullptr, 0);
    }
}

}  // namespace dwell::tool
