// SPDX-License-Identifier: BSL-1.0
// A series over time, cut into blocks: what is shorter than a block averages out, and what is longer shows.
#ifndef DWELL_STATS_BLOCK_MEDIANS_HPP
#define DWELL_STATS_BLOCK_MEDIANS_HPP

#include <dwell/core/config.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/stats/sorted_values.hpp>

#include <vector>

DWELL_NAMESPACE_BEGIN

/// A value, and when it was. Units are the caller's; a slope is in units of value per unit of time.
struct timed_value {
    double time = 0.0;
    double value = 0.0;
};

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
            times.push_back(arithmetic_median(block_times));
            values.push_back(arithmetic_median(sorted_values(block_values)));
        }
    }

    [[nodiscard]] size_t size() const noexcept { return values.size(); }
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

/// How many independent values say as much as `count` neighbours of this correlation (G. V. Bayley and J. M.
/// Hammersley, "The 'effective' number of independent observations in an autocorrelated time series", 1946).
[[nodiscard]] inline double effective_count(size_t count, double correlation) noexcept {
    return static_cast<double>(count) * (1 - correlation) / (1 + correlation);
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
