// SPDX-License-Identifier: BSL-1.0
// The list of subcommands: a line for each.
#include "commands/command.hpp"

namespace dwell::tool {

void add_run(CLI::App& program, int& status);
void add_show(CLI::App& program, int& status);
void add_check(CLI::App& program, int& status);
void add_doctor(CLI::App& program, int& status);

std::optional<std::vector<std::string>> words_behind_dashes;

const add_command commands[] = {
    add_run,
    add_show,
    add_check,
    add_doctor,
    nullptr,
};

}  // namespace dwell::tool
