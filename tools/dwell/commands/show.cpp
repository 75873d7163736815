// SPDX-License-Identifier: BSL-1.0
// dwell show: a profile as its table.
#include "commands/command.hpp"
#include "output/output_file.hpp"
#include "profiles/profile_file.hpp"
#include "top/write_ranking.hpp"

#include <dwell/export/table.hpp>

#include <CLI/CLI.hpp>

#include <memory>
#include <string>

namespace dwell::tool {
namespace {

struct show_options {
    std::string path;
    size_t most = 30;
    bool is_json = false;
};

void show(const show_options& options) {
    const profile source = load_profile(options.path);
    if (options.is_json) {
        write_output("", [&](file_sink& out) {
            const quantity by = find_quantity("self");
            return write_ranking_json(out, rank(source, by, false, options.most), {source, options.path, by, false},
                                      "dwell.show/1");
        });
        return;
    }
    const text_layout layout = layout_of_standard_output();
    table_options table;
    table.top = options.most;
    table.width = layout.width;
    table.colour = layout.colour;
    string_sink text;
    static_cast<void>(write_table(text, source, table));
    print_text(text.text());
}

}  // namespace

void add_show(CLI::App& program, int& status) {
    CLI::App* const command = program.add_subcommand("show", "Print a profile as a table");
    const auto options = std::make_shared<show_options>();
    command->add_option("PROFILE", options->path, "A profile.json, or a folder that holds one")->required();
    command->add_option("--top", options->most, "How many scopes; 0 for all")->capture_default_str();
    command->add_flag("--json", options->is_json, "One JSON document, with exact numbers");
    command->callback([options, &status] {
        show(*options);
        status = exit_passed;
    });
}

}  // namespace dwell::tool
