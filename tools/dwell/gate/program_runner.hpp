// SPDX-License-Identifier: BSL-1.0
// Runs the programs of a gate, a fresh process each time, and collects what each run says of the metrics.
#ifndef DWELL_TOOL_GATE_PROGRAM_RUNNER_HPP
#define DWELL_TOOL_GATE_PROGRAM_RUNNER_HPP

#include "gate/gate_metric.hpp"
#include "gate/gate_program.hpp"
#include "gate/gate_run.hpp"
#include "process/child_process.hpp"
#include "process/signal_guard.hpp"
#include "process/temporary_folder.hpp"

#include <string>
#include <vector>

namespace dwell::tool {

struct program_runner_options {
    std::vector<gate_metric> metrics;
    bool with_allocations = true;
    /// After this a run is an error; 0: never.
    double time_limit_seconds = 0;
};

class program_runner {
public:
    program_runner(gate_program base, gate_program head, program_runner_options options, signal_guard& signals);

    /// See `gate_runner`.
    [[nodiscard]] gate_run_outcome run(gate_side side, const std::string& which, double seconds_left);

private:
    [[nodiscard]] child_options child_of(const gate_program& program) const;
    [[nodiscard]] std::string profiles() const { return folder_.path() + "/profiles"; }
    [[nodiscard]] std::string last_output() const;
    [[nodiscard]] profile take_profile(bool& is_there) const;
    [[nodiscard]] gate_run measured(const child_result& result) const;
    [[nodiscard]] double value_of(const gate_metric& metric, const child_result& result, const profile& recorded,
                                  bool has_profile) const;

    gate_program base_;
    gate_program head_;
    program_runner_options options_;
    signal_guard& signals_;
    bool needs_profile_ = false;
    /// Takes what the programs write.
    temporary_folder folder_;
};

}  // namespace dwell::tool

#endif
