// SPDX-License-Identifier: BSL-1.0
// The list of subcommands: two lines for each.
#include "commands/command.hpp"

namespace dwell::tool {

void add_run(CLI::App& program, int& status);
void add_history(CLI::App& program, int& status);
void add_show(CLI::App& program, int& status);
void add_top(CLI::App& program, int& status);
void add_convert(CLI::App& program, int& status);
void add_merge(CLI::App& program, int& status);
void add_diff(CLI::App& program, int& status);
void add_check(CLI::App& program, int& status);
void add_gate(CLI::App& program, int& status);
void add_gate_workload(CLI::App& program, int& status);
void add_doctor(CLI::App& program, int& status);

std::optional<std::vector<std::string>> words_behind_dashes;

const add_command commands[] = {
    add_run,  add_history, add_show, add_top,           add_convert, add_merge,
    add_diff, add_check,   add_gate, add_gate_workload, add_doctor,  nullptr,
};

}  // namespace dwell::tool
