// SPDX-License-Identifier: BSL-1.0
// Hears from Google Benchmark which benchmark is done, and writes what it recorded.
#ifndef DWELL_EXT_BENCHMARK_OBSERVER_HPP
#define DWELL_EXT_BENCHMARK_OBSERVER_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/system.hpp>
#include <dwell/ext/benchmark_archive.hpp>
#include <dwell/ext/benchmark_runs.hpp>
#include <dwell/testing/budget_result.hpp>
#include <dwell/testing/inconclusive.hpp>
#include <dwell/testing/verdict.hpp>

#include <benchmark/benchmark.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

inline void complain_of_benchmarks(const std::string& what) { write_to_stderr(("dwell: " + what + "\n").c_str()); }

/// A reporter that hands all on to Google Benchmark's own: only reporters are told the whole name of a benchmark.
class benchmark_observer : public benchmark::BenchmarkReporter {
public:
    /// Without an archive, nothing is written.
    explicit benchmark_observer(benchmark_archive* archive)
        : inner_(benchmark::CreateDefaultDisplayReporter()), archive_(archive) {}

    bool ReportContext(const Context& context) override { return inner_->ReportContext(context); }
    /// Of one benchmark: all of its repetitions, and then their aggregates.
    void ReportRuns(const std::vector<Run>& runs) override {
        inner_->ReportRuns(runs);
        if (!runs.empty()) {
            finish(runs.front().run_name.str(), runs.front().repetitions);
        }
    }
    void Finalize() override { inner_->Finalize(); }

    [[nodiscard]] bool has_written_all() const noexcept { return has_written_all_; }
    /// False where a budget failed, or was inconclusive and that is to fail.
    [[nodiscard]] bool are_budgets_met() const noexcept { return are_budgets_met_; }

private:
    void finish(const std::string& name, int64_t repetitions) {
        const benchmark_report report = benchmark_runs::all().take(repetitions);
        judge(name, report.answers);
        if (archive_ != nullptr && !report.recorded.paths().empty()) {
            if (const export_status status = archive_->write(report.recorded, name); !status) {
                complain_of_benchmarks(status.message());
                has_written_all_ = false;
            }
        }
    }

    /// One message a benchmark, of the first inconclusive answer: that of a failure is in Google Benchmark's output.
    void judge(const std::string& name, const std::vector<budget_result>& answers) {
        bool is_said = false;
        for (const budget_result& result : answers) {
            are_budgets_met_ = are_budgets_met_ && is_acceptable(result.answer());
            if (result.answer() == verdict::inconclusive && !is_said) {
                complain_of_benchmarks(name + ": " + failure_text(result));
                is_said = true;
            }
        }
    }

    std::unique_ptr<benchmark::BenchmarkReporter> inner_;
    benchmark_archive* archive_;
    bool has_written_all_ = true;
    bool are_budgets_met_ = true;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
