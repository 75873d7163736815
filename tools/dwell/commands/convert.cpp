// SPDX-License-Identifier: BSL-1.0
// dwell convert: a profile in other formats.
#include "commands/command.hpp"
#include "convert/formats.hpp"
#include "output/message.hpp"
#include "output/output_file.hpp"
#include "profiles/profile_file.hpp"

#include <dwell/export/file_system.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <memory>

namespace dwell::tool {
namespace {

namespace fs = std::filesystem;

struct convert_options {
    std::string path;
    std::string formats;
    std::string out;
};

void write_one(const detail::artefact& file, const profile& source, const std::string& out) {
    try {
        write_output(out, [&](file_sink& sink) { return file.write(sink, source, {}); });
    } catch (const command_error& error) {
        throw command_error(std::string(file.format) + ": " + error.message(), error.details());
    }
}

/// Writes all files that can be written, and then throws what went wrong with the others.
void write_all(const std::vector<const detail::artefact*>& files, const profile& source, const std::string& folder) {
    if (const int error = detail::make_folders(folder); error != 0) {
        throw command_error(folder + ": cannot make the directory: " + std::strerror(error));
    }
    std::string trouble;
    std::string others;
    for (const detail::artefact* const file : files) {
        try {
            write_one(*file, source, (fs::path(folder) / file->file_name).string());
        } catch (const command_error& error) {
            if (trouble.empty()) {
                trouble = error.message();
            } else {
                others += error.message() + '\n';
            }
        }
    }
    if (!trouble.empty()) {
        throw command_error(trouble, others);
    }
}

bool are_of_one_format(const std::vector<const detail::artefact*>& files) {
    return std::all_of(files.begin(), files.end(), [&](const detail::artefact* file) {
        return std::string_view(file->format) == files.front()->format;
    });
}

void convert(const convert_options& options) {
    const profile source = load_profile(options.path);
    const std::vector<const detail::artefact*> files = chosen_files(options.formats, source, options.path);
    std::error_code ignored;
    const bool is_folder =
        !options.out.empty() && (options.out.back() == '/' || fs::is_directory(options.out, ignored));
    if (is_folder || (!options.out.empty() && options.out != "-" && !are_of_one_format(files))) {
        write_all(files, source, options.out);
        return;
    }
    if (!are_of_one_format(files)) {
        throw command_error("--to " + options.formats + " is several files: --out says into which folder");
    }
    write_one(*files.front(), source, options.out);
    for (size_t i = 1; i < files.size(); ++i) {
        print_note(std::string(files[i]->file_name) + " is left out: --out FOLDER/ takes it, too");
    }
}

}  // namespace

void add_convert(CLI::App& program, int& status) {
    CLI::App* const command = program.add_subcommand("convert", "Write a profile in other formats");
    const auto options = std::make_shared<convert_options>();
    command->add_option("PROFILE", options->path, "A profile.json, or a folder that holds one")->required();
    command
        ->add_option("--to", options->formats,
                     "Formats, separated by commas: " + list_of_formats() + "; or default, or all")
        ->required();
    command->add_option("--out", options->out,
                        "A file, or a folder for several files; standard output where it is left out");
    command->callback([options, &status] {
        convert(*options);
        status = exit_passed;
    });
}

}  // namespace dwell::tool
