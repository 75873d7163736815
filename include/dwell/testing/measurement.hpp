// SPDX-License-Identifier: BSL-1.0
// What measuring some code gave: times with their intervals, allocations, and how fit the machine was.
#ifndef DWELL_TESTING_MEASUREMENT_HPP
#define DWELL_TESTING_MEASUREMENT_HPP

#include <dwell/core/config.hpp>
#include <dwell/profile/memory.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/profile/statistics.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/stats/histogram.hpp>
#include <dwell/stats/quantile_interval.hpp>
#include <dwell/stats/round_statistics.hpp>
#include <dwell/stats/sequential_error.hpp>
#include <dwell/testing/check_limits.hpp>
#include <dwell/testing/machine_condition.hpp>
#include <dwell/testing/measure_options.hpp>
#include <dwell/testing/measured_rounds.hpp>
#include <dwell/testing/slowed_calls.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// The scope that measured code runs in.
inline constexpr std::string_view measuring_scope = "dwell.measure";

/// All that was measured.
struct measured_code_times {
    std::vector<measured_round> rounds;
    uint64_t calls_per_batch = 1;
    uint64_t calls = 0;   ///< in batches, one by one, and not timed at all
    uint64_t groups = 0;  ///< of calls, each in a scope of its own
    uint64_t looks = 1;
    uint64_t clock_ticks = 0;  ///< what two readings of the clock take that follow each other
};

}  // namespace detail

/// Code that was measured. A plain value. Each interval holds the true value with the confidence of the options, all
/// looks at it while measuring went on taken together, provided that rounds of 5 ms are independent of each other.
///
/// Times are of the rounds in which the machine was as fast as it mostly is, as a loop of dwell's own says that runs
/// between: what slows the machine for some milliseconds slows that, too. Where the thread waited for a processor, an
/// interval reaches from the time without that waiting to the time with it: the first is what the code is to blame for.
class measurement {
public:
    measurement() = default;
    measurement(measure_options options, const detail::measured_code_times& times, tick_scale scale)
        : options_(std::move(options)),
          rounds_(detail::fair_rounds(times.rounds)),
          all_rounds_(times.rounds.size()),
          calls_per_batch_(times.calls_per_batch),
          calls_(times.calls),
          groups_(times.groups),
          looks_(times.looks),
          clock_ns_(scale.to_ns(times.clock_ticks)),
          scale_(scale) {
        for (size_t i = 0; i < rounds_.calls.size(); ++i) {
            durations_.merge(rounds_.calls[i]);
            running_durations_.merge(rounds_.running_calls[i]);
        }
    }

    [[nodiscard]] const std::string& name() const noexcept { return options_.name; }
    [[nodiscard]] const measure_options& options() const noexcept { return options_; }
    /// Calls that count, timed or not, of the thread that measured.
    [[nodiscard]] uint64_t calls() const noexcept { return calls_; }
    [[nodiscard]] uint64_t calls_per_batch() const noexcept { return calls_per_batch_; }
    /// Of some 5 ms each, or of one group of calls that take longer.
    [[nodiscard]] size_t rounds() const noexcept { return all_rounds_; }
    /// Those whose times count.
    [[nodiscard]] size_t fair_rounds() const noexcept { return rounds_.size(); }
    [[nodiscard]] uint64_t looks() const noexcept { return looks_; }
    /// Of each interval: so much that those of all looks together have the one of the options.
    [[nodiscard]] double confidence() const noexcept { return detail::confidence_of_look(options_.confidence, looks_); }

    /// Durations of the calls that were timed one by one, in ticks of `scale()`, with what reading the clock takes.
    [[nodiscard]] const histogram& durations() const noexcept { return durations_; }
    [[nodiscard]] tick_scale scale() const noexcept { return scale_; }

