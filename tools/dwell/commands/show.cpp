// SPDX-License-Identifier: BSL-1.0
// dwell show: a profile as its table.
#include "commands/command.hpp"
#include "profiles/profile_file.hpp"

#include <dwell/export/sink.hpp>
#include <dwell/export/table.hpp>

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>
#include <string>

namespace dwell::tool {

void add_show(CLI::App& program, int& status) {
    CLI::App* const show = program.add_subcommand("show", "Print a profile as a table");
    const auto path = std::make_shared<std::string>();
    show->add_option("PROFILE", *path, "A profile.json, or a folder that holds one")->required();
    show->callback([path, &status] {
        const profile source = load_profile(*path);
        if (const export_status written = write_table(std::cout, source); !written) {
            throw command_error(*path + ": " + written.message());
        }
        status = exit_passed;
    });
}

}  // namespace dwell::tool
