// SPDX-License-Identifier: BSL-1.0
// What the loop of a benchmark recorded, however many threads run it and however often it is run.
#ifndef DWELL_EXT_BENCHMARK_RUNS_HPP
#define DWELL_EXT_BENCHMARK_RUNS_HPP

#include <dwell/core/config.hpp>
#include <dwell/dwell.hpp>

#include <cstdint>
#include <mutex>
#include <utility>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// The scope around each iteration: the root of what a benchmark records.
inline constexpr char benchmark_iteration[] = "dwell.iteration";

/// The runs of the benchmark that is being run. Google Benchmark runs one at a time: first trials of more and more
/// iterations, then the one that it reports, or several of as many iterations.
class benchmark_runs {
public:
    [[nodiscard]] static benchmark_runs& all() {
        static benchmark_runs runs;
        return runs;
    }

    /// Whether profiles are kept until `take`.
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
        before_ = snapshot({.timeline = false});  // that of the last thread stays: after what all of them prepared
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
        if (are_kept_) {
            // What had another number of iterations was a trial.
            reported_ = iterations == iterations_ ? merge(reported_, latest_) : latest_;
        }
        iterations_ = iterations;
        return true;
    }

    /// A thread left its loop by `break` or an exception.
    void abandon() {
        const std::lock_guard lock(mutex_);
        --threads_;
    }

    /// What the last run recorded. For its threads, once they left their loops.
    [[nodiscard]] const profile& latest() const noexcept { return latest_; }

    /// What the runs recorded that are reported now; empty where the benchmark did not come here.
    [[nodiscard]] profile take() {
        const std::lock_guard lock(mutex_);
        iterations_ = 0;
        return std::exchange(reported_, profile());
    }

private:
    std::mutex mutex_;
    int threads_ = 0;
    bool is_over_ = false;
    bool are_kept_ = false;
    int64_t iterations_ = 0;
    profile before_;
    profile latest_;
    profile reported_;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
