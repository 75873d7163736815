// SPDX-License-Identifier: BSL-1.0
// The numbers of one call path, one name or one module: times in nanoseconds, memory in bytes.
#ifndef DWELL_PROFILE_STATISTICS_HPP
#define DWELL_PROFILE_STATISTICS_HPP

#include <dwell/core/config.hpp>
#include <dwell/profile/call_path.hpp>
#include <dwell/profile/live_interval.hpp>
#include <dwell/profile/memory.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/histogram.hpp>
#include <dwell/stats/quantile_interval.hpp>
#include <dwell/stats/sampled_sum.hpp>

#include <string>
#include <utility>

DWELL_NAMESPACE_BEGIN

/// How long a tick of the profile's clock is.
struct tick_scale {
    double ns_per_tick = 1.0;

    [[nodiscard]] double to_ns(double ticks) const noexcept { return ticks * ns_per_tick; }
    [[nodiscard]] double to_ns(uint64_t ticks) const noexcept { return static_cast<double>(ticks) * ns_per_tick; }

    friend bool operator==(const tick_scale&, const tick_scale&) = default;
};

namespace detail {

/// Whether two scales differ by `tolerance` at most, as a share of the larger.
[[nodiscard]] inline bool same_scale(tick_scale a, tick_scale b, double tolerance) noexcept {
    const double longer = larger(a.ns_per_tick, b.ns_per_tick);
    return longer - smaller(a.ns_per_tick, b.ns_per_tick) <= tolerance * longer;
}

}  // namespace detail

/// A group of scopes: those of one call path, of one name, or of all names with a prefix.
class scope_statistics {
public:
    scope_statistics() = default;
    /// `sample_interval_bytes` is that of the profile's live memory.
    explicit scope_statistics(std::string name, tick_scale scale, uint64_t sample_interval_bytes = 0)
        : name_(std::move(name)), scale_(scale), sample_interval_bytes_(sample_interval_bytes) {}

    /// Adds a call path. Where `is_nested`, one of this group encloses it, and has its time (but for spans) and its
    /// memory already.
    void add(const call_path& path, bool is_nested = false) {
        calls_ += path.calls;
        open_calls_ += path.open_calls;
        cpu_calls_ += path.cpu_calls;
        cpu_ns_ += path.cpu_ns;
        total_ticks_ += is_nested ? path.span_ticks : path.total_ticks;
        self_ticks_ += path.self_ticks;
        self_memory_.add(path.self_memory);
        if (!is_nested) {
            memory_.add(path.memory);
            live_.add(path.live);
        }
        sampled_.add(path.sampled);
        durations_.merge(path.durations);
    }

    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    /// Scopes that ended.
    [[nodiscard]] uint64_t calls() const noexcept { return calls_; }
    /// Scopes that had not ended when the snapshot was taken.
    [[nodiscard]] uint64_t open_calls() const noexcept { return open_calls_; }
    /// Wall time inside, each nanosecond once even where a scope of the group runs inside another.
    [[nodiscard]] double total_ns() const noexcept { return scale_.to_ns(total_ticks_); }
    /// Wall time inside and in no child scope.
    [[nodiscard]] double self_ns() const noexcept { return scale_.to_ns(self_ticks_); }
    /// Mean duration of the scopes that ended; 0 where none did.
    [[nodiscard]] double mean_ns() const noexcept { return scale_.to_ns(durations_.mean()); }
    [[nodiscard]] double stddev_ns() const noexcept { return scale_.to_ns(durations_.stddev()); }
    [[nodiscard]] double min_ns() const noexcept { return scale_.to_ns((durations_.min)()); }
    [[nodiscard]] double max_ns() const noexcept { return scale_.to_ns((durations_.max)()); }
    /// The mean duration of what these scopes are a sample of: see `sampled_sum::mean_interval` for what it assumes.
    [[nodiscard]] estimate_interval mean_interval_ns(double confidence = 0.95) const noexcept {
        return sum_of_durations().mean_interval(confidence).scaled(scale_.ns_per_tick);
    }
    /// The duration that `p` percent of the scopes did not exceed; p in [0, 100]; 0 where none ended.
    [[nodiscard]] double percentile_ns(double p) const noexcept { return scale_.to_ns(durations_.percentile(p)); }
    /// The same with its interval; see `bucket_statistics::percentile_interval` for what it assumes.
    [[nodiscard]] quantile_interval percentile_interval_ns(double p, double confidence = 0.95) const noexcept {
        return durations_.percentile_interval(p, confidence, effective_samples()).scaled(scale_.ns_per_tick);
    }

