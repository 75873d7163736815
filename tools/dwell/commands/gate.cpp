// SPDX-License-Identifier: BSL-1.0
// dwell gate: is the head slower than the base? Runs both in turn, and says so only where it was seen twice.
#include "commands/command.hpp"
#include "commands/option_units.hpp"
#include "gate/gate_report.hpp"
#include "gate/gate_self_test.hpp"
#include "gate/gate_session.hpp"
#include "gate/git_repository.hpp"
#include "gate/worktrees.hpp"
#include "github/workflow_log.hpp"
#include "output/json_document.hpp"
#include "output/message.hpp"
#include "output/output_file.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <iostream>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace dwell::tool {
namespace {

struct gate_arguments {
    gate_request request;
    worktree_options versions;
    /// Of both versions.
    std::string run_command;
    std::vector<std::string> metrics;
    std::optional<uint64_t> seed;
    std::optional<double> slow_down;
    bool allows_tail = false;
    bool skips_allocations = false;
    bool is_self_test = false;
    bool is_warn_only = false;
    bool is_for_github = false;
    bool is_json = false;
};

int status_of(gate_verdict verdict, gate_record::ending how, bool is_warn_only) {
    if (how == gate_record::ending::interrupted) {
        return exit_inconclusive;
    }
    if (is_warn_only || verdict == gate_verdict::passed) {
        return exit_passed;
    }
    return verdict == gate_verdict::regression ? exit_failed : exit_inconclusive;
}

void check_programs(const gate_arguments& arguments) {
    const gate_request& request = arguments.request;
    const bool has_commands = !request.base.command.empty() || !request.head.command.empty();
    const bool has_versions = !arguments.versions.base_ref.empty() || !arguments.run_command.empty();
    if (has_versions) {
        if (has_commands || arguments.is_self_test) {
            throw command_error("--base-ref and --run take no --base, --head or --self-test");
        }
        if (arguments.versions.base_ref.empty() || arguments.run_command.empty()) {
            throw command_error("two versions are compared with --base-ref REF and --run CMD");
        }
    } else if (arguments.is_self_test) {
        if (!request.head.command.empty()) {
            throw command_error("--self-test compares --base with itself: it takes no --head");
        }
        if (request.base.command.empty() && !arguments.metrics.empty()) {
            throw command_error("--self-test without --base runs a program of its own: it takes no --metric");
        }
    } else if (arguments.slow_down) {
        throw command_error("--inject is for --self-test");
    } else if (request.base.command.empty() || request.head.command.empty()) {
        throw command_error(
            "two programs are needed: --base CMD --head CMD, or --base-ref REF --run CMD; or --self-test");
    }
}

void set_metrics(gate_arguments& arguments) {
    if (arguments.metrics.empty()) {
        return;
    }
    std::vector<gate_metric>& metrics = arguments.request.options.metrics;
    metrics.clear();
    for (const std::string& text : arguments.metrics) {
        metrics.push_back(parse_gate_metric(text));
        if (is_tail(metrics.back()) && !arguments.allows_tail) {
            throw command_error("--metric " + text +
                                    ": a p99 or max is made of a few calls of a run, which chance decides: it cries "
                                    "wolf or sleeps",
                                "  gate on p50, min, mean or total, or insist with --allow-tail");
        }
        const auto is_same = [&](const gate_metric& other) { return other.text == text; };
        if (std::count_if(metrics.begin(), metrics.end(), is_same) > 1) {
            throw command_error("--metric " + text + ": given twice");
        }
    }
}

void set_comparison(gate_arguments& arguments) {
    gate_options& options = arguments.request.options;
    options.comparison.extended_blocks = 2 * options.comparison.blocks;
    options.seed = arguments.seed ? *arguments.seed : std::random_device{}();
    arguments.request.with_allocations = !arguments.skips_allocations;
}

int run_self_test(const gate_arguments& arguments, signal_guard& signals) {
    const double slow_down = arguments.slow_down.value_or(arguments.request.options.comparison.threshold);
    const gate_self_test tested = conduct_self_test(arguments.request, slow_down, signals);
    if (arguments.is_json) {
        std::cout << json_document(self_test_json(tested));
    } else {
        print_text(self_test_text(tested));
    }
    return status_of(tested.verdict, tested.slowed ? tested.slowed->record.how : tested.identical.record.how, false);
}

int run_one_gate(const gate_arguments& arguments, signal_guard& signals) {
    const gate_report report = conduct_gate(arguments.request, signals);
    if (arguments.is_json) {
        std::cout << json_document(gate_json(report));
    } else {
        print_text(gate_text(report));
    }
    if (arguments.is_for_github) {
        std::cerr << gate_annotations(report, arguments.is_warn_only);
    }
    return status_of(report.judgement.verdict, report.record.how, arguments.is_warn_only);
}

/// Both versions would run one and the same program, and pass.
void warn_of_a_program_outside(const gate_arguments& arguments, signal_guard& signals) {
    const git_repository repository(arguments.versions.repository_directory, signals);
    const std::string top = repository.git("cannot tell its top", {"rev-parse", "--show-toplevel"});
    if (arguments.run_command.find(top + "/") != std::string::npos) {
        print_note("--run names " + top + ", which is neither version: a program there is the same for both");
    }
}

int run_versions(gate_arguments& arguments, signal_guard& signals) {
    arguments.versions.log_folder = arguments.request.output_folder;
    gate_request& request = arguments.request;
    request.base.command = request.head.command = arguments.run_command;
    std::optional<built_worktrees> built;
    try {
        warn_of_a_program_outside(arguments, signals);
        built.emplace(arguments.versions, signals);
    } catch (const command_error& error) {
        report_error(request, error.what());
        throw;
    }
    request.base = {arguments.run_command, built->base_directory(), built->base_version(), built->base_commit()};
    request.head = {arguments.run_command, built->head_directory(), built->head_version(), built->head_commit()};
    return run_one_gate(arguments, signals);
}

void add_programs(CLI::App& gate, gate_arguments& arguments) {
    gate.add_option("--base", arguments.request.base.command, "Command line of what it is compared with, for sh -c")
        ->group("Programs")
        ->option_text("CMD");
    gate.add_option("--head", arguments.request.head.command, "Command line of what may have become slower")
        ->group("Programs")
        ->option_text("CMD");
    gate.add_option("--metric", arguments.metrics,
                    "What is compared: wall (default), cpu, memory, stdout (the last line of it is a number), or "
                    "NAME:STATISTIC of the profile; repeatable")
        ->group("Programs")
        ->option_text("M")
        ->allow_extra_args(false);
    gate.add_flag("--allow-tail", arguments.allows_tail, "Take a p99 or a max for a metric, although chance decides it")
        ->group("Programs");
}

void add_versions(CLI::App& gate, gate_arguments& arguments) {
    const char* const group = "Versions, each in a worktree of its own";
    worktree_options& versions = arguments.versions;
    CLI::Option* const base =
        gate.add_option("--base-ref", versions.base_ref, "Version of this git repository that is compared with")
            ->group(group)
            ->option_text("REF")
            ->check(not_empty());
    gate.add_option("--head-ref", versions.head_ref, "Version that may have become slower (default HEAD)")
        ->group(group)
        ->option_text("REF")
        ->needs(base);
    gate.add_option("--build", versions.build_command, "Command line that builds a version, for sh -c")
        ->group(group)
        ->option_text("CMD")
        ->needs(base);
    gate.add_option("--run", arguments.run_command, "Command line that runs it, for sh -c")
        ->group(group)
        ->option_text("CMD")
        ->needs(base);
    gate.add_option("--build-time-limit", versions.time_limit_seconds,
                    "Of one build, which is an error after that (default 1h)")
        ->group(group)
        ->option_text("TIME")
        ->transform(time_in_seconds())
        ->needs(base);
    gate.add_flag("--keep-worktrees", versions.keep, "Leave both as they are, and say where")
        ->group(group)
        ->needs(base);
}

void add_rules(CLI::App& gate, gate_arguments& arguments) {
    gate_options& options = arguments.request.options;
    gate.add_option("--threshold", options.comparison.threshold,
                    "The smallest slow-down that must be found (default 10%); the alarm is at half of it")
        ->group("Rules")
        ->option_text("PERCENT")
        ->transform(percentage_as_share("10%"));
    gate.add_option("--allocation-floor", options.allocation_floor,
                    "So many allocations more in a run are no regression (default 10)")
        ->group("Rules")
        ->option_text("N");
    gate.add_flag("--no-allocations", arguments.skips_allocations, "Do not compare what profiles say of allocations")
        ->group("Rules");
    gate.add_option("--blocks", options.comparison.blocks,
                    "Blocks of four runs before a first look, from 6 (default 20); twice as many for a second")
        ->group("Rules")
        ->option_text("N")
        ->check(CLI::Range(size_t{6}, size_t{1000}));
    gate.add_option("--seed", arguments.seed, "Of the random orders of the runs (default: of the system)")
        ->group("Rules")
        ->option_text("N");
    gate.add_option("--max-time", options.max_seconds, "Of all runs together (default 30m); inconclusive after that")
        ->group("Rules")
        ->option_text("TIME")
        ->transform(time_in_seconds());
    gate.add_option("--time-limit", arguments.request.time_limit_seconds,
                    "Of one run, which is an error after that (default 5m)")
        ->group("Rules")
        ->option_text("TIME")
        ->transform(time_in_seconds());
}

void add_reports(CLI::App& gate, gate_arguments& arguments) {
    gate.add_option("--out", arguments.request.output_folder, "Folder for gate.json and gate.md")
        ->group("Reports")
        ->option_text("DIR");
    gate.add_flag("--json", arguments.is_json, "Print gate.json in place of the text")->group("Reports");
    CLI::Option* const self_test =
        gate.add_flag("--self-test", arguments.is_self_test,
                      "See whether a program against itself passes, and whether a slow-down of it is caught")
            ->group("Self-test");
    // Those who ask for either expect of a self-test what it does not do.
    gate.add_flag("--github", arguments.is_for_github, "Print annotations (default under GITHUB_ACTIONS=true)")
        ->group("Reports")
        ->excludes(self_test);
    gate.add_flag("--warn-only", arguments.is_warn_only,
                  "End with status 0 whatever was found, but for errors; annotations are warnings")
        ->group("Reports")
        ->excludes(self_test);
    gate.add_option("--inject", arguments.slow_down, "The slow-down of the self-test (default: the threshold)")
        ->group("Self-test")
        ->option_text("PERCENT")
        ->transform(percentage_as_share("10%"));
}

}  // namespace

void add_gate(CLI::App& program, int& status) {
    CLI::App* const gate = program.add_subcommand("gate", "Find out whether a program has become slower");
    const auto arguments = std::make_shared<gate_arguments>();
    arguments->request.time_limit_seconds = 300;
    arguments->versions.head_ref = "HEAD";
    arguments->versions.time_limit_seconds = 3600;
    add_programs(*gate, *arguments);
    add_versions(*gate, *arguments);
    add_rules(*gate, *arguments);
    add_reports(*gate, *arguments);
    gate->callback([arguments, &status] {
        check_programs(*arguments);
        set_metrics(*arguments);
        set_comparison(*arguments);
        arguments->is_for_github = arguments->is_for_github || is_in_github_step();
        if (!arguments->request.output_folder.empty()) {
            make_output_folder(arguments->request.output_folder);
        }
        signal_guard signals;
        status = arguments->is_self_test                 ? run_self_test(*arguments, signals)
                 : !arguments->versions.base_ref.empty() ? run_versions(*arguments, signals)
                                                         : run_one_gate(*arguments, signals);
    });
}

}  // namespace dwell::tool