    /// The median time of a call. Of a call below 20 us, the median over rounds of the median over batches of the mean
    /// of a batch, which the clock is fine enough for; of a longer one, that of single calls. So, too, where single
    /// calls say something else by far: calls of two kinds, or slow ones among many, have a mean that is no median.
    [[nodiscard]] measured_interval p50() const {
        measured_interval batches = of_rounds(detail::median_interval(rounds_.medians, confidence()));
        if (calls_per_batch_ > 1 && !durations_.empty()) {
            const measured_interval single = percentile(50);
            const double longer_than_that = batches.estimate - single.estimate;
            const double tolerated = detail::larger(batches.estimate * tolerated_share,
                                                    longer_than_that > 0 ? tolerated_clock_ns : tolerated_overlap_ns);
            if (detail::absolute(longer_than_that) <= tolerated) {
                return batches;
            }
        }
        return percentile(50);
    }

    /// A percentile of the durations of single calls; p in (0, 100). Reading the clock is in it, in part (a processor
    /// does it beside the end of the call), and so are the clock's steps, 10 ns in some virtual machines: the interval
    /// begins at what is without both. From p90 on, the interval reaches down to what an undisturbed machine would have
    /// given, by how the machine slowed down work that is always the same meanwhile.
    [[nodiscard]] measured_interval percentile(double p) const {
        const double q = p / 100;
        const uint64_t worth = detail::effective_count(rounds_.calls, durations_, q, confidence());
        const uint64_t running = detail::effective_count(rounds_.running_calls, running_durations_, q, confidence());
        const double upper = detail::quantile_upper_bound(rounds_.calls, durations_, q, confidence());
        double lower = running_durations_.percentile_lower_bound(p, confidence(), running);
        if (p >= lowest_tail_percentile && !rounds_.pieces.empty()) {
            lower = detail::undisturbed_lower_bound(running_durations_, running, rounds_.pieces, p, confidence());
        }
        measured_interval result =
            widened(scale_.to_ns(durations_.quantile(q)), without_clock(scale_.to_ns(lower)), scale_.to_ns(upper));
        result.samples = durations_.count();
        if (detail::is_nan(upper) || detail::is_nan(lower)) {
            result.upper = detail::infinity;
            const double each = worth == 0 ? 1.0 : static_cast<double>(result.samples) / static_cast<double>(worth);
            result.samples_wanted =
                detail::round_to_integer(each * static_cast<double>(samples_for_percentile_interval(p, confidence())));
            result.reason = "too few calls";
        }
        return result;
    }

    /// The mean time of a call.
    [[nodiscard]] measured_interval mean() const {
        detail::round_interval result = detail::mean_interval(rounds_.running_means, confidence());
        const detail::round_interval with_waiting = detail::mean_interval(rounds_.means, confidence());
        result.estimate = with_waiting.estimate;
        result.upper = with_waiting.upper;
        return of_rounds(result);
    }

    /// The mean CPU time of a call on its own thread, not that of threads which work for it.
    [[nodiscard]] measured_interval cpu_per_call() const {
        return of_rounds(detail::mean_interval(rounds_.cpu_times, confidence()));
    }

    /// The longest of the calls that were timed one by one, without the time for which they waited for a processor. Of
    /// these calls, not of all that will ever be made: no number of calls bounds those. The interval begins at the
    /// longest call of the second slowest round: what happened once may have been the machine.
    [[nodiscard]] measured_interval(max)() const {
        double longest = 0.0;
        double second = 0.0;
        for (const histogram& round : rounds_.running_calls) {
            const double here = scale_.to_ns((round.max)());
            second = detail::larger(second, detail::smaller(longest, here));
            longest = detail::larger(longest, here);
        }
        measured_interval result{longest, without_clock(second), longest, durations_.count()};
        result.reason = rounds_.calls.size() < 2 ? "too few calls" : "";
        return result;
    }

    /// Mean number of allocations of a call on the thread that measured, counted in all of them. A reason and no value
    /// where nothing counts: see `counts_allocations`.
    [[nodiscard]] measured_interval allocations_per_call() const { return counted(&memory_counts::allocations); }

