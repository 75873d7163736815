// SPDX-License-Identifier: BSL-1.0
// One run of one of the two programs that a gate compares, and who does it.
#ifndef DWELL_TOOL_GATE_GATE_RUN_HPP
#define DWELL_TOOL_GATE_GATE_RUN_HPP

#include "gate/allocation_counts.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace dwell::tool {

enum class gate_side : uint8_t { base, head };

struct gate_run {
    /// One of each metric; positive and finite.
    std::vector<double> values;
    /// Where the program has counted them.
    std::optional<allocation_counts> allocations;
};

struct gate_run_outcome {
    enum class ending {
        finished,
        interrupted,  ///< this program was asked to end
        out_of_time,  ///< it did not end within `seconds_left`
    };
    ending how = ending::finished;
    gate_run run;
};

/// Runs a program once. `which` is its place in the gate, for messages. Throws a `command_error` where the program does
/// not do what it should.
using gate_runner = std::function<gate_run_outcome(gate_side side, const std::string& which, double seconds_left)>;

}  // namespace dwell::tool

#endif
