// SPDX-License-Identifier: BSL-1.0
// What the loop of a benchmark recorded, however many threads run it and however often it is run.
#ifndef DWELL_EXT_BENCHMARK_RUNS_HPP
#define DWELL_EXT_BENCHMARK_RUNS_HPP

#include <dwell/core/config.hpp>
#include <dwell/dwell.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/testing/budget_result.hpp>

#include <cstdint>
#include <mutex>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// The scope around each iteration: the root of what a benchmark records.
inline constexpr char benchmark_iteration[] = "dwell.iteration";

/// What there is to tell of one run of a benchmark, or of several.
struct benchmark_report {
    profile recorded;  ///< empty where none is kept
    std::vector<budget_result> answers;
};

/// The runs of the benchmark that is being run. Google Benchmark runs one at a time: first trials of more and more
/// iterations, then the one that it reports, or several of as many iterations. Any thread.
class benchmark_runs {
public:
    [[nodiscard]] static benchmark_runs& all() {
        static benchmark_runs runs;
        return runs;
    }

    /// From now on profiles are kept until they are taken.
    void keep_profiles() {
        const std::lock_guard lock(mutex_);
        are_kept_ = true;
    }

    /// A thread is about to begin its loop. None does so before all of them have come here.
    void arrive() {
        const std::lock_guard lock(mutex_);
        if (threads_++ == 0) {
            is_over_ = false;
        }
        // That of the last thread stays: it has what all of them did to prepare.
        before_ = snapshot({.timeline = false});
    }

    /// A thread's loop has ended, and so have those of all others. True for the first of them.
    [[nodiscard]] bool leave(int64_t iterations) {
        const std::lock_guard lock(mutex_);
        --threads_;
        if (is_over_) {
            return false;
        }
        is_over_ = true;
        latest_ = delta(snapshot({.timeline = false}), before_);
        if (iterations != iterations_) {
            runs_.clear();  // trials
            iterations_ = iterations;
        }
        runs_.push_back({are_kept_ ? latest_ : profile(), {}});
        return true;
    }

    /// A thread left its loop by `break` or an exception.
    void abandon() {
        const std::lock_guard lock(mutex_);
        --threads_;
    }

    /// What the last run recorded. For its threads, once they left their loops.
    [[nodiscard]] const profile& latest() const noexcept { return latest_; }

    /// Of the last run.
    void answer(const budget_result& result) {
        const std::lock_guard lock(mutex_);
        if (runs_.empty()) {
            runs_.emplace_back();
        }
        runs_.back().answers.push_back(result);
    }

    /// Of the runs that are reported now, the last so many: a warm-up may come before, with as many iterations. Nothing
    /// where the benchmark did not come here.
    [[nodiscard]] benchmark_report take(int64_t repetitions) {
        const std::lock_guard lock(mutex_);
        benchmark_report whole;
        const auto most = static_cast<size_t>(larger(repetitions, int64_t{1}));
        for (size_t i = runs_.size() - smaller(runs_.size(), most); i < runs_.size(); ++i) {
            whole.recorded = merge(whole.recorded, runs_[i].recorded);
            whole.answers.insert(whole.answers.end(), runs_[i].answers.begin(), runs_[i].answers.end());
        }
        runs_.clear();
        iterations_ = 0;
        return whole;
    }

private:
    std::mutex mutex_;
    int threads_ = 0;
    bool is_over_ = false;
    bool are_kept_ = false;
    int64_t iterations_ = 0;  // of each of the runs
    profile before_;
    profile latest_;
    std::vector<benchmark_report> runs_;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
