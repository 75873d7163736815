// SPDX-License-Identifier: BSL-1.0
// What the run.json of a run says, as far as a history needs it.
#ifndef DWELL_TOOL_HISTORY_RUN_FACTS_HPP
#define DWELL_TOOL_HISTORY_RUN_FACTS_HPP

#include "archive/run_folder.hpp"

#include <string>

namespace dwell::tool {

/// Text that is not known is empty, a number NaN: an older or a newer dwell may have written other members.
struct run_facts {
    run_folder folder;
    std::string commit;
    std::string branch;
    bool is_dirty = false;  ///< whether files were changed since the commit
    std::string machine;    ///< host and processor
    std::string command;    ///< the program's file name and its arguments
    bool has_failed = false;
    double wall_ns = 0;
    double cpu_ns = 0;
    double memory_bytes = 0;

    [[nodiscard]] std::string name() const { return folder.name.text(); }
    /// "2026-11-22 12:44", UTC.
    [[nodiscard]] std::string date() const;
    /// The commit in 12 digits; empty: unknown.
    [[nodiscard]] std::string short_commit() const { return commit.substr(0, 12); }
};

/// Throws a `command_error` where there is no run.json that is an object of JSON.
[[nodiscard]] run_facts read_run_facts(const run_folder& folder);

}  // namespace dwell::tool

#endif
