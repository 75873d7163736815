// SPDX-License-Identifier: BSL-1.0
// dwell history: where the numbers of an archive of runs changed.
#include "history/history.hpp"
#include "commands/command.hpp"
#include "commands/option_units.hpp"
#include "history/history_json.hpp"
#include "history/history_page.hpp"
#include "history/history_text.hpp"
#include "output/message.hpp"
#include "output/output_file.hpp"

#include <dwell/stats/change_points.hpp>

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>
#include <string>

namespace dwell::tool {
namespace {

struct history_command {
    std::string archive;
    history_options options;
    std::string page;
    double significance = 0.01;
    bool is_json = false;
    bool fails_on_change = false;
};

/// Each run that cannot be read, up to as many as a person reads.
void warn_of_unreadable(const history& of) {
    constexpr size_t most = 20;
    const std::vector<unreadable_run>& runs = of.selection.unreadable;
    for (size_t i = 0; i < runs.size() && i < most; ++i) {
        print_warning("the run is left out: " + runs[i].reason);
    }
    if (runs.size() > most) {
        print_warning(std::to_string(runs.size() - most) + " more runs are left out");
    }
}

int run_history(history_command command) {
    command.options.changes.significance = command.significance;
    const history found = read_history(command.archive, command.options);
    warn_of_unreadable(found);
    if (!command.page.empty()) {
        write_history_page(command.page, found);
    }
    if (command.is_json) {
        write_history_json(std::cout, found);
    } else {
        print_text(history_text(found));
    }
    const size_t worse = found.recent_for_the_worse();
    if (!command.fails_on_change || worse == 0) {
        return exit_passed;
    }
    print_message(std::to_string(worse) + (worse == 1 ? " change" : " changes") + " for the worse within the last " +
                  std::to_string(found.options.recent) + " runs");
    return exit_failed;
}

}  // namespace

void add_history(CLI::App& program, int& status) {
    CLI::App* const app = program.add_subcommand("history", "Find the runs of an archive at which numbers changed");
    app->footer(
        "For a dashboard or a weekly job: a change is seen once a few runs have followed it. For a pull request, see\n"
        "dwell gate.");
    const auto command = std::make_shared<history_command>();
    selection_options& selection = command->options.selection;
    app->add_option("DIR", command->archive, "An archive of runs, as dwell run writes it")->required();
    app->add_option("--metric", command->options.metrics,
                    "What to look at, as NAME:p50, a;b:allocations or wall; may be repeated (default: wall, and of the "
                    "scopes with the most self time p50 and allocations)")
        ->type_name("NAME:STATISTIC")
        ->allow_extra_args(false);
    app->add_option("--top", command->options.top, "How many scopes are looked at")->capture_default_str();
    app->add_option("--last", selection.last, "At most so many runs, the newest")
        ->check(CLI::Range(size_t{1}, change_points_longest))
        ->capture_default_str();
    app->add_option("--since", selection.since, "Runs from this day on, as 2026-01-31 or 2026-01-31T12:00:00Z");
    app->add_option("--branch", selection.branch, "Runs of this branch only");
    app->add_flag("--all-machines", selection.all_machines, "Runs of other machines than the newest one's, too");
    app->add_flag("--all-commands", selection.all_commands, "Runs of other commands than the newest one's, too");
    app->add_flag("--with-failed", selection.with_failed, "Runs whose program failed, too");
    app->add_option("--smallest-change", command->options.changes.smallest_change,
                    "Smaller changes of times are not told")
        ->option_text("PERCENT [3%]")
        ->transform(percentage_or_zero_as_share("3%"));
    app->add_option("--significance", command->significance,
                    "Histories without a change in which one is told, over all series: 0.01% to 50%")
        ->option_text("PERCENT [1%]")
        ->transform(percentage_as_share("1%"))
        ->check([](const std::string& share) {
            const bool is_one = CLI::Range(0.0001, 0.5)(share).empty();
            return is_one ? std::string() : std::string("takes 0.01% to 50%");
        });
    app->add_option("--recent", command->options.recent, "How many of the newest runs are recent")
        ->capture_default_str();
    app->add_flag("--fail-on-change", command->fails_on_change,
                  "End with status 1 where a change for the worse is recent");
    app->add_option("--html", command->page, "Write a page with a picture of each series")->type_name("FILE");
    app->add_flag("--json", command->is_json, "Print JSON");
    app->callback([command, &status] { status = run_history(*command); });
}

}  // namespace dwell::tool
