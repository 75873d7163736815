// SPDX-License-Identifier: BSL-1.0
// The list of subcommands: a line for each.
#include "commands/command.hpp"

namespace dwell::tool {

void add_history(CLI::App& program, int& status);
void add_show(CLI::App& program, int& status);

const add_command commands[] = {
    add_show,
    add_history,
    nullptr,
};

}  // namespace dwell::tool
