// SPDX-License-Identifier: BSL-1.0
// How fast does a series grow? The Theil-Sen slope, with an interval that allows for noise which has a memory.
#ifndef DWELL_STATS_THEIL_SEN_HPP
#define DWELL_STATS_THEIL_SEN_HPP

#include <dwell/core/config.hpp>
#include <dwell/stats/block_medians.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/stats/sorted_values.hpp>
#include <dwell/stats/student.hpp>

#include <vector>

DWELL_NAMESPACE_BEGIN

enum class trend_status {
    ok,
    too_few_points,    ///< fewer than `theil_sen_fewest_points`
    too_correlated,    ///< what is not the line moves so slowly that it has not averaged out over the series
    invalid_argument,  ///< times that do not ascend, a number that is not finite, a confidence outside (0, 1)
};

/// The same for a person.
[[nodiscard]] constexpr const char* message(trend_status status) noexcept {
    switch (status) {
        case trend_status::too_few_points:
            return "fewer than 60 points";
        case trend_status::too_correlated:
            return "what is no steady growth has not averaged out yet";
        case trend_status::invalid_argument:
            return "times, values or the confidence make no sense";
        case trend_status::ok:
            break;
    }
    return "a slope and its interval";
}

/// A slope, and an interval that has the true one in it with a probability of about `confidence`. A plain value.
struct trend {
    /// The best estimate; NaN where there are too few points or the argument is invalid.
    double slope = detail::not_a_number;
    /// NaN unless the status is ok, so that no comparison with them holds. -infinity and infinity where the confidence
    /// asked for is more than the series can give.
    double lower = detail::not_a_number;
    double upper = detail::not_a_number;
    /// How likely such a slope is, or a steeper one, where nothing grows: Student's tail beyond the slope over its
    /// standard error, which is half the width of an interval of 95 % over its quantile. 1 unless the status is ok.
    double p_growth = 1.0;
    double confidence = 0.0;
    /// Whether noise was taken for a random walk, since it does not average out in the series.
    bool drifts = false;
    /// Of neighbouring blocks without the line, or of the steps between them where it drifts; 0 to 0.95.
    double correlation = 0.0;
    /// How many independent blocks, or steps, would say as much.
    double effective_blocks = 0.0;
    trend_status status = trend_status::too_few_points;

    [[nodiscard]] bool is_defined() const noexcept { return status == trend_status::ok; }
};

/// Below this, whether noise has a memory cannot be told.
inline constexpr size_t theil_sen_fewest_points = 60;

namespace detail {

/// The variance of Kendall's S, pairs that rise less pairs that fall, where values are independent and nothing rises or
/// falls; ties allowed for.
[[nodiscard]] inline double kendall_score_variance(const std::vector<double>& values) noexcept {
    const auto n = static_cast<double>(values.size());
    double tied = 0.0;
    for (const double value : values) {
        double equal = 0.0;
        for (const double other : values) {
            equal += other == value ? 1.0 : 0.0;
        }
        // Each of the t values of a tie adds a t-th of t (t - 1) (2 t + 5).
        tied += (equal - 1) * (2 * equal + 5);
    }
    return (n * (n - 1) * (2 * n + 5) - tied) / 18;
}

/// Sen's interval: the slopes, of N in ascending order, whose ranks are (N -+ margin) / 2. Ranks count from 1: the
/// lower one is rounded down, and the upper one is its mirror image. Infinite where there is no such rank.
struct slope_bounds {
    double lower = -infinity;
    double upper = infinity;

