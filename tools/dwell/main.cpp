// SPDX-License-Identifier: BSL-1.0
// The command line of dwell.
#include "commands/command.hpp"

#include <dwell/core/version.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <exception>
#include <iostream>
#include <string_view>

namespace {

int run(int argc, char** argv) {
    CLI::App program(
        "Profiles of programs that record with dwell: runs them, shows and compares what they wrote, and "
        "gates changes in CI.");
    program.name("dwell");
    program.require_subcommand(1);
    program.set_version_flag("--version", std::string("dwell ") + DWELL_VERSION_STRING);
    int status = dwell::tool::exit_error;
    for (const dwell::tool::add_command* add = dwell::tool::commands; *add != nullptr; ++add) {
        (*add)(program, status);
    }
    char** const end = argv + argc;
    char** const dashes = std::find(argv, end, std::string_view("--"));
    if (dashes != end) {
        dwell::tool::words_behind_dashes.emplace(dashes + 1, end);
    }
    try {
        program.parse(static_cast<int>(dashes - argv), argv);
    } catch (const CLI::ParseError& error) {
        return program.exit(error) == 0 ? dwell::tool::exit_passed : dwell::tool::exit_error;
    } catch (const std::exception& error) {
        const auto chosen = program.get_subcommands();
        std::cerr << "dwell" << (chosen.empty() ? "" : " " + chosen.front()->get_name()) << ": " << error.what()
                  << '\n';
        return dwell::tool::exit_error;
    }
    return status;
}

}  // namespace

int main(int argc, char** argv) { return run(argc, argv); }
