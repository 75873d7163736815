// SPDX-License-Identifier: BSL-1.0
// What a child leaves running when it ends, also in groups and sessions of its own.
#ifndef DWELL_TOOL_PROCESS_LEFT_PROCESSES_HPP
#define DWELL_TOOL_PROCESS_LEFT_PROCESSES_HPP

namespace dwell::tool {

/// From now on, processes whose parent has ended become children of this one.
void inherit_left_processes();

/// Kills all children of this process, and theirs, and waits until they are gone. What may not be killed stays.
void end_left_processes();

}  // namespace dwell::tool

#endif
