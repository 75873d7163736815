// SPDX-License-Identifier: BSL-1.0
// A budget held against a profile: a name, a call path or a module of it, and its counters.
#ifndef DWELL_TESTING_CHECK_PROFILE_HPP
#define DWELL_TESTING_CHECK_PROFILE_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/human.hpp>
#include <dwell/export/metadata_fields.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/profile/statistics.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/stats/quantile_interval.hpp>
#include <dwell/testing/budget.hpp>
#include <dwell/testing/budget_result.hpp>
#include <dwell/testing/check_counters.hpp>
#include <dwell/testing/check_limits.hpp>
#include <dwell/testing/check_memory.hpp>
#include <dwell/testing/costliest.hpp>
#include <dwell/testing/scope_choice.hpp>

#include <string>
#include <string_view>
#include <utility>

DWELL_NAMESPACE_BEGIN

struct profile_check_options {
    double confidence = 0.99;  ///< of each interval
};

namespace detail {

/// Why there is no interval.
[[nodiscard]] inline const char* reason_of(interval_status status) noexcept {
    switch (status) {
        case interval_status::empty:
            return "no duration was recorded";
        case interval_status::too_few_samples:
            return "too few calls";
        case interval_status::saturated:
            return "the counts of the histogram have overflowed";
        case interval_status::invalid_argument:
            return "the confidence is not between 0 and 1";
        case interval_status::ok:
            break;
    }
    return "";
}

/// What the scopes of a profile say of each quantity.
class scope_quantities {
public:
    scope_quantities(const scope_statistics& scopes, const profile& source, double confidence) noexcept
        : scopes_(scopes), source_(source), confidence_(confidence) {}

    [[nodiscard]] limit_check check(const upper_limit& limit) const {
        switch (limit.quantity) {
            case budget_quantity::p50:
            case budget_quantity::p95:
            case budget_quantity::p99:
            case budget_quantity::p999:
                return check_time(limit, percentile(limit.percentile, limit.value));
            case budget_quantity::max:
                return check_time(limit, longest());
            case budget_quantity::mean:
                return check_time(limit, mean());
            case budget_quantity::cpu_per_call:
                return scopes_.cpu_calls() == 0
                           ? failed_limit(limit, "no CPU time was measured: write TIMED_SCOPE_CPU for this scope")
                           : check_time(limit, cpu_per_call());
            case budget_quantity::allocations_per_call:
                return check_memory(limit, source_, scopes_.allocations_per_call(), scopes_.calls());
            case budget_quantity::bytes_per_call:
                return check_memory(limit, source_, scopes_.bytes_per_call(), scopes_.calls());
            case budget_quantity::growth_per_hour:
                break;
        }
        return failed_limit(limit, "growth takes snapshots over time: check a memory_growth");
    }

private:
    // Says also what it would take to know.
    [[nodiscard]] limit_check check_time(const upper_limit& limit, const measured_interval& measured) const {
        limit_check result = check_upper_limit(limit, measured);
        if (result.answer != verdict::inconclusive || !result.reason.empty()) {
            return result;
        }
        const double bucket = result.upper / 128;
        const double clock = limit.percentile != 0.0 ? 2 * clock_step() : 0.0;
        if (is_finite(result.upper) && result.upper - result.lower <= bucket + clock) {
            result.reason = clock > bucket
                                ? "the limit is within the " + human_duration(clock) + " that the clock tells apart"
                                : "the limit is within the 0.8 % that a histogram tells apart";
        } else if (limit.quantity == budget_quantity::max && scopes_.timed_calls() < scopes_.calls()) {
            result.reason = "only " + with_thousands(std::to_string(scopes_.timed_calls())) + " of " +
                            with_thousands(std::to_string(scopes_.calls())) + " calls were timed";
        }
        return with_samples_wanted(std::move(result));
    }

    [[nodiscard]] double clock_step() const noexcept {
        const double step = source_.metadata().clock_resolution_ns;
        return is_positive(step) ? step : 0.0;
    }

    // A duration is the difference of two readings, each off by less than a step of the clock: where all calls are
    // alike, so are all of their errors.
    [[nodiscard]] measured_interval percentile(double p, double limit_ns) const {
        const histogram& durations = scopes_.durations();
        const uint64_t effective = scopes_.effective_samples();
        const quantile_interval found = durations.percentile_interval(p, confidence_, effective);
        const tick_scale scale = scopes_.scale();
        measured_interval result{scale.to_ns(found.estimate), scale.to_ns(found.lower), scale.to_ns(found.upper),
                                 scopes_.timed_calls()};
        result.reason = reason_of(found.status);
        if (found.is_defined()) {
            result.lower = larger(0.0, result.lower - clock_step());
            result.upper += clock_step();
        } else if (found.status == interval_status::too_few_samples) {
            // Too few to be sure that it is small enough may be plenty to be sure that it is not.
            const double lower =
                scale.to_ns(durations.percentile_lower_bound(p, confidence_, effective)) - clock_step();
            if (lower > limit_ns) {
                result.lower = lower;
                result.upper = infinity;
                result.reason.clear();
            }
            result.samples_wanted = calls_worth(static_cast<double>(samples_for_percentile_interval(p, confidence_)));
        }
        return result;
    }

    [[nodiscard]] measured_interval mean() const {
        const estimate_interval found = scopes_.mean_interval_ns(confidence_);
        measured_interval result{found.estimate, found.lower, found.upper, scopes_.timed_calls()};
        result.reason = reason_of(found.status);
        if (found.status == interval_status::too_few_samples) {
            result.samples_wanted = calls_worth(sampled_sum::fewest_samples);
        }
        return result;
    }

