// SPDX-License-Identifier: BSL-1.0
// Folded stacks and flame graphs out of a perf.data.
#ifndef DWELL_TOOL_PERF_PERF_PICTURES_HPP
#define DWELL_TOOL_PERF_PERF_PICTURES_HPP

#include "perf/perf_outcome.hpp"
#include "perf/perf_recorder.hpp"
#include "process/signal_guard.hpp"

#include <string>

namespace dwell::tool {

/// Writes perf.folded (the number of samples of each stack), perf.svg and perf.html beside `folder`/perf.data. Where
/// that has no sample, or perf cannot read it, the outcome says so. Throws a `command_error` where a file cannot be
/// written.
[[nodiscard]] perf_outcome write_perf_pictures(const std::string& folder, const perf_options& options,
                                               signal_guard& signals);

}  // namespace dwell::tool

#endif
