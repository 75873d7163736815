// SPDX-License-Identifier: BSL-1.0
// A gate from its first run to its report, with real programs, this machine's clock and the terminal.
#ifndef DWELL_TOOL_GATE_GATE_SESSION_HPP
#define DWELL_TOOL_GATE_GATE_SESSION_HPP

#include "gate/gate_program.hpp"
#include "gate/gate_record.hpp"
#include "gate/gate_report.hpp"
#include "process/signal_guard.hpp"

#include <string>

namespace dwell::tool {

struct gate_request {
    gate_options options;
    gate_program base;
    gate_program head;
    bool with_allocations = true;
    /// Of a run; 0: none.
    double time_limit_seconds = 0;
    /// Where gate.json and gate.md go; empty: nowhere. It must be there.
    std::string output_folder;
};

/// Runs the gate, writes its files, and returns its report. Throws a `command_error` where a program does not do what
/// it should; what was measured until then is in gate.json.
[[nodiscard]] gate_report conduct_gate(const gate_request& request, signal_guard& signals);

/// Writes the files of a gate that could not begin, and why.
void report_error(const gate_request& request, const std::string& error);

/// Makes `folder` where it is not there, and removes the reports of a former gate, which nobody is to take for those of
/// this one; throws a `command_error` where that cannot be.
void make_output_folder(const std::string& folder);

}  // namespace dwell::tool

#endif
