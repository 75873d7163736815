// SPDX-License-Identifier: BSL-1.0
// The command line of dwell.
#include "commands/command.hpp"
#include "commands/overview.hpp"
#include "commands/version.hpp"
#include "output/message.hpp"

#include <dwell/record/process_start.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

namespace {

using namespace dwell::tool;

int refuse(const std::exception& error) {
    print_error(error);
    return exit_error;
}

/// `dwell help gate` is `dwell gate --help`.
std::vector<std::string> without_help_command(std::vector<std::string> arguments) {
    if (!arguments.empty() && arguments[0] == "help") {
        arguments.erase(arguments.begin());
        arguments.resize(std::min<size_t>(arguments.size(), 1));
        arguments.emplace_back("--help");
    }
    return arguments;
}

int run(const std::vector<std::string>& given) {
    CLI::App program(
        "Profiles of programs that record with dwell: runs them, shows and compares what they wrote, and\n"
        "gates changes in CI.");
    program.name("dwell");
    // Behind a subcommand, a word that is the name of another is a file or a program.
    program.require_subcommand(0, 1);
    int status = exit_error;
    for (const add_command* add = commands; *add != nullptr; ++add) {
        (*add)(program, status);
    }
    std::vector<std::string> arguments = without_help_command(given);
    if (arguments.empty()) {
        print_on_standard_error(overview(program));
        return exit_error;
    }
    if (arguments[0] == "--help" || arguments[0] == "-h") {
        std::cout << overview(program);
        return exit_passed;
    }
    if (arguments[0] == "--version") {
        std::cout << version_text() << '\n';
        return exit_passed;
    }
    if (program.get_subcommands([&](const CLI::App* one) { return one->get_name() == arguments[0]; }).empty()) {
        return refuse(unknown_command(program, arguments[0]));
    }
    begin_messages_with(arguments[0]);
    const CLI::App& chosen = *program.get_subcommand(arguments[0]);
    // For the other subcommands, CLI11 reads what stands behind `--`.
    const auto dashes = arguments[0] == "run" ? std::find(arguments.begin(), arguments.end(), "--") : arguments.end();
    if (dashes != arguments.end()) {
        words_behind_dashes.emplace(dashes + 1, arguments.end());
        arguments.erase(dashes, arguments.end());
    }
    std::reverse(arguments.begin(), arguments.end());  // as CLI11 takes them
    try {
        program.parse(arguments);
    } catch (const CLI::CallForHelp&) {
        std::cout << program.help();
        return exit_passed;
    } catch (const CLI::ParseError& error) {
        return refuse(usage_error(chosen, error));
    } catch (const std::exception& error) {
        return refuse(error);
    }
    return status;
}

/// What could not be printed must not look as if it had been.
int flushed(int status) {
    errno = 0;
    std::cout.flush();
    if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0 && std::cout.good()) {
        return status;
    }
    const int error = errno;
    return refuse(command_error(std::string("cannot write to standard output") +
                                (error == 0 ? "" : std::string(": ") + std::strerror(error))));
}

}  // namespace

int main(int argc, char** argv) {
    // `dwell show profile | head -1` ends as soon as nobody reads on, even where whoever started it ignores SIGPIPE.
    std::signal(SIGPIPE, SIG_DFL);
    // Where whoever started it ignores SIGCHLD, the kernel throws away how a child ended.
    std::signal(SIGCHLD, SIG_DFL);
    // What dwell measures of itself is not to be saved: DWELL_OUT is for the programs that it runs.
    dwell::detail::this_process.has_reporter.store(1);
    return flushed(run({argv + (argc > 0 ? 1 : 0), argv + argc}));
}
