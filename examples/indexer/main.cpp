// SPDX-License-Identifier: BSL-1.0
// An indexer of source code: walks directories, reads and indexes what is there, answers queries, and reports where its
// time went. Exit status: 0; 2 for a wrong command line, no input, or a profile that could not be written; 3 where
// --allocations has none to show.
#include <dwell/dwell.hpp>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "index.hpp"
#include "options.hpp"
#include "progress.hpp"
#include "query.hpp"
#include "synthetic.hpp"
#include "walk.hpp"

#if defined(_WIN32)
#include <io.h>
#else
#include <unistd.h>
#endif

namespace {

using namespace indexer;

bool is_terminal() {
#if defined(_WIN32)
    return _isatty(2) != 0;
#else
    return isatty(2) != 0;
#endif
}

void describe_metrics() {
    dwell::counter<"walk.files">.describe("Source files found.", "files");
    dwell::counter<"walk.unreadable">.describe("Files and directories that could not be looked at.", "files");
    dwell::gauge<"walk.queue.depth">.describe("Directories waiting to be listed.", "directories");
    dwell::distribution<"walk.file.size">.describe("Size of the source files found.", "bytes");
    dwell::counter<"index.files">.describe("Source files read.", "files");
    dwell::counter<"index.unreadable">.describe("Source files that could not be read.", "files");
    dwell::counter<"index.bytes">.describe("Source text read.", "bytes");
    dwell::gauge<"index.terms">.describe("Different identifiers in the index.", "terms");
    dwell::distribution<"index.file.terms">.describe("Different identifiers in a file.", "terms");
    dwell::distribution<"query.matches">.describe("Files that match a query.", "files");
}

// Records one step or all of them: --only switches recording off for the others.
class step_filter {
public:
    explicit step_filter(std::string only) : only_(std::move(only)), is_on_(dwell::is_recording()) {}
    ~step_filter() { dwell::set_recording(is_on_); }
    step_filter(const step_filter&) = delete;
    step_filter& operator=(const step_filter&) = delete;

    void enter(const char* step) { dwell::set_recording(is_on_ && (only_.empty() || only_ == step)); }
    // Whether nothing is left to do after a step.
    [[nodiscard]] bool is_last(const char* step) const { return only_ == step; }

private:
    std::string only_;
    bool is_on_;  // what DWELL_PROFILING=0 switched off stays off
};

void report_unreadable(const char* what, const std::vector<std::string>& unreadable) {
    constexpr size_t shown = 5;
    for (size_t i = 0; i < unreadable.size() && i < shown; ++i) {
        std::fprintf(stderr, "indexer: cannot read %s\n", unreadable[i].c_str());
    }
    if (unreadable.size() > shown) {
        std::fprintf(stderr, "indexer: … and %zu more\n", unreadable.size() - shown);
    }
    if (!unreadable.empty()) {
        std::printf("%s: %zu unreadable\n", what, unreadable.size());
    }
}

// Made-up files have a folder of another name each time: without it, what is printed is the same each time.
std::string shown_path(const source_file& file, const std::optional<synthetic_tree>& made_up) {
    return (made_up.has_value() ? file.path.lexically_relative(made_up->path()) : file.path).generic_string();
}

void print_answers(const std::vector<source_file>& files, const std::optional<synthetic_tree>& made_up,
                   const std::vector<std::string>& queries, const std::vector<answer>& answers, size_t printed) {
    size_t matches = 0;
    for (const answer& each : answers) {
        matches += each.matching_files;
    }
    std::printf("query: %zu answered, %zu matches\n", answers.size(), matches);
    for (size_t i = 0; i < printed; ++i) {
        std::printf("  \"%s\": %zu files\n", queries[i].c_str(), answers[i].matching_files);
        for (const match& found : answers[i].best) {
            std::printf("    %7.2f  %s\n", found.score, shown_path(files[found.file], made_up).c_str());
        }
    }
}

// Who allocates? What each call path allocated itself, the one that did most often first.
int print_allocations() {
    if (!dwell::counts_allocations()) {
        std::fprintf(stderr, "indexer: no allocations counted: no hooks, recording is off, or a sanitizer is on\n");
        return 3;
    }
    const dwell::profile profile = dwell::snapshot();
    std::vector<size_t> order;
    dwell::memory_counts all = profile.memory().outside;
    for (size_t i = 0; i < profile.paths().size(); ++i) {
        order.push_back(i);
        all.add(profile.paths()[i].self_memory);
    }
    std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
        return profile.paths()[a].self_memory.allocations > profile.paths()[b].self_memory.allocations;
    });
    order.resize((std::min)(order.size(), size_t{12}));
    std::printf("allocations: %llu of %llu bytes, on these call paths most:\n%12s %12s %10s\n",
                static_cast<unsigned long long>(all.allocations), static_cast<unsigned long long>(all.allocated_bytes),
                "allocations", "bytes", "per call");
    for (const size_t i : order) {
        const dwell::call_path& path = profile.paths()[i];
        const dwell::memory_counts& counts = path.self_memory;
        std::printf("%12llu %12llu %10.1f  %s\n", static_cast<unsigned long long>(counts.allocations),
                    static_cast<unsigned long long>(counts.allocated_bytes),
                    static_cast<double>(counts.allocations) / static_cast<double>((std::max)(path.calls, uint64_t{1})),
                    profile.path_string(i).c_str());
    }
    return 0;
}

