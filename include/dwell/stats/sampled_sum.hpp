// SPDX-License-Identifier: BSL-1.0
// The sum of many values of which only some were seen, each standing for a run of them: its estimate and interval.
#ifndef DWELL_STATS_SAMPLED_SUM_HPP
#define DWELL_STATS_SAMPLED_SUM_HPP

#include <dwell/core/config.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/stats/histogram.hpp>
#include <dwell/stats/quantile_interval.hpp>
#include <dwell/stats/student.hpp>

DWELL_NAMESPACE_BEGIN

/// An estimate, and an interval that has the true value in it with a probability of about `confidence`. A plain value.
struct estimate_interval {
    double estimate = 0.0;
    /// NaN where the status is not ok. Equal to the estimate where that is exact.
    double lower = detail::not_a_number;
    double upper = detail::not_a_number;
    double confidence = 0.0;
    interval_status status = interval_status::empty;

    [[nodiscard]] bool is_defined() const noexcept { return status == interval_status::ok; }

    /// The same in another unit, each number multiplied by `factor`.
    [[nodiscard]] estimate_interval scaled(double factor) const noexcept {
        return {estimate * factor, lower * factor, upper * factor, confidence, status};
    }
};

/// Values in runs, of each of which one was drawn at random and recorded as often as its run is long.
struct sampled_sum {
    /// Effective ones, below which there is no interval.
    static constexpr double fewest_samples = 10;

    const histogram& recorded;
    uint64_t values = 0;        ///< all there were, seen or not
    uint64_t squared_runs = 0;  ///< the sum of the squares of the runs; a value that stands for itself adds 1

    /// How many independent values would say as much as the recorded ones (L. Kish, "Survey Sampling", 1965). At most
    /// `recorded.count()`, which no run's square is below.
    [[nodiscard]] double effective_samples() const noexcept {
        const auto weight = static_cast<double>(recorded.count());
        return squared_runs == 0 ? 0.0 : weight * weight / detail::larger(weight, static_cast<double>(squared_runs));
    }

    /// Whether every value was recorded for itself alone.
    [[nodiscard]] bool is_exact() const noexcept { return recorded.count() == values && squared_runs == values; }

    /// The sum of all values, its variance being what the runs leave open: for run lengths w and values of variance
    /// s^2, s^2 * sum(w^2 - w). Skewed values are allowed for by Hall's transformation (P. Hall, "On the removal of
    /// skewness by transformation", Journal of the Royal Statistical Society B 54(1), 1992). The last run may not have
    /// ended: the interval is wider by the mean of so many values. Assumes that values of different runs vary
    /// independently (runs that are alike inside make it wider than need be), and that what is rare but far larger was
    /// seen: where one value in k is, m * k recorded values miss all of those with a probability of about e^-m, so 10 k
    /// are needed. The status is `too_few_samples` for fewer than ten effective samples; where all values were
    /// recorded, both bounds are the exact sum. In the values' unit. O(buckets).
    [[nodiscard]] estimate_interval interval(double confidence = 0.95) const noexcept {
        const double weight = static_cast<double>(recorded.count());
        if (is_exact() && confidence > 0.0 && confidence < 1.0) {
            const double sum = recorded.mean() * weight;
            return {sum, sum, sum, confidence, interval_status::ok};
        }
        estimate_interval result =
            with_error(confidence, detail::larger(0.0, static_cast<double>(squared_runs) - weight));
        const double rest = detail::absolute(static_cast<double>(values) - weight) * recorded.mean();
        result.lower = result.is_defined() ? detail::larger(0.0, result.lower - rest) : result.lower;
        result.upper += rest;
        return result;
    }

    /// The mean of what all the values are a sample of, its variance being s^2 * sum(w^2) / sum(w)^2: with an interval
    /// also where every value was recorded. In all else as `interval`.
    [[nodiscard]] estimate_interval mean_interval(double confidence = 0.95) const noexcept {
        const estimate_interval sum = with_error(confidence, static_cast<double>(squared_runs));
        return sum.scaled(recorded.empty() ? 0.0 : 1 / static_cast<double>(recorded.count()));
    }

private:
    // The sum of what was recorded, with the variance of a value times `squares`.
    [[nodiscard]] estimate_interval with_error(double confidence, double squares) const noexcept {
        estimate_interval result;
        result.estimate = recorded.mean() * static_cast<double>(recorded.count());
        result.confidence = confidence;
        if (!(confidence > 0.0 && confidence < 1.0)) {
            result.status = interval_status::invalid_argument;
            return result;
        }
        if (recorded.saturated()) {
            result.status = interval_status::saturated;
            return result;
        }
        const double samples = effective_samples();
        if (samples < fewest_samples) {
            result.status = recorded.empty() ? interval_status::empty : interval_status::too_few_samples;
            return result;
        }
        const central_moments about_mean(recorded);
        const double error = detail::square_root(about_mean.second * samples / (samples - 1) * squares);
        const double skewness =
            about_mean.second > 0 ? about_mean.third / (about_mean.second * detail::square_root(about_mean.second)) : 0;
        const double t = detail::student_upper_quantile((1 - confidence) / 2, samples - 1);
        const double asymmetry = skewness / detail::square_root(samples);
        result.status = interval_status::ok;
        result.lower = detail::larger(0.0, result.estimate - error * without_skewness(t, asymmetry));
        result.upper = result.estimate - error * without_skewness(-t, asymmetry);
        return result;
    }

    struct central_moments {
        double second = 0;
        double third = 0;

        explicit central_moments(const histogram& of) noexcept {
            const double mean = of.mean();
            of.for_each_bucket([&](size_t, uint64_t lower, uint64_t upper, uint64_t count) {
                const double from_mean = detail::bucket_range(of, lower, upper).midpoint() - mean;
                const double part = static_cast<double>(count) * from_mean * from_mean;
                second += part;
                third += part * from_mean;
            });
            second /= static_cast<double>(of.count());
            third /= static_cast<double>(of.count());
        }
    };

    // The t of which t + a t^2 / 3 + a^2 t^3 / 27 + a / 6 is y.
    [[nodiscard]] static double without_skewness(double y, double a) noexcept {
        if (detail::absolute(a) < 1e-6) {
            return y;
        }
        return 3 / a * (detail::cube_root(1 + a * (y - a / 6)) - 1);
    }
};

DWELL_NAMESPACE_END

#endif
