// SPDX-License-Identifier: BSL-1.0
// A program that is run, and what it wrote kept as a run of an archive.
#ifndef DWELL_TOOL_RUN_ARCHIVED_RUN_HPP
#define DWELL_TOOL_RUN_ARCHIVED_RUN_HPP

#include "run/run_options.hpp"

namespace dwell::tool {

/// The status that dwell ends with. Throws a `command_error` where the archive cannot be written, which is found out
/// before the program starts, and where the program cannot be started.
[[nodiscard]] int run_archived(const run_options& options);

/// Runs the program as it is.
[[nodiscard]] int run_unprofiled(const run_options& options);

}  // namespace dwell::tool

#endif
