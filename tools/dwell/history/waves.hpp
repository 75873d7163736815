// SPDX-License-Identifier: BSL-1.0
// Does a step stand out from waves, noise in which each value resembles the one before it?
#ifndef DWELL_TOOL_HISTORY_WAVES_HPP
#define DWELL_TOOL_HISTORY_WAVES_HPP

#include <cstddef>
#include <vector>

namespace dwell::tool {

/// A series cut into levels, and how its values lie about them.
class levelled_series {
public:
    /// `cuts` ascend: each is the index of the first value of a level, but the first level, which begins at 0.
    levelled_series(const std::vector<double>& values, const std::vector<size_t>& cuts);

    [[nodiscard]] size_t size() const noexcept { return sums_.size() - 1; }
    /// Of neighbours, in their deviations from the levels; too low, the more so the more levels there are.
    [[nodiscard]] double correlation() const noexcept { return correlation_; }

    /// The step at one of these cuts.
    struct step {
        size_t cut = 0;  ///< which of the cuts
        double size = 0;
    };
    /// The smallest step from one level to the next, in units of the standard error that it would have if values were
    /// independent. `cuts` are some of those that the series was cut at, at least one.
    [[nodiscard]] step least_step(const std::vector<size_t>& cuts) const noexcept;

private:
    double deviation_ = 0;
    double correlation_ = 0;
    std::vector<double> sums_;  // of all values before each, what is far from its level pulled in
};

/// What waves alone may do to a series.
struct wave_limit {
    double correlation = 0;  ///< the upper limit of that of neighbours (95 %), at most 0.99
    double step = 0;         ///< steps that are no larger may be waves; infinite where all of them may
};

/// The upper limit of the correlation is the largest of an autoregressive process of the first order whose simulated
/// series, cut at as many steepest steps as `cuts` has, look as little correlated as this one in more than 5 % of
/// cases. The limit of a step is what the search, which takes the least step away until all are above it, would keep in
/// the share `significance` of simulated series of that correlation, none of which has a change: a parametric bootstrap
/// of the whole search (B. Efron and R. J. Tibshirani, "An introduction to the bootstrap", 1993, chapters 6 and 16).
/// A pure function: the same input gives the same answer everywhere. O(length * levels / significance).
[[nodiscard]] wave_limit limit_of_waves(const levelled_series& series, const std::vector<size_t>& cuts,
                                        double significance, size_t smallest_segment);

}  // namespace dwell::tool

#endif
