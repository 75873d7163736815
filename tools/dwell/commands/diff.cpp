// SPDX-License-Identifier: BSL-1.0
// dwell diff: what has changed from one profile to another.
#include "commands/command.hpp"
#include "diff/write_difference.hpp"
#include "output/output_file.hpp"
#include "profiles/profile_file.hpp"

#include <dwell/export/html.hpp>
#include <dwell/export/pprof.hpp>

#include <CLI/CLI.hpp>

#include <memory>
#include <string>

namespace dwell::tool {
namespace {

struct diff_options {
    std::string before;
    std::string after;
    std::string format = "table";
    std::string out;
    size_t most = 30;
    bool by_name = false;
};

export_status write_page(file_sink& out, const profile& before, const profile& after, const diff_options& options) {
    html_options page;
    page.before = &before;
    // Two runs of one program would have one title.
    page.title = options.after;
    page.title_before = options.before;
    return write_html(out, after, page);
}

export_status write_pprof_difference(file_sink& out, const profile& before, const profile& after) {
    pprof_options pprof;
    pprof.before = &before;
    return write_pprof(out, after, pprof);
}

void diff(const diff_options& options) {
    const profile before = load_profile(options.before);
    const profile after = load_profile(options.after);
    const compared_profiles profiles{before, after, options.before, options.after, options.by_name};
    if (options.format == "table") {
        write_text(options.out,
                   difference_table(compare_profiles(before, after, options.by_name, options.most), profiles,
                                    options.out.empty() ? layout_of_standard_output() : text_layout()));
        return;
    }
    write_output(options.out, [&](file_sink& out) {
        if (options.format == "html") {
            return write_page(out, before, after, options);
        }
        if (options.format == "pprof") {
            return write_pprof_difference(out, before, after);
        }
        const difference changes = compare_profiles(before, after, options.by_name, options.most);
        return options.format == "json" ? write_difference_json(out, changes, profiles)
                                        : write_difference_markdown(out, changes, profiles);
    });
}

}  // namespace

void add_diff(CLI::App& program, int& status) {
    CLI::App* const command =
        program.add_subcommand("diff", "Show what has changed from one profile to another (no gate: see dwell gate)");
    const auto options = std::make_shared<diff_options>();
    command->add_option("BEFORE", options->before, "A profile.json, or a folder that holds one")->required();
    command->add_option("AFTER", options->after, "The one to compare with it")->required();
    command->add_option("--to", options->format, "The format")
        ->check(CLI::IsMember({"table", "markdown", "json", "pprof", "html"}))
        ->capture_default_str();
    command->add_option("--out", options->out, "A file; standard output where it is left out");
    command->add_option("--top", options->most, "How many call paths, of table, markdown and json; 0 for all")
        ->capture_default_str();
    command->add_flag("--names", options->by_name, "Names in place of call paths, in table, markdown and json");
    command->add_flag_callback(
        "--json", [options] { options->format = "json"; }, "The same as --to json");
    command->callback([options, &status] {
        diff(*options);
        status = exit_passed;
    });
}

}  // namespace dwell::tool
