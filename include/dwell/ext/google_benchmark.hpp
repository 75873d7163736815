// SPDX-License-Identifier: BSL-1.0
// Google Benchmark (1.7 and later) with percentiles, allocations and a flame graph of each benchmark. Included by the
// files that have benchmarks.
#ifndef DWELL_EXT_GOOGLE_BENCHMARK_HPP
#define DWELL_EXT_GOOGLE_BENCHMARK_HPP

#include <dwell/core/config.hpp>
#include <dwell/dwell.hpp>
#include <dwell/ext/benchmark_archive.hpp>
#include <dwell/ext/benchmark_budget.hpp>
#include <dwell/ext/benchmark_loop.hpp>
#include <dwell/ext/benchmark_memory.hpp>
#include <dwell/ext/benchmark_observer.hpp>
#include <dwell/ext/benchmark_runs.hpp>
#include <dwell/record/process_start.hpp>

#include <benchmark/benchmark.h>

#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

DWELL_NAMESPACE_BEGIN
namespace detail {

inline void print_benchmark_help() {
    benchmark::PrintDefaultHelp();
    std::puts("          [--dwell_out=<directory>]");
}

/// Takes `--dwell_out=` out of the arguments; the last one counts.
inline void take_output_directory(int& argc, char** argv, std::string& directory) {
    constexpr std::string_view flag = "--dwell_out=";
    int kept = 0;
    for (int i = 0; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (i > 0 && argument.substr(0, flag.size()) == flag) {
            directory = argument.substr(flag.size());
        } else {
            argv[kept++] = argv[i];
        }
    }
    argc = kept;
}

/// Whether Google Benchmark will take this text for true.
[[nodiscard]] inline bool is_true_to_benchmark(std::string_view value) noexcept {
    return value.empty() || (std::string_view("0fFnN").find(value[0]) == std::string_view::npos && value != "off");
}

/// Whether repetitions of different benchmarks take turns.
[[nodiscard]] inline bool are_benchmarks_interleaved(int argc, char** argv) {
    constexpr std::string_view flag = "--benchmark_enable_random_interleaving";
    const char* const wish = environment("BENCHMARK_ENABLE_RANDOM_INTERLEAVING");
    bool result = wish != nullptr && is_true_to_benchmark(wish);
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (argument.substr(0, flag.size()) == flag) {
            result =
                is_true_to_benchmark(argument.substr(argument.size() > flag.size() ? flag.size() + 1 : flag.size()));
        }
    }
    return result;
}

}  // namespace detail

namespace google_benchmark {

/// Runs the benchmarks that the flags select, with allocations in Google Benchmark's own columns where the program
/// counts them (see `register_memory_manager`). Between `benchmark::Initialize` and `benchmark::Shutdown`, once.
///
/// With a directory, each benchmark with `measured` has its flame graph in `<directory>/<commit>/<name>.folded` and
/// `.html`: the scopes of its loop, in the runs that are reported. The commit is DWELL_GIT_COMMIT, or "no-commit". Of
/// the name, what some file system does not take is `_`; a second one that would be the same ends in `-2`. Not with
/// `--benchmark_enable_random_interleaving`: a benchmark does not learn its name before it is reported, and what was
/// run since the last one was reported is taken for its own.
///
/// Returns 0; 1 where a budget failed (see `measured::check`), or was inconclusive and DWELL_INCONCLUSIVE=fail; else 2,
/// with the reason on standard error, where a file could not be written. Where the directory cannot be made, no
/// benchmark is run.
[[nodiscard]] inline int run(const std::string& directory = {}) {
    register_memory_manager();
    if (!is_recording()) {
        detail::complain_of_benchmarks("recording is off (DWELL_PROFILING=0): no percentiles, no flame graphs");
    }
    std::optional<detail::benchmark_archive> archive;
    if (!directory.empty()) {
        archive.emplace(directory);
        if (const export_status status = archive->prepare(); !status) {
            detail::complain_of_benchmarks(status.message());
            return 2;
        }
        detail::benchmark_runs::all().keep_profiles();
    }
    detail::benchmark_observer observer(archive ? &*archive : nullptr);
    benchmark::RunSpecifiedBenchmarks(&observer);
    return !observer.are_budgets_met() ? 1 : observer.has_written_all() ? 0 : 2;
}

/// The whole of a program of benchmarks: `run`, with the directory of `--dwell_out=<directory>`, or of
/// DWELL_BENCHMARK_OUT in the environment. Returns 1 for arguments that Google Benchmark does not know, and 2 where
/// benchmarks take turns, so that their flame graphs cannot be told apart.
[[nodiscard]] inline int main(int argc, char** argv) {
    const char* const wish = detail::environment("DWELL_BENCHMARK_OUT");
    std::string directory = wish == nullptr ? "" : wish;
    detail::take_output_directory(argc, argv, directory);
    if (!directory.empty() && detail::are_benchmarks_interleaved(argc, argv)) {
        detail::complain_of_benchmarks("--dwell_out: no flame graphs with --benchmark_enable_random_interleaving");
        return 2;
    }
    benchmark::Initialize(&argc, argv, detail::print_benchmark_help);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) {
        return 1;
    }
    const int status = run(directory);
    benchmark::Shutdown();
    return status;
}

}  // namespace google_benchmark
DWELL_NAMESPACE_END

/// In the place of BENCHMARK_MAIN().
#define DWELL_BENCHMARK_MAIN()                                                              \
    int main(int argc, char** argv) { return ::dwell::google_benchmark::main(argc, argv); } \
    static_assert(true, "")

#endif