int run(const options& given) {
    progress shown(is_terminal()         ? progress_style::terminal
                   : given.show_progress ? progress_style::log
                                         : progress_style::none);
    step_filter steps(given.only);
    steps.enter("all");
    TIMED_SCOPE("indexer");

    std::optional<synthetic_tree> made_up;
    std::vector<std::filesystem::path> directories = given.directories;
    if (given.synthetic_files != 0) {
        made_up.emplace(given.synthetic_files, given.seed);
        if (!made_up->error().empty()) {
            std::fprintf(stderr, "indexer: cannot write %s\n", made_up->error().c_str());
            return 2;
        }
        directories = {made_up->path()};
    }

    steps.enter("walk");
    walk_result found = walk(directories, given.indexing.threads, shown);
    report_unreadable("walk", found.unreadable);
    if (found.files.empty()) {
        std::fprintf(stderr, "indexer: no C or C++ source file in");
        for (const std::filesystem::path& directory : directories) {
            std::fprintf(stderr, " %s", directory.string().c_str());
        }
        std::fprintf(stderr, "\n");
        return 2;
    }
    std::printf("walk: %zu files in %zu directories\n", found.files.size(), found.directories);
    if (steps.is_last("walk")) {
        return 0;
    }

    steps.enter("index");
    std::vector<source_file>& files = found.files;
    files.resize((std::min)(files.size(), given.max_files));
    index_result indexed = build_index(files, given.indexing, shown);
    report_unreadable("index", indexed.unreadable);
    if (indexed.files == 0) {
        std::fprintf(stderr, "indexer: none of %zu files can be read\n", files.size());
        return 2;
    }
    std::printf("index: %zu files, %llu bytes, %zu terms, %zu postings, %zu binary files passed over\n", indexed.files,
                static_cast<unsigned long long>(indexed.bytes), indexed.index.term_count(),
                indexed.index.posting_count(), indexed.binary_files);
    if (steps.is_last("index")) {
        return 0;
    }

    steps.enter("query");
    std::vector<std::string> queries = given.queries;
    const std::vector<std::string> random = random_queries(indexed.index, given.random_queries, given.seed);
    queries.insert(queries.end(), random.begin(), random.end());
    constexpr size_t best_files = 3;
    const std::vector<answer> answers =
        search_all(indexed.index, indexed.files, queries, best_files, given.indexing.threads, shown);
    print_answers(files, made_up, queries, answers,
                  (std::min)(queries.size(), given.queries.empty() ? 3 : given.queries.size()));

    steps.enter("free");
    TIMED_SCOPE("index.free");  // a million small blocks of memory: worth a line in the table
    indexed = index_result();
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    int status = 0;
    const std::optional<options> given = parse(argc, argv, status);
    if (!given.has_value()) {
        return status;
    }
    dwell::set_thread_name("main");
    describe_metrics();
    status = run(*given);
    if (status == 0 && given->show_allocations) {
        status = print_allocations();
    }
    if (!given->out.empty()) {
        if (const auto saved = dwell::save(dwell::snapshot(), given->out, {.formats = given->formats}); !saved) {
            std::fprintf(stderr, "indexer: %s\n", saved.message().c_str());
            return 2;
        }
        std::fprintf(stderr, "indexer: profile in %s\n", given->out.c_str());
    }
    return status;
}
