// SPDX-License-Identifier: BSL-1.0
// dwell merge: profiles as one.
#include "commands/command.hpp"
#include "output/message.hpp"
#include "output/output_file.hpp"
#include "profiles/merged_profile.hpp"

#include <dwell/export/save.hpp>

#include <CLI/CLI.hpp>

#include <filesystem>
#include <memory>

namespace dwell::tool {
namespace {

struct merge_options {
    std::vector<std::string> paths;
    std::string out;
};

bool is_file(const std::string& out) {
    std::error_code ignored;
    return out == "-" || (std::filesystem::exists(out, ignored) && !std::filesystem::is_directory(out, ignored)) ||
           std::filesystem::path(out).extension() == ".json";
}

void merge_files(const merge_options& options) {
    const merged_profile merged = load_and_merge(options.paths);
    for (const std::string& note : merged.notes) {
        print_note(note);
    }
    if (is_file(options.out)) {
        write_output(options.out, [&](file_sink& out) { return write_json(out, merged.result); });
    } else if (const export_status saved = save(merged.result, options.out); !saved) {
        throw command_error(saved.message());
    }
}

}  // namespace

void add_merge(CLI::App& program, int& status) {
    CLI::App* const command = program.add_subcommand("merge", "Add up profiles, such as those of a job's processes");
    const auto options = std::make_shared<merge_options>();
    command->add_option("PROFILE", options->paths, "Each a profile.json, or a folder that holds one")->required();
    command
        ->add_option("--out", options->out,
                     "A file of JSON (its name ends in .json), or a folder for the files that a program saves")
        ->required();
    command->callback([options, &status] {
        merge_files(*options);
        status = exit_passed;
    });
}

}  // namespace dwell::tool
