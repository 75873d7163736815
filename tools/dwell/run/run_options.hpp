// SPDX-License-Identifier: BSL-1.0
// What `dwell run` is asked for.
#ifndef DWELL_TOOL_RUN_RUN_OPTIONS_HPP
#define DWELL_TOOL_RUN_RUN_OPTIONS_HPP

#include "archive/retention.hpp"
#include "perf/perf_recorder.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace dwell::tool {

struct run_options {
    std::vector<std::string> command;
    std::string archive = "dwell-runs";
    retention_limits retention;
    bool is_perf_wanted = false;
    perf_options perf;
    bool is_profile_required = false;
    uint64_t top = 30;
    std::string every;     ///< DWELL_EVERY; empty: as the environment says
    std::string timeline;  ///< DWELL_TIMELINE; empty: as the environment says
    std::string formats;   ///< DWELL_FORMATS; empty: as the environment says
    double time_limit_seconds = 0;
    bool prints_json = false;
};

}  // namespace dwell::tool

#endif
