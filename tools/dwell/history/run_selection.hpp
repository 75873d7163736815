// SPDX-License-Identifier: BSL-1.0
// Which runs of an archive can be held against each other.
#ifndef DWELL_TOOL_HISTORY_RUN_SELECTION_HPP
#define DWELL_TOOL_HISTORY_RUN_SELECTION_HPP

#include "history/run_facts.hpp"

#include <string>
#include <vector>

namespace dwell::tool {

struct selection_options {
    size_t last = 2000;  ///< at most so many runs, the newest
    std::string since;   ///< "2026-01-31" or "2026-01-31T12:00:00Z"; empty: any
    std::string branch;  ///< empty: any
    bool all_machines = false;
    bool all_commands = false;
    bool with_failed = false;
};

/// Runs that are not looked at, and why.
struct left_out_runs {
    std::string reason;  ///< "of another machine (HOST, CPU)"
    std::vector<std::string> names;
};

struct unreadable_run {
    std::string name;
    std::string reason;  ///< with the file's name
};

struct run_selection {
    std::vector<run_facts> runs;  ///< oldest first
    std::vector<left_out_runs> left_out;
    std::vector<unreadable_run> unreadable;
};

/// A change of the machine or of the command is no change of the code: but for the options, only runs of the machine
/// and of the command of the newest run are looked at. Throws a `command_error` where the archive cannot be read, or
/// `since` is no date.
[[nodiscard]] run_selection select_runs(const std::string& archive, const selection_options& options);

}  // namespace dwell::tool

#endif