    /// Whether some of the calls are those of TIMED_SCOPE_SAMPLED: total, self time and durations are estimates then.
    [[nodiscard]] bool is_sampled() const noexcept { return sampled_.calls != 0; }
    /// Calls that were timed: all, but for those that a sampled scope only counted.
    [[nodiscard]] uint64_t timed_calls() const noexcept { return calls_ - sampled_.calls + sampled_.timed; }
    /// How many independent durations those that were timed are worth: all of them, but for sampled scopes.
    [[nodiscard]] uint64_t effective_samples() const noexcept {
        const double samples = sum_of_durations().effective_samples();
        return is_sampled() && samples < static_cast<double>(durations_.count()) ? static_cast<uint64_t>(samples)
                                                                                 : durations_.count();
    }
    /// The sum of the durations, with its interval: that of the total, where no scope of the group runs inside another.
    /// The two bounds are equal where nothing was sampled. See `sampled_sum::interval` for what it assumes.
    [[nodiscard]] estimate_interval total_interval_ns(double confidence = 0.95) const noexcept {
        return sum_of_durations().interval(confidence).scaled(scale_.ns_per_tick);
    }
    /// Half of the durations are at most this far from their median.
    [[nodiscard]] double median_absolute_deviation_ns() const noexcept {
        return scale_.to_ns(durations_.median_absolute_deviation());
    }
    /// The mean without the `proportion` of durations at each end, in [0, 0.5].
    [[nodiscard]] double trimmed_mean_ns(double proportion) const noexcept {
        return scale_.to_ns(durations_.trimmed_mean(proportion));
    }
    /// Allocated and freed inside, children included, each block once even where a scope of the group runs inside
    /// another.
    [[nodiscard]] const memory_counts& memory() const noexcept { return memory_; }
    /// Allocated and freed inside and in no child scope.
    [[nodiscard]] const memory_counts& self_memory() const noexcept { return self_memory_; }
    /// Of what was allocated inside, children included, what is held still.
    [[nodiscard]] const live_memory& live() const noexcept { return live_; }
    /// `live().bytes` with its interval; see `dwell::live_bytes_interval` for what it assumes.
    [[nodiscard]] estimate_interval live_bytes_interval(double confidence = 0.95) const noexcept {
        return dwell::live_bytes_interval(live_, sample_interval_bytes_, confidence);
    }
    /// Mean number of allocations in a call, children included; 0 where none ended. What scopes that are open still
    /// have allocated counts, too.
    [[nodiscard]] double allocations_per_call() const noexcept {
        return calls_ == 0 ? 0.0 : static_cast<double>(memory_.allocations) / static_cast<double>(calls_);
    }
    /// The same for bytes.
    [[nodiscard]] double bytes_per_call() const noexcept {
        return calls_ == 0 ? 0.0 : static_cast<double>(memory_.allocated_bytes) / static_cast<double>(calls_);
    }
    /// Calls of TIMED_SCOPE_CPU that ended, and the mean CPU time of their threads in a call; 0 where none ended.
    [[nodiscard]] uint64_t cpu_calls() const noexcept { return cpu_calls_; }
    [[nodiscard]] double cpu_ns_per_call() const noexcept {
        return cpu_calls_ == 0 ? 0.0 : static_cast<double>(cpu_ns_) / static_cast<double>(cpu_calls_);
    }
    /// The durations themselves, in ticks.
    [[nodiscard]] const histogram& durations() const noexcept { return durations_; }
    [[nodiscard]] tick_scale scale() const noexcept { return scale_; }

private:
    [[nodiscard]] sampled_sum sum_of_durations() const noexcept {
        sampled_calls all = sampled_;
        all.add({0, 0, calls_ - sampled_.calls});
        return {durations_, calls_, all.squared_runs};
    }

    std::string name_;
    tick_scale scale_;
    sampled_calls sampled_;
    uint64_t calls_ = 0;
    uint64_t open_calls_ = 0;
    uint64_t cpu_calls_ = 0;
    uint64_t cpu_ns_ = 0;
    uint64_t total_ticks_ = 0;
    uint64_t self_ticks_ = 0;
    memory_counts memory_;
    memory_counts self_memory_;
    live_memory live_;
    uint64_t sample_interval_bytes_ = 0;
    histogram durations_;
};

DWELL_NAMESPACE_END

#endif
