// SPDX-License-Identifier: BSL-1.0
// Whether perf recorded a run, and else why not.
#ifndef DWELL_TOOL_PERF_PERF_OUTCOME_HPP
#define DWELL_TOOL_PERF_PERF_OUTCOME_HPP

#include <string>

namespace dwell::tool {

struct perf_outcome {
    bool is_recorded = false;
    /// Why not, with what helps; of a recorded run, what is to be known of it.
    std::string reason;
};

}  // namespace dwell::tool

#endif
