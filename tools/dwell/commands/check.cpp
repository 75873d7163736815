// SPDX-License-Identifier: BSL-1.0
// dwell check: profiles held against a file of budgets.
#include "budgets/check_annotations.hpp"
#include "budgets/check_json.hpp"
#include "budgets/checked_budget.hpp"
#include "commands/command.hpp"
#include "github/workflow_log.hpp"
#include "output/json_document.hpp"
#include "output/output_file.hpp"
#include "profiles/profile_file.hpp"

#include <dwell/export/file_system.hpp>
#include <dwell/export/human.hpp>
#include <dwell/testing/budget_file.hpp>
#include <dwell/testing/junit.hpp>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace dwell::tool {
namespace {

struct check_options {
    std::string budgets;
    std::vector<std::string> profiles;
    std::string junit;
    std::string inconclusive;  // "fail", "warn"; empty: a status of its own
    bool is_github = false;
    bool is_json = false;
};

/// A budget that is kept takes one line: its numbers are in the JSON and the JUnit XML.
std::string text_of(const std::vector<checked_budget>& all, const std::string& budgets_file) {
    std::string text;
    size_t counts[3] = {};
    for (const budget_result& result : results_of(all)) {
        const std::string message = result.message();
        text += result.passed() ? message.substr(0, message.find('\n')) : message;
        text += '\n';
        ++counts[static_cast<size_t>(result.answer())];
    }
    const auto count = [&](verdict which) { return std::to_string(counts[static_cast<size_t>(which)]); };
    return text + detail::printable(budgets_file) + ": " + count(verdict::pass) + " passed, " + count(verdict::fail) +
           " failed, " + count(verdict::inconclusive) + " inconclusive\n";
}

void write_junit_file(const check_options& options, const std::vector<budget_result>& results) {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const junit_options junit{.suite = options.budgets,
                              .timestamp_unix_ns = std::chrono::nanoseconds(now).count(),
                              .inconclusive_fails = options.inconclusive == "fail"};
    const std::filesystem::path path = options.junit;
    if (options.junit == "-" || !path.has_filename()) {
        throw command_error("--junit " + options.junit + ": takes the name of a file");
    }
    const std::string folder = path.parent_path().string();
    if (const int error = folder.empty() ? 0 : detail::make_folders(folder); error != 0) {
        throw command_error(folder + ": cannot make the directory: " + std::strerror(error));
    }
    write_output(options.junit, [&](file_sink& out) { return write_junit(out, results, junit); });
}

/// A CI server that waits for the file of tests learns why there are none.
[[noreturn]] void refuse(const budget_file& file, const check_options& options) {
    if (options.is_github) {
        std::cerr << annotation_lines({annotation_of_bad_file(file)});
    }
    if (!options.junit.empty()) {
        budget_result unread;
        unread.subject = file.name;
        unread.error = file.error;
        try {
            write_junit_file(options, {unread});
        } catch (const command_error& error) {
            throw command_error(file.error, error.what());
        }
    }
    throw command_error(file.error);
}

int status_of(verdict answer, const std::string& inconclusive) {
    if (answer == verdict::inconclusive) {
        return inconclusive == "fail" ? exit_failed : inconclusive == "warn" ? exit_passed : exit_inconclusive;
    }
    return answer == verdict::pass ? exit_passed : exit_failed;
}

/// Not through CLI11, which would look at the variable for every other subcommand, too.
std::string inconclusive_of_environment() {
    const char* const value = std::getenv("DWELL_INCONCLUSIVE");
    std::string wish = value == nullptr ? "" : value;
    if (!wish.empty() && wish != "fail" && wish != "warn") {
        throw command_error("DWELL_INCONCLUSIVE=" + wish + ": takes fail or warn");
    }
    return wish;
}

int run_check(check_options options) {
    if (options.inconclusive.empty()) {
        options.inconclusive = inconclusive_of_environment();
    }
    options.is_github = options.is_github || is_in_github_step();
    const budget_file budgets = read_budgets_file(options.budgets);
    if (!budgets.ok()) {
        refuse(budgets, options);
    }
    std::vector<checked_budget> all;
    for (const std::string& path : options.profiles) {
        for (checked_budget& one : check_budgets(budgets, load_profile(path), path)) {
            all.push_back(std::move(one));
        }
    }
    if (!options.junit.empty()) {
        write_junit_file(options, results_of(all));
    }
    if (options.is_json) {
        std::cout << json_document(check_json(options.budgets, all));
    } else {
        print_text(text_of(all, options.budgets));
    }
    if (options.is_github) {
        // The runner reads both; standard output holds nothing but the document.
        (options.is_json ? std::cerr : std::cout)
            << annotation_lines(annotations_of(options.budgets, all, options.inconclusive == "fail"));
    }
    return status_of(answer_to(all), options.inconclusive);
}

}  // namespace

void add_check(CLI::App& program, int& status) {
    CLI::App* const check = program.add_subcommand("check", "Hold profiles against a file of budgets");
    const auto options = std::make_shared<check_options>();
    check->add_option("--budgets", options->budgets, "The file of budgets")->type_name("FILE")->required();
    check->add_option("PROFILE", options->profiles, "A profile.json, or a folder that holds one; several may be given")
        ->type_name("")
        ->required();
    check->add_option("--junit", options->junit, "Write the answers as JUnit XML, too")->type_name("FILE");
    check->add_flag("--github", options->is_github, "Print annotations for GitHub; by itself in a step of its Actions");
    check
        ->add_option("--inconclusive", options->inconclusive,
                     "What is inconclusive is a failure (status 1) or a warning (status 0), and not status 3;\n"
                     "also DWELL_INCONCLUSIVE")
        ->type_name("WHAT")
        ->check(CLI::IsMember({"fail", "warn"}));
    check->add_flag("--json", options->is_json, "Print JSON");
    check->callback([options, &status] { status = run_check(*options); });
}

}  // namespace dwell::tool
