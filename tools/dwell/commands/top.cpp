// SPDX-License-Identifier: BSL-1.0
// dwell top: the scopes of a profile that have most of something.
#include "commands/command.hpp"
#include "output/output_file.hpp"
#include "profiles/profile_file.hpp"
#include "top/write_ranking.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <string>

namespace dwell::tool {
namespace {

struct top_options {
    std::string path;
    std::string by = "self";
    size_t most = 30;
    bool by_path = false;
    bool is_json = false;
};

void print_top(const top_options& options) {
    // A name that does not exist is said before a large file is read.
    const quantity by = find_quantity(options.by);
    const profile source = load_profile(options.path);
    const ranking scopes = rank(source, by, options.by_path, options.most);
    const ranking_subject subject{source, options.path, by, options.by_path};
    if (options.is_json) {
        write_output("", [&](file_sink& out) { return write_ranking_json(out, scopes, subject, "dwell.top/1"); });
    } else {
        print_text(ranking_table(scopes, subject, layout_of_standard_output()));
    }
}

}  // namespace

void add_top(CLI::App& program, int& status) {
    CLI::App* const command = program.add_subcommand("top", "Print the scopes that have most of something");
    const auto options = std::make_shared<top_options>();
    command->add_option("PROFILE", options->path, "A profile.json, or a folder that holds one")->required();
    command->add_option("--by", options->by, "What of: " + list_of_quantities())->capture_default_str();
    command->add_option("-n,--top", options->most, "How many; 0 for all")->capture_default_str();
    command->add_flag("--paths", options->by_path, "Call paths in place of names");
    command->add_flag("--json", options->is_json, "One JSON document, with exact numbers");
    command->callback([options, &status] {
        print_top(*options);
        status = exit_passed;
    });
}

}  // namespace dwell::tool