    /// How many timed calls are worth so many independent ones.
    [[nodiscard]] uint64_t calls_worth(double samples) const noexcept {
        const auto effective = static_cast<double>(larger(scopes_.effective_samples(), uint64_t{1}));
        const double each = static_cast<double>(scopes_.timed_calls()) / effective;
        return round_to_integer(samples * larger(each, 1.0));
    }

    // The longest of these calls, not of all that will ever be made.
    [[nodiscard]] measured_interval longest() const {
        const histogram& durations = scopes_.durations();
        measured_interval result;
        result.samples = scopes_.timed_calls();
        if (durations.empty()) {
            result.reason = reason_of(interval_status::empty);
            return result;
        }
        result.estimate = result.lower = result.upper = scopes_.max_ns();
        if (!source_.exact_extremes() || !durations.bounds_are_exact()) {
            result.lower = scopes_.scale().to_ns(durations.bucket_at_rank(durations.count()).lower);
        }
        if (durations.over_range() != 0) {
            result.upper = infinity;
        }
        if (scopes_.is_sampled() && scopes_.timed_calls() < scopes_.calls()) {
            result.upper = infinity;  // those that were not timed may have taken longer
        }
        return result;
    }

    // How much CPU time varies was not recorded: taken to be no more than how much the calls' duration does.
    [[nodiscard]] measured_interval cpu_per_call() const {
        const double mean_cpu = scopes_.cpu_ns_per_call();
        const auto calls = static_cast<double>(scopes_.cpu_calls());
        measured_interval result = mean();
        const double wider = square_root(static_cast<double>(scopes_.timed_calls()) / calls);
        result.lower = larger(0.0, mean_cpu - (result.estimate - result.lower) * wider);
        result.upper = mean_cpu + (result.upper - result.estimate) * wider;
        result.estimate = mean_cpu;
        result.samples = scopes_.cpu_calls();
        return result;
    }

    const scope_statistics& scopes_;
    const profile& source_;
    double confidence_;
};

inline void note_what_is_missing(budget_result& result, const profile& source, const scope_statistics& scopes) {
    if (scopes.open_calls() != 0) {
        result.notes.push_back("calls that had not ended, whose time is not in here: " +
                               with_thousands(std::to_string(scopes.open_calls())));
    }
    visit_health(source.health(), [&](const char*, uint64_t count, const char* meaning) {
        if (count != 0) {
            result.notes.push_back(std::string("the profile has ") + meaning + ": " +
                                   with_thousands(std::to_string(count)));
        }
    });
}

}  // namespace detail

/// Holds a budget against what scopes of a profile took: `which` is a name ("server.parse", wherever it is called
/// from), a call path ("server;parse") or a prefix ("server.*"). What ran between two snapshots is a profile, too:
/// `delta`, `profile_during`. Where no such scope ran, or none has ended, that is a failure.
///
/// - p50 to p999: intervals that hold for any distribution, of independent calls (`percentile_interval`), wider by a
///   step of the clock at either end.
/// - mean: an interval that allows for skewed durations (`sampled_sum::mean_interval`).
/// - max: the longest call that was recorded. Of an interval only its bucket is known; of sampled calls only that it
///   was no shorter.
/// - cpu_per_call: only with TIMED_SCOPE_CPU. How much it varies is not recorded: taken to be what durations do.
/// - allocations_per_call, bytes_per_call: counted, children included. Fails where allocations are not counted, and is
///   inconclusive where a sanitizer counts its own.
/// - growth_per_hour: fails, since it takes a `memory_growth`.
/// - counters: those of the whole profile. Fails where one was never counted. A ratio of at most 1 is taken for the
///   share of independent trials, with its exact interval; all other counts are exact.
///
/// Linear in the call paths.
[[nodiscard]] inline budget_result check(const profile& source, std::string_view which, const budget& wanted,
                                         profile_check_options options = {}) {
    budget_result result;
    result.subject = which;
    const detail::scope_choice chosen = detail::choose_scopes(source, which);
    result.error = chosen.missing;
    if (chosen.statistics) {
        const detail::scope_quantities quantities(*chosen.statistics, source, options.confidence);
        for (const upper_limit& limit : upper_limits(wanted)) {
            result.checks.push_back(quantities.check(limit));
        }
        result.costliest = detail::costliest_below(source, chosen, detail::cost_of_worst(result.checks));
        detail::note_what_is_missing(result, source, *chosen.statistics);
    }
    for (const counter_limit& limit : wanted.counters) {
        result.checks.push_back(detail::check_counter(source, limit, options.confidence));
    }
    return result;
}

/// The same for counters and their ratios alone. Other limits fail: they take a name.
[[nodiscard]] inline budget_result check(const profile& source, const budget& wanted,
                                         profile_check_options options = {}) {
    budget_result result;
    result.subject = "counters";
    for (const upper_limit& limit : upper_limits(wanted)) {
        result.checks.push_back(failed_limit(limit, limit.quantity == budget_quantity::growth_per_hour
                                                        ? "growth takes snapshots over time: check a memory_growth"
                                                        : "it takes a scope's name: check(profile, \"name\", budget)"));
    }
    for (const counter_limit& limit : wanted.counters) {
        result.checks.push_back(detail::check_counter(source, limit, options.confidence));
    }
    return result;
}

DWELL_NAMESPACE_END

#endif