    /// Mean number of bytes that a call allocates, whether it frees them or not.
    [[nodiscard]] measured_interval bytes_per_call() const { return counted(&memory_counts::allocated_bytes); }

    /// Whether no call was made while recording was switched off: only then are allocations those of all calls.
    [[nodiscard]] bool recorded_all_calls() const {
        const std::optional<scope_statistics> here = inside_.find(detail::measuring_scope);
        return here && here->calls() >= groups_;
    }

    /// What scopes and counters recorded meanwhile: call paths of the code are below `dwell.measure`.
    [[nodiscard]] const profile& inside() const noexcept { return inside_; }
    [[nodiscard]] const machine_condition& machine() const noexcept { return machine_; }
    /// That measuring took, warm-up included.
    [[nodiscard]] double seconds() const noexcept { return seconds_; }

    /// For whoever measures.
    void set_surroundings(profile inside, const machine_condition& machine, double seconds) {
        inside_ = std::move(inside);
        machine_ = machine;
        seconds_ = seconds;
    }

private:
    static constexpr double lowest_tail_percentile = 90;
    // By how much the medians of batches and of single calls may differ when calls are alike: for the clock's steps,
    // and since a processor begins the next call before one is done, where no reading of the clock is between them.
    static constexpr double tolerated_share = 0.2;
    static constexpr double tolerated_clock_ns = 30;
    static constexpr double tolerated_overlap_ns = 200;

    [[nodiscard]] double without_clock(double ns) const noexcept {
        const double least = ns - clock_ns_ - inside_.metadata().clock_resolution_ns;
        return least < 0 ? 0.0 : least;  // a NaN stays
    }

    [[nodiscard]] measured_interval widened(double estimate, double lower, double upper) const noexcept {
        measured_interval result;
        result.estimate = estimate;
        result.lower = (lower < 0 ? 0 : lower) * (1 - options_.process_variation);
        result.upper = upper * (1 + options_.process_variation);
        return result;
    }

    [[nodiscard]] measured_interval of_rounds(const detail::round_interval& value) const {
        measured_interval result = widened(value.estimate, value.lower, value.upper);
        result.samples = rounds_.batched_calls;
        if (!(value.lower <= value.upper)) {
            const uint64_t each = rounds_.batched_calls / detail::larger(rounds_.size(), size_t{1});
            const uint64_t rounds =
                samples_for_percentile_interval(50, detail::confidence_of_look(options_.confidence, looks_ + 1));
            result.samples_wanted = rounds == uint64_max ? 0 : each * rounds;
            result.reason = "too few calls";
        }
        return result;
    }

    [[nodiscard]] measured_interval counted(uint64_t memory_counts::*count) const {
        measured_interval result;
        const std::optional<scope_statistics> here = inside_.find(detail::measuring_scope);
        const std::string& sizes = inside_.memory().sizes;
        if (!here) {
            result.reason = "nothing is recorded: recording is switched off";
        } else if (here->calls() < groups_) {
            result.reason = "recording was switched off meanwhile: not all calls are counted";
        } else if (sizes != "requested" && sizes != "usable") {
            result.reason = sizes.empty() ? "allocations are not counted in this program" : "allocations are " + sizes;
        } else {
            result = measured_interval::exactly(
                static_cast<double>(here->memory().*count) / static_cast<double>(calls_), calls_);
        }
        return result;
    }

    measure_options options_;
    detail::measured_rounds rounds_;  // those that count
    size_t all_rounds_ = 0;
    uint64_t calls_per_batch_ = 1;
    uint64_t calls_ = 0;
    uint64_t groups_ = 0;
    uint64_t looks_ = 1;
    double clock_ns_ = 0.0;
    tick_scale scale_;
    histogram durations_;
    histogram running_durations_;
    profile inside_;
    machine_condition machine_;
    double seconds_ = 0.0;
};

DWELL_NAMESPACE_END

#endif
