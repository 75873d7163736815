// SPDX-License-Identifier: BSL-1.0
// What a killed dwell has left in an archive.
#ifndef DWELL_TOOL_RUN_STALE_RUNS_HPP
#define DWELL_TOOL_RUN_STALE_RUNS_HPP

#include <string>

namespace dwell::tool {

/// Makes a run of each partial folder without a writer that holds a profile: its run.json has no ending. Removes those
/// without one, and what was being removed or linked. Prints what became whole, and what stood in the way. The caller
/// holds the archive's lock.
void finish_stale_runs(const std::string& archive);

}  // namespace dwell::tool

#endif
