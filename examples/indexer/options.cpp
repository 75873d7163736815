// SPDX-License-Identifier: BSL-1.0
#include "options.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>

namespace indexer {
namespace {

// Where the compiler that built this program looks for headers, separated by ':'; CMake fills it in.
#ifndef INDEXER_DEFAULT_DIRECTORIES
#define INDEXER_DEFAULT_DIRECTORIES "/usr/include"
#endif

std::vector<std::filesystem::path> default_directories() {
    std::vector<std::filesystem::path> found;
    for (std::string_view rest = INDEXER_DEFAULT_DIRECTORIES; !rest.empty();) {
        const size_t end = (std::min)(rest.find(':'), rest.size());
        std::error_code error;
        if (std::filesystem::path directory(rest.substr(0, end)); std::filesystem::is_directory(directory, error)) {
            found.push_back(std::move(directory));
        }
        rest.remove_prefix((std::min)(end + 1, rest.size()));
    }
    return found;
}

}  // namespace

std::optional<options> parse(int argc, char** argv, int& exit_status) {
    options parsed;
    parsed.max_files = 10000;
    parsed.indexing.threads = (std::max)(1U, std::thread::hardware_concurrency());
    parsed.random_queries = 2000;

    std::string counting = "table";
    std::string growth = "ahead";

    CLI::App app(
        "Indexes C and C++ source code and answers queries, to show dwell at work on a real program.\n"
        "The profile goes to --out, or, as in every program with dwell, to $DWELL_OUT.");
    app.add_option("directory", parsed.directories, "Where to look (default: where the compiler looks for headers)");
    app.add_option("--only", parsed.only, "Record one step alone: walk, index or query")
        ->check(CLI::IsMember({"walk", "index", "query"}));
    auto* const synthetic = app.add_option("--synthetic", parsed.synthetic_files, "Make up this many files instead")
                                ->check(CLI::Range(size_t{1}, size_t{1000000}));
    app.add_option("--seed", parsed.seed, "Of made-up files and queries")->capture_default_str();
    app.add_option("--max-files", parsed.max_files, "Index the first this many")
        ->capture_default_str()
        ->check(CLI::Range(size_t{1}, size_t{UINT32_MAX}));
    app.add_option("--threads", parsed.indexing.threads, "Worker threads")
        ->capture_default_str()
        ->check(CLI::Range(1U, 1024U));
    app.add_option("--query", parsed.queries, "Identifiers that a file must all have; may be given more than once")
        ->expected(1)
        ->take_all();
    app.add_option("--random-queries", parsed.random_queries, "Answer this many made-up queries, too")
        ->capture_default_str();
    app.add_option("--count-terms", counting, "Count the terms of a file in a table that is kept, or in a new map")
        ->capture_default_str()
        ->check(CLI::IsMember({"table", "map"}));
    app.add_option("--grow", growth, "Make room for all terms ahead, or stepwise as they come")
        ->capture_default_str()
        ->check(CLI::IsMember({"ahead", "stepwise"}));
    app.add_flag("--allocations", parsed.show_allocations,
                 "Print the call paths that allocated most (in indexer_with_hooks)");
    app.add_flag("--progress", parsed.show_progress, "Show progress even where standard error is no terminal");
    auto* const out = app.add_option("--out", parsed.out, "Write the profile into this folder");
    app.add_option("--formats", parsed.formats, "In these formats: a list as in DWELL_FORMATS, or all")->needs(out);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        exit_status = app.exit(error) == 0 ? 0 : 2;  // --help is an "error", too
        return std::nullopt;
    }
    parsed.indexing.counting = counting == "map" ? term_counting::map : term_counting::table;
    parsed.indexing.growth = growth == "stepwise" ? index_growth::stepwise : index_growth::ahead;
    if (*synthetic) {
        if (!parsed.directories.empty()) {
            std::fprintf(stderr, "indexer: --synthetic makes its own directory: %s is one too many\n",
                         parsed.directories.front().string().c_str());
            exit_status = 2;
            return std::nullopt;
        }
        parsed.max_files = (std::max)(parsed.max_files, parsed.synthetic_files);
    } else if (parsed.directories.empty()) {
        parsed.directories = default_directories();
    }
    return parsed;
}

}  // namespace indexer
