// SPDX-License-Identifier: BSL-1.0
// Runs benchmarks in interleaved rounds and prints each as a ratio to another one of the same process, its floor, in
// the rows of a Markdown table. Figures in between go to stderr.
#ifndef BENCH_SUPPORT_RATIO_TABLE_HPP
#define BENCH_SUPPORT_RATIO_TABLE_HPP

#include "support/machine.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace bench {

/// Several measurements of one thing: nanoseconds, or whatever `unit` of `print_row` says.
struct measurements {
    std::vector<double> values;

    [[nodiscard]] double median() const { return sorted()[values.size() / 2]; }
    [[nodiscard]] double least() const { return sorted().front(); }

private:
    [[nodiscard]] std::vector<double> sorted() const {
        std::vector<double> copy = values;
        std::sort(copy.begin(), copy.end());
        return copy;
    }
};

/// Four digits or so, in the unit that makes them readable.
inline std::string nanoseconds_text(double ns) {
    const double size = std::fabs(ns);
    const bool is_ms = size >= 1e6;
    const bool is_us = size >= 1e4 && !is_ms;
    const double shown = is_ms ? ns / 1e6 : is_us ? ns / 1e3 : ns;
    char text[64];
    std::snprintf(text, sizeof text, "%.*f %s", std::fabs(shown) < 100 ? 2 : 0, shown,
                  is_ms   ? "ms"
                  : is_us ? "us"
                          : "ns");
    return text;
}

inline std::string bytes_text(double bytes) {
    char text[64];
    std::snprintf(text, sizeof text, "%.0f B", bytes);
    return text;
}

using unit_text = std::string (*)(double);

inline void print_header() {
    std::printf("| what | median (minimum) | floor | ratio (of minima), difference | to reach |\n");
    std::printf("| --- | --- | --- | --- | --- |\n");
}

/// `floor` may be null.
inline void print_row(const std::string& what, const measurements& measured, const std::string& floor_name,
                      const measurements* floor, const std::string& to_reach, unit_text text = nanoseconds_text) {
    std::printf("| %s | %s (%s) |", what.c_str(), text(measured.median()).c_str(), text(measured.least()).c_str());
    if (floor == nullptr) {
        std::printf(" | |");
    } else {
        const double difference = measured.median() - floor->median();
        std::printf(" %s: %s | %.3f (%.3f), %s%s |", floor_name.c_str(), text(floor->median()).c_str(),
                    measured.median() / floor->median(), measured.least() / floor->least(), difference < 0 ? "" : "+",
                    text(difference).c_str());
    }
    std::printf(" %s |\n", to_reach.c_str());
}

/// The benchmarks of one executable. CPU time an iteration, or an item where a benchmark calls SetItemsProcessed.
class ratio_table {
public:
    /// A benchmark that is only measured for others to be compared with.
    template <typename Function>
    benchmark::internal::Benchmark* floor(const std::string& name, Function&& function) {
        return benchmark::RegisterBenchmark(name.c_str(), function);
    }

    /// A benchmark that is a row, compared with the floor of that name.
    template <typename Function>
    benchmark::internal::Benchmark* row(const std::string& name, Function&& function, const std::string& floor_name,
                                        const std::string& to_reach = "") {
        rows_.push_back({name, floor_name, to_reach});
        return benchmark::RegisterBenchmark(name.c_str(), function);
    }

    /// The main function: takes Google Benchmark's options. Returns the exit status.
    int run(int argc, char** argv) {
        // Interleaved at random, so that a slow moment of the machine does not fall on one benchmark alone. Short
        // rounds and many of them do the same, and an interruption spoils only one. The user's options come last and
        // win.
        std::string defaults[] = {"--benchmark_enable_random_interleaving=true", "--benchmark_repetitions=21",
                                  "--benchmark_min_time=0.02"};
        std::vector<char*> arguments(argv, argv + argc);
        for (std::string& option : defaults) {
            arguments.insert(arguments.begin() + 1, option.data());
        }
        int count = static_cast<int>(arguments.size());
        arguments.push_back(nullptr);
        benchmark::Initialize(&count, arguments.data());
        if (benchmark::ReportUnrecognizedArguments(count, arguments.data())) {
            return 2;
        }
        const idle_thread second;
        remembering_reporter reporter;
        reporter.SetOutputStream(&std::cerr);
        benchmark::RunSpecifiedBenchmarks(&reporter);
        times_ = std::move(reporter.times);
        return print();
    }

    /// What `run` has measured, for rows that are derived; empty where that benchmark was filtered out.
    [[nodiscard]] measurements of(const std::string& name) const {
        const auto found = times_.find(name);
        return found != times_.end() ? found->second : measurements();
    }

private:
    struct comparison {
        std::string name;
        std::string floor;
        std::string to_reach;
    };

    /// Prints each run as usual, and remembers its time.
    struct remembering_reporter : benchmark::ConsoleReporter {
        remembering_reporter() : ConsoleReporter(OO_None) {}
        void ReportRuns(const std::vector<Run>& runs) override {
            for (const Run& run : runs) {
                if (run.run_type == Run::RT_Iteration && !run.error_occurred) {
                    times[run.run_name.function_name].values.push_back(nanoseconds(run));
                }
            }
            ConsoleReporter::ReportRuns(runs);
        }
        static double nanoseconds(const Run& run) {
            const auto rate = run.counters.find("items_per_second");
            const double seconds = rate != run.counters.end()
                                       ? 1 / rate->second.value
                                       : run.cpu_accumulated_time / static_cast<double>(run.iterations);
            return seconds * 1e9;
        }
        std::map<std::string, measurements> times;
    };

    int print() const {
        print_header();
        for (const comparison& row : rows_) {
            const auto measured = times_.find(row.name);
            if (measured == times_.end()) {
                continue;  // filtered out
            }
            const auto floor = times_.find(row.floor);
            print_row(row.name, measured->second, row.floor, floor != times_.end() ? &floor->second : nullptr,
                      row.to_reach);
        }
        return 0;
    }

    std::vector<comparison> rows_;
    std::map<std::string, measurements> times_;
};

}  // namespace bench

#endif