    slope_bounds(const std::vector<double>& slopes, double margin) noexcept {
        const double rank = (static_cast<double>(slopes.size()) - margin) / 2;
        if (rank >= 1) {
            const auto below = static_cast<size_t>(rank);
            lower = slopes[below - 1];
            upper = slopes[slopes.size() - below];
        }
    }
};

/// Student's tail beyond a slope over its standard error.
[[nodiscard]] inline double tail_of_slope(double slope, double error, double freedom) noexcept {
    return error > 0.0 ? student_upper_tail(slope / error, freedom) : slope > 0.0 ? 0.0 : 1.0;
}

inline constexpr double fewest_effective_blocks = 6;

/// Takes noise for what comes and goes.
inline void fit_line(trend& result, const block_medians& blocks, const std::vector<double>& slopes, double tolerance) {
    result.slope = arithmetic_median(slopes);
    std::vector<double> residuals;
    for (size_t i = 0; i < blocks.size(); ++i) {
        residuals.push_back(blocks.values[i] - result.slope * (blocks.times[i] - blocks.times[0]));
    }
    result.correlation = neighbour_correlation(residuals, tolerance);
    result.effective_blocks = effective_count(blocks.size(), result.correlation);
    if (result.effective_blocks < fewest_effective_blocks) {
        result.status = trend_status::too_correlated;
        return;
    }
    const double freedom = result.effective_blocks - 2;
    const double inflation = static_cast<double>(blocks.size()) / result.effective_blocks;
    const double deviation = square_root(kendall_score_variance(blocks.values) * inflation);
    const auto bounds_of = [&](double tail) {
        return slope_bounds(slopes, deviation * student_upper_quantile(tail, freedom));
    };
    const slope_bounds asked = bounds_of((1 - result.confidence) / 2);
    result.lower = asked.lower;
    result.upper = asked.upper;
    // Not from S itself, which can be no larger than the number of pairs, however steep the line is.
    const slope_bounds usual = bounds_of(0.025);
    const double error = (usual.upper - usual.lower) / 2 / student_upper_quantile(0.025, freedom);
    result.p_growth = tail_of_slope(result.slope, error, freedom);
    result.status = trend_status::ok;
}

/// Takes noise for a random walk, of which each step is independent, with a variance in proportion to its time.
inline void fit_random_walk(trend& result, const block_medians& blocks, double tolerance) {
    const size_t count = blocks.size() - 1;
    const double time = blocks.times[count] - blocks.times[0];
    result.drifts = true;
    result.slope = (blocks.values[count] - blocks.values[0]) / time;
    std::vector<double> steps;  // without the slope, each as if it had taken a unit of time
    double squares = 0.0;
    for (size_t i = 0; i < count; ++i) {
        const double taken = blocks.times[i + 1] - blocks.times[i];
        steps.push_back((blocks.values[i + 1] - blocks.values[i] - result.slope * taken) / square_root(taken));
        squares += steps.back() * steps.back();
    }
    result.correlation = neighbour_correlation(steps, tolerance / square_root(time / static_cast<double>(count)));
    result.effective_blocks = effective_count(count, result.correlation);
    if (result.effective_blocks < fewest_effective_blocks) {
        return;
    }
    const double freedom = result.effective_blocks - 1;
    const double inflation = static_cast<double>(count) / result.effective_blocks;
    const double error = square_root(squares / static_cast<double>(count - 1) * inflation / time);
    const double margin = error * student_upper_quantile((1 - result.confidence) / 2, freedom);
    result.lower = result.slope - margin;
    result.upper = result.slope + margin;
    result.p_growth = tail_of_slope(result.slope, error, freedom);
    result.status = trend_status::ok;
}

[[nodiscard]] inline bool is_series(const std::vector<timed_value>& series) noexcept {
    for (size_t i = 0; i < series.size(); ++i) {
        if (!is_finite(series[i].time) || !is_finite(series[i].value) ||
            (i != 0 && !(series[i].time > series[i - 1].time))) {
            return false;
        }
    }
    return true;
}

}  // namespace detail

/// The slope of a line through a series: the median of the slopes of all pairs, which a quarter of wild values cannot
/// move far (H. Theil, 1950). Its interval is that of P. K. Sen, "Estimates of the regression coefficient based on
/// Kendall's tau", Journal of the American Statistical Association 63(324), 1968: the slopes of the ranks (N -+ C) / 2
/// of N, with C out of the variance of Kendall's S, ties in value allowed for. It assumes no distribution.
///
/// It does assume independent values, which those of a program's memory are not. Therefore:
/// - Pairs are made of the medians of up to 32 blocks of neighbouring points. What is shorter than a block averages
/// out.
/// - The variance of S is multiplied by (1 + rho) / (1 - rho), with rho the correlation by rank of neighbouring blocks
///   once the line is taken away (K. H. Hamed and A. R. Rao, "A modified Mann-Kendall trend test for autocorrelated
///   data", Journal of Hydrology 204, 1998; S. Yue and C. Wang, "The Mann-Kendall test modified by effective sample
///   size", Water Resources Management 18, 2004). Student's distribution, with that many effective blocks less two
///   degrees of freedom, takes the place of the normal one.
/// - Where fewer than six effective blocks are left, noise is taken for a random walk: `drifts` is true, the slope is
///   that from the first block to the last, and its interval Student's for the mean of the steps between blocks, whose
///   variance is multiplied in the same way.
/// - Fewer than six effective steps can tell nothing: `too_correlated`, with a slope and no interval. A warm-up, or a
///   cycle that the series covers once, look like that. A longer series may tell.
///
/// An interval of 95 % holds in at least 95 % of the cases for noise whose correlation falls by a factor of e in a
/// fifth of the series or less, and in 90 % for a random walk. Where fast noise hides that something below it drifts,
/// it holds less often. docs/statistics.md has the table.
///
/// Times ascend strictly, and are spread evenly enough that each block describes its part. A pure function. O(n
/// log(n)).
[[nodiscard]] inline trend theil_sen(const std::vector<timed_value>& series, double confidence = 0.95) {
    trend result;
    result.confidence = confidence;
    if (!(confidence > 0.0 && confidence < 1.0) || !detail::is_series(series)) {
        result.status = trend_status::invalid_argument;
        return result;
    }
    if (series.size() < theil_sen_fewest_points) {
        return result;
    }
    const detail::block_medians blocks(series);
    std::vector<double> slopes;
    double magnitude = 0.0;
    for (size_t i = 0; i < blocks.size(); ++i) {
        magnitude = detail::larger(magnitude, detail::absolute(blocks.values[i]));
        for (size_t j = i + 1; j < blocks.size(); ++j) {
            slopes.push_back((blocks.values[j] - blocks.values[i]) / (blocks.times[j] - blocks.times[i]));
        }
    }
    if (!detail::all_finite(slopes)) {
        result.status = trend_status::invalid_argument;
        return result;
    }
    // What rounding leaves of a perfect line is no noise.
    const double tolerance = 1e-12 * magnitude;
    detail::fit_line(result, blocks, detail::sorted_values(slopes), tolerance);
    if (result.status == trend_status::too_correlated) {
        detail::fit_random_walk(result, blocks, tolerance);
    }
    return result;
}

DWELL_NAMESPACE_END

#endif
