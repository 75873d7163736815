// SPDX-License-Identifier: BSL-1.0
// How sure is a ratio of quantiles? Its interval by the bootstrap.
#ifndef DWELL_STATS_BOOTSTRAP_HPP
#define DWELL_STATS_BOOTSTRAP_HPP

#include <dwell/core/config.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/stats/quantile.hpp>
#include <dwell/stats/random.hpp>
#include <dwell/stats/sorted_values.hpp>

#include <vector>

DWELL_NAMESPACE_BEGIN

struct bootstrap_options {
    double confidence = 0.95;
    /// From 100 to 1,000,000. The ends of the interval are themselves random, the less so the more resamples.
    size_t resamples = 2000;
    uint64_t seed = 1;
};

/// All numbers are NaN where it is undefined.
struct ratio_interval {
    bool is_defined = false;
    /// The ratio of the samples themselves.
    double ratio = detail::not_a_number;
    double lower = detail::not_a_number;
    double upper = detail::not_a_number;
};

namespace detail {

/// The value of rank `rank` in a sample of as many values as `ascending` has, drawn from it with replacement. `counts`
/// has as many elements, for its own use. O(n), with no sorting: the draws are counted by index.
[[nodiscard]] inline double resampled_rank(const std::vector<double>& ascending, uint64_t rank,
                                           random_generator& random, std::vector<uint32_t>& counts) noexcept {
    for (uint32_t& count : counts) {
        count = 0;
    }
    for (size_t i = 0; i < ascending.size(); ++i) {
        ++counts[static_cast<size_t>(random.below(ascending.size()))];
    }
    size_t at = 0;
    for (uint64_t before = counts[0]; before < rank; before += counts[at]) {
        ++at;
    }
    return ascending[at];
}

[[nodiscard]] inline bool are_all_positive(const std::vector<double>& values) noexcept {
    for (const double value : values) {
        if (!is_positive(value)) {
            return false;
        }
    }
    return !values.empty();
}

}  // namespace detail

/// The interval of quantile `q` of `head` over quantile `q` of `base`, by the percentile bootstrap: both samples are
/// drawn again from themselves `resamples` times, and the middle `confidence` of the ratios is the interval. B. Efron
/// and R. J. Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13. Not bias-corrected and accelerated: the
/// acceleration comes from the jackknife, which fails for quantiles (their chapter 11.6). Quantiles are of nearest
/// rank, as the histogram's.
///
/// Undefined for an empty sample, a value that is not positive and finite, q outside [0, 1], a confidence outside
/// (0, 1), and fewer than 100 or more than 1,000,000 resamples. Assumes independent values. A resample has nothing
/// beyond the largest value, so where few values lie beyond the quantile, the interval cannot reach as far as the truth
/// may. A pure function: the same seed gives the same interval everywhere. O(resamples * (a + b)).
[[nodiscard]] inline ratio_interval quantile_ratio_interval(const std::vector<double>& base,
                                                            const std::vector<double>& head, double q,
                                                            const bootstrap_options& options = {}) {
    ratio_interval result;
    if (!detail::are_all_positive(base) || !detail::are_all_positive(head) || !(q >= 0.0 && q <= 1.0) ||
        !(options.confidence > 0.0 && options.confidence < 1.0) || options.resamples < 100 ||
        options.resamples > 1'000'000) {
        return result;
    }
    const std::vector<double> base_values = detail::sorted_values(base);
    const std::vector<double> head_values = detail::sorted_values(head);
    const uint64_t base_rank = detail::nearest_rank(q, base_values.size());
    const uint64_t head_rank = detail::nearest_rank(q, head_values.size());
    std::vector<uint32_t> base_counts(base_values.size());
    std::vector<uint32_t> head_counts(head_values.size());
    std::vector<double> ratios;
    ratios.reserve(options.resamples);
    random_generator random(options.seed);
    while (ratios.size() < options.resamples) {
        const double of_base = detail::resampled_rank(base_values, base_rank, random, base_counts);
        ratios.push_back(detail::resampled_rank(head_values, head_rank, random, head_counts) / of_base);
    }
    ratios = detail::sorted_values(ratios);
    const uint64_t inside = detail::nearest_rank(options.confidence, ratios.size());
    const size_t outside = (ratios.size() - static_cast<size_t>(inside)) / 2;  // at each end
    result.is_defined = true;
    result.ratio = head_values[static_cast<size_t>(head_rank - 1)] / base_values[static_cast<size_t>(base_rank - 1)];
    result.lower = ratios[outside];
    result.upper = ratios[ratios.size() - 1 - outside];
    return result;
}

DWELL_NAMESPACE_END

#endif
