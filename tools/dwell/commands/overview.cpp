// SPDX-License-Identifier: BSL-1.0
#include "commands/overview.hpp"

#include <dwell/testing/similar_name.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <string_view>
#include <vector>

namespace dwell::tool {
namespace {

struct command_group {
    const char* title;
    std::vector<std::string_view> commands;
    const char* example;
};

const command_group groups[] = {
    {"Run programs and keep their profiles", {"run", "history"}, "dwell run -- ./server --requests 1000"},
    {"Look at profiles", {"show", "top", "convert", "merge", "diff"}, "dwell top dwell-runs/latest --by p99"},
    {"Judge", {"check", "gate"}, "dwell check --budgets budgets.json dwell-runs/latest"},
    {"Set up", {"doctor"}, "dwell doctor"},
};

std::string line_of(const CLI::App& command) {
    std::string name = command.get_name();
    name.resize(std::max<size_t>(name.size(), 9), ' ');
    return "  " + name + " " + command.get_description() + "\n";
}

bool is_option(std::string_view argument) { return argument.size() > 1 && argument[0] == '-'; }

/// Those of a command and of the groups in it.
void consider_options(const CLI::App& command, detail::similar_name& similar) {
    for (const CLI::Option* const option : command.get_options()) {
        for (const std::string& name : option->get_lnames()) {
            similar.consider("--" + name);
        }
    }
    for (const CLI::App* const group : command.get_subcommands([](const CLI::App*) { return true; })) {
        consider_options(*group, similar);
    }
}

std::string where_help_is(const std::string& words) { return "See '" + words + " --help'."; }

}  // namespace

std::string overview(const CLI::App& program) {
    std::string text = "usage: dwell COMMAND [ARGUMENTS]\n\n" + program.get_description() + "\n";
    std::vector<const CLI::App*> all =
        program.get_subcommands([](const CLI::App* command) { return !command->get_name().empty(); });
    for (const command_group& group : groups) {
        std::string lines;
        for (const std::string_view name : group.commands) {
            const auto found =
                std::find_if(all.begin(), all.end(), [&](const CLI::App* one) { return one->get_name() == name; });
            if (found != all.end()) {
                lines += line_of(**found);
            }
        }
        if (!lines.empty()) {
            text += std::string("\n") + group.title + ", as in '" + group.example + "'\n" + lines;
        }
    }
    return text +
           "\n'dwell COMMAND --help' or 'dwell help COMMAND' tells of one command, 'dwell --version' the version.\n"
           "Status: 0 passed, 1 a regression or a budget that is not kept, 2 an error, 3 inconclusive.\n";
}

command_error unknown_command(const CLI::App& program, const std::string& name) {
    detail::similar_name similar(name);
    for (const CLI::App* const command : program.get_subcommands([](const CLI::App*) { return true; })) {
        similar.consider(command->get_name());
    }
    similar.consider("--help");
    similar.consider("--version");
    const std::string what = is_option(name) ? "an option of dwell" : "a dwell command";
    return command_error("'" + name + "' is not " + what + similar.question(), where_help_is("dwell"));
}

command_error usage_error(const CLI::App& command, const CLI::ParseError& error) {
    std::string text = error.what();
    // An option that is not known may be why another argument is missing: it comes first.
    const std::vector<std::string> extras = command.remaining();
    const auto unknown = std::find_if(extras.begin(), extras.end(), is_option);
    if (unknown != extras.end()) {
        const std::string option = unknown->substr(0, unknown->find('='));
        detail::similar_name similar(option);
        consider_options(command, similar);
        text = "unknown option '" + option + "'" + similar.question();
    } else if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr && !extras.empty()) {
        text = "unexpected argument '" + extras.front() + "'";
    }
    return command_error(text, where_help_is("dwell " + command.get_name()));
}

}  // namespace dwell::tool
