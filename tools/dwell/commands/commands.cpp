// SPDX-License-Identifier: BSL-1.0
// The list of subcommands: a line for each.
#include "commands/command.hpp"

namespace dwell::tool {

void add_convert(CLI::App& program, int& status);
void add_diff(CLI::App& program, int& status);
void add_merge(CLI::App& program, int& status);
void add_show(CLI::App& program, int& status);
void add_top(CLI::App& program, int& status);

const add_command commands[] = {
    add_show, add_top, add_convert, add_merge, add_diff, nullptr,
};

}  // namespace dwell::tool
