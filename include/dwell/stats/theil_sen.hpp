// SPDX-License-Identifier: BSL-1.0
// How fast does a series grow? The Theil-Sen slope, with an interval that allows for noise which has a memory.
#ifndef DWELL_STATS_THEIL_SEN_HPP
#define DWELL_STATS_THEIL_SEN_HPP

#include <dwell/core/config.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/stats/sorted_values.hpp>
#include <dwell/stats/student.hpp>

#include <vector>

DWELL_NAMESPACE_BEGIN

/// A value, and when it was. Units are the caller's; a slope is in units of value per unit of time.
struct timed_value {
    double time = 0.0;
    double value = 0.0;
};

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
    /// Of neighbouring blocks, without the line; 0 to 0.95.
    double correlation = 0.0;
    /// How many independent blocks would say as much.
    double effective_blocks = 0.0;
    trend_status status = trend_status::too_few_points;

    [[nodiscard]] bool is_defined() const noexcept { return status == trend_status::ok; }
};

/// Below this, whether noise has a memory cannot be told.
inline constexpr size_t theil_sen_fewest_points = 60;

namespace detail {

/// The medians of a series cut into blocks of as many points each, what is compared in its place.
struct block_medians {
    std::vector<double> times;
    std::vector<double> values;

    // A block of at least two points is less wild than its points, and 32 blocks are 496 pairs.
    static constexpr size_t most_blocks = 32;

    explicit block_medians(const std::vector<timed_value>& series) {
        const size_t count = smaller(most_blocks, series.size() / 2);
        for (size_t block = 0; block < count; ++block) {
            std::vector<double> block_times;
            std::vector<double> block_values;
            for (size_t i = block * series.size() / count; i < (block + 1) * series.size() / count; ++i) {
                block_times.push_back(series[i].time);
                block_values.push_back(series[i].value);
            }
            times.push_back(median(block_times));
            values.push_back(median(sorted_values(block_values)));
        }
    }

    [[nodiscard]] size_t size() const noexcept { return values.size(); }

    /// Of ascending values, at least one.
    [[nodiscard]] static double median(const std::vector<double>& ascending) noexcept {
        const size_t upper = ascending.size() / 2;
        return ascending.size() % 2 != 0 ? ascending[upper] : ascending[upper - 1] / 2 + ascending[upper] / 2;
    }
};

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

/// The correlation of neighbouring values by rank, values within `tolerance` of each other being equal; 0 where it is
/// negative or all are equal, at most 0.95. That of a sample is too low by (2 + 4 rho) / n once a line was taken out:
/// P. Shaman and R. A. Stine, "The bias of autoregressive coefficient estimators", Journal of the American Statistical
/// Association 83(403), 1988. O(n^2).
[[nodiscard]] inline double neighbour_correlation(const std::vector<double>& values, double tolerance) {
    const auto n = static_cast<double>(values.size());
    std::vector<double> ranks(values.size());  // from their mean
    for (size_t i = 0; i < values.size(); ++i) {
        for (const double other : values) {
            ranks[i] += values[i] - other > tolerance ? 0.5 : other - values[i] > tolerance ? -0.5 : 0.0;
        }
    }
    double spread = 0.0;
    double common = 0.0;
    for (size_t i = 0; i < ranks.size(); ++i) {
        spread += ranks[i] * ranks[i];
        common += i == 0 ? 0.0 : ranks[i] * ranks[i - 1];
    }
    return spread == 0.0 ? 0.0 : clamped((common / spread * n + 2) / (n - 4), 0.0, 0.95);
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
/// - Fewer than six effective blocks can tell nothing: `too_correlated`, with the slope and no interval. A warm-up, a
///   single step, a cycle that the series covers once, or a drift look like that. A longer series may tell.
///
/// For noise whose correlation falls by a factor of e in a 20th of the series or less, an interval of 95 % holds in at
/// least 94 % of those that are given. A slower drift cannot be told from a trend in general: what is given then holds
/// less often, the less the more fast noise hides the drift. docs/statistics.md has the table.
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
    slopes = detail::sorted_values(slopes);
    result.slope = detail::block_medians::median(slopes);

    std::vector<double> residuals;
    for (size_t i = 0; i < blocks.size(); ++i) {
        residuals.push_back(blocks.values[i] - result.slope * (blocks.times[i] - blocks.times[0]));
    }
    // What rounding leaves of a perfect line is no noise.
    result.correlation = detail::neighbour_correlation(residuals, 1e-12 * magnitude);
    const double inflation = (1 + result.correlation) / (1 - result.correlation);
    result.effective_blocks = static_cast<double>(blocks.size()) / inflation;
    constexpr double fewest_effective_blocks = 6;
    if (result.effective_blocks < fewest_effective_blocks) {
        result.status = trend_status::too_correlated;
        return result;
    }
    const double freedom = result.effective_blocks - 2;
    const double deviation = detail::square_root(detail::kendall_score_variance(blocks.values) * inflation);
    const auto bounds_of = [&](double tail) {
        const double margin = deviation * detail::student_upper_quantile(tail, freedom);
        return detail::slope_bounds(slopes, margin);
    };
    const detail::slope_bounds asked = bounds_of((1 - confidence) / 2);
    result.status = trend_status::ok;
    result.lower = asked.lower;
    result.upper = asked.upper;
    // Not from S itself, which can be no larger than the number of pairs, however steep the line is.
    const detail::slope_bounds usual = bounds_of(0.025);
    const double error = (usual.upper - usual.lower) / 2 / detail::student_upper_quantile(0.025, freedom);
    result.p_growth = error > 0.0          ? detail::student_upper_tail(result.slope / error, freedom)
                      : result.slope > 0.0 ? 0.0
                                           : 1.0;
    return result;
}

DWELL_NAMESPACE_END

#endif
