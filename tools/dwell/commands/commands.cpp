// SPDX-License-Identifier: BSL-1.0
// The list of subcommands: a line for each.
#include "commands/command.hpp"

namespace dwell::tool {

void add_gate(CLI::App& program, int& status);
void add_gate_workload(CLI::App& program, int& status);
void add_show(CLI::App& program, int& status);

const add_command commands[] = {
    add_show,
    add_gate,
    add_gate_workload,
    nullptr,
};

}  // namespace dwell::tool
