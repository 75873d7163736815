// SPDX-License-Identifier: BSL-1.0
// What `dwell run` says of how its program ended, and ends with itself.
#ifndef DWELL_TOOL_RUN_RUN_ENDING_HPP
#define DWELL_TOOL_RUN_RUN_ENDING_HPP

#include "process/child_process.hpp"

namespace dwell::tool {

/// The program's own status, or 128 and the signal, of the program or of a dwell that was asked to end; 2 after the
/// time limit. Says so where that is not plain. Throws a `command_error` where there was no program.
[[nodiscard]] int ending_status(const child_options& options, const child_result& result, signal_guard& signals);

}  // namespace dwell::tool

#endif
