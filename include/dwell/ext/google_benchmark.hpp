// SPDX-License-Identifier: BSL-1.0
// Google Benchmark with percentiles, allocations and a flame graph of each benchmark.
#ifndef DWELL_EXT_GOOGLE_BENCHMARK_HPP
#define DWELL_EXT_GOOGLE_BENCHMARK_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>
#include <dwell/dwell.hpp>
#include <dwell/ext/benchmark_archive.hpp>
#include <dwell/ext/benchmark_memory.hpp>
#include <dwell/ext/benchmark_runs.hpp>

#include <benchmark/benchmark.h>

#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Adds p50_ns, p95_ns and p99_ns of single iterations, and what one allocates, to a benchmark's counters.
inline void add_benchmark_counters(benchmark::UserCounters& counters, const profile& run) {
    const std::optional<scope_statistics> iterations = run.find(benchmark_iteration);
    if (!iterations) {
        return;
    }
    counters["p50_ns"] = iterations->percentile_ns(50);
    counters["p95_ns"] = iterations->percentile_ns(95);
    counters["p99_ns"] = iterations->percentile_ns(99);
    if (counts_allocations()) {
        const auto calls = static_cast<double>(iterations->calls());
        counters["allocations_per_call"] = iterations->allocations_per_call();
        counters["bytes_per_call"] = static_cast<double>(iterations->memory().allocated_bytes) / calls;
    }
}

/// Hands on to another reporter, and hears the name of each benchmark when it is done: `State` does not have it.
class benchmark_observer : public benchmark::BenchmarkReporter {
public:
    benchmark_observer(std::unique_ptr<benchmark::BenchmarkReporter> inner, benchmark_archive* archive)
        : inner_(std::move(inner)), archive_(archive) {
        SetOutputStream(&inner_->GetOutputStream());
        SetErrorStream(&inner_->GetErrorStream());
    }

    bool ReportContext(const Context& context) override { return inner_->ReportContext(context); }
    void ReportRuns(const std::vector<Run>& runs) override {
        inner_->ReportRuns(runs);
        if (!runs.empty()) {
            archive(runs.front().run_name.str());
        }
    }
    void Finalize() override { inner_->Finalize(); }

    [[nodiscard]] bool has_failed() const noexcept { return has_failed_; }

private:
    void archive(const std::string& name) {
        const profile recorded = benchmark_runs::all().take();
        if (archive_ == nullptr || recorded.paths().empty()) {
            return;
        }
        if (const export_status status = archive_->write(recorded, name); !status) {
            write_to_stderr(("dwell: " + status.message() + "\n").c_str());
            has_failed_ = true;
        }
    }

    std::unique_ptr<benchmark::BenchmarkReporter> inner_;
    benchmark_archive* archive_;
    bool has_failed_ = false;
};

}  // namespace detail

namespace google_benchmark {

/// The loop of a benchmark, each iteration of which is timed:
///
///     void parse(benchmark::State& state) {
///         dwell::google_benchmark::measured run(state);
///         for (auto _ : run) {
///             do_parse();
///         }
///     }
class measured {
public:
    explicit measured(benchmark::State& state) noexcept : state_(state) {}
    ~measured() {
        if (has_begun_) {
            detail::benchmark_runs::all().abandon();
        }
    }
    measured(const measured&) = delete;
    measured& operator=(const measured&) = delete;

    /// Google Benchmark's own iterator, with a scope for each iteration.
    class iterator {
    public:
        iterator(measured& run, benchmark::State::StateIterator at) noexcept : run_(run), at_(at) {}

        [[nodiscard]] DWELL_ALWAYS_INLINE detail::timed_scope operator*() const noexcept {
            static constinit detail::site where(detail::benchmark_iteration, sizeof detail::benchmark_iteration - 1,
                                                __FILE__, __LINE__);
            return detail::timed_scope(where);
        }
        DWELL_ALWAYS_INLINE iterator& operator++() {
            ++at_;
            return *this;
        }
        DWELL_ALWAYS_INLINE bool operator!=(const iterator& end) const {
            if (at_ != end.at_) [[likely]] {
                return true;
            }
            run_.finish();
            return false;
        }

    private:
        measured& run_;
        benchmark::State::StateIterator at_;
    };

    [[nodiscard]] iterator begin() {
        if (detail::benchmark_memory_counter* const memory = detail::benchmark_memory_counter::current()) {
            memory->begin_loop();
        } else {
            detail::benchmark_runs::all().arrive();
            has_begun_ = true;
        }
        return {*this, state_.begin()};
    }
    [[nodiscard]] iterator end() { return {*this, state_.end()}; }

private:
    void finish() {
        if (detail::benchmark_memory_counter* const memory = detail::benchmark_memory_counter::current()) {
            memory->end_loop();
            return;
        }
        has_begun_ = false;
        if (detail::benchmark_runs::all().leave(state_.max_iterations)) {
            detail::add_benchmark_counters(state_.counters, detail::benchmark_runs::all().latest());
        }
    }

    benchmark::State& state_;
    bool has_begun_ = false;
};

inline int run(const std::string& directory = {}) {
    register_memory_manager();
    std::optional<detail::benchmark_archive> archive;
    if (!directory.empty()) {
        archive.emplace(directory);
        if (const export_status status = archive->prepare(); !status) {
            detail::write_to_stderr(("dwell: " + status.message() + "\n").c_str());
            return 2;
        }
        detail::benchmark_runs::all().keep_profiles();
    }
    detail::benchmark_observer observer(
        std::unique_ptr<benchmark::BenchmarkReporter>(benchmark::CreateDefaultDisplayReporter()),
        archive ? &*archive : nullptr);
    benchmark::RunSpecifiedBenchmarks(&observer);
    return observer.has_failed() ? 2 : 0;
}

inline int main(int argc, char** argv) {
    constexpr std::string_view flag = "--dwell_out=";
    const char* const wish = detail::environment("DWELL_BENCHMARK_OUT");
    std::string directory = wish == nullptr ? "" : wish;
    int kept = 0;
    for (int i = 0; i < argc; ++i) {
        if (const std::string_view argument = argv[i]; argument.substr(0, flag.size()) == flag) {
            directory = argument.substr(flag.size());
        } else {
            argv[kept++] = argv[i];
        }
    }
    benchmark::Initialize(&kept, argv);
    if (benchmark::ReportUnrecognizedArguments(kept, argv)) {
        return 1;
    }
    const int status = run(directory);
    benchmark::Shutdown();
    return status;
}

}  // namespace google_benchmark
DWELL_NAMESPACE_END

#define DWELL_BENCHMARK_MAIN()                                                              \
    int main(int argc, char** argv) { return ::dwell::google_benchmark::main(argc, argv); } \
    static_assert(true, "")

#endif
