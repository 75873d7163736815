// SPDX-License-Identifier: BSL-1.0
// Where in a history of numbers did something change? E-divisive: energy distances and a permutation test.
#ifndef DWELL_STATS_CHANGE_POINTS_HPP
#define DWELL_STATS_CHANGE_POINTS_HPP

#include <dwell/core/config.hpp>
#include <dwell/stats/bounds.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/stats/random.hpp>
#include <dwell/stats/sorted_order.hpp>
#include <dwell/stats/sorted_values.hpp>

#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN

struct change_point_options {
    /// A change with a p-value above this ends the search.
    double significance = 0.05;
    /// The p-values are multiples of 1 / (permutations + 1).
    size_t permutations = 199;
    /// The fewest values between two changes; at least 2.
    size_t smallest_segment = 3;
    /// At most this many changes are looked for.
    size_t most_changes = 20;
    uint64_t seed = 1;
};

/// A change before `index`: that value is the first of what follows.
struct change_point {
    size_t index = 0;
    double p_value = 1.0;
};

struct change_points_result {
    /// False, with no changes, for a value that is not finite, more than `change_points_longest` values, or options
    /// that make no sense (a significance outside (0, 1), too few permutations to reach it, segments of less than 2).
    bool is_defined = false;
    /// Ascending by index.
    std::vector<change_point> changes;
};

/// The longest history: each change costs up to a second then.
inline constexpr size_t change_points_longest = 2000;

namespace detail {

/// A part of the history, [first, last), and the best place to cut it.
struct history_segment {
    size_t first = 0;
    size_t last = 0;
    size_t cut = 0;
    double divergence = -1.0;
};

/// The cut of `values[first, last)` with the largest divergence (m n / (m + n)) * E, where m and n are the lengths of
/// the two sides, and E their energy distance for alpha = 1: 2 mean|x - y| - mean|x - x'| - mean|y - y'|, means over
/// pairs of different values. Divergence -1 where the segment is too short. O(length^2): sums move by one row for each
/// step.
[[nodiscard]] inline history_segment best_cut(const std::vector<double>& values, size_t first, size_t last,
                                              size_t smallest) noexcept {
    history_segment result{first, last, 0, -1.0};
    if (last - first < 2 * smallest) {
        return result;
    }
    double between = 0.0;
    double within_left = 0.0;
    double within_right = 0.0;
    for (size_t i = first; i < last; ++i) {
        for (size_t j = i + 1; j < last; ++j) {
            within_right += absolute(values[i] - values[j]);
        }
    }
    for (size_t cut = first + 1; cut + smallest <= last; ++cut) {
        // values[cut - 1] goes from the right side to the left.
        double to_left = 0.0;
        double to_right = 0.0;
        for (size_t i = first; i + 1 < cut; ++i) {
            to_left += absolute(values[i] - values[cut - 1]);
        }
        for (size_t i = cut; i < last; ++i) {
            to_right += absolute(values[i] - values[cut - 1]);
        }
        between += to_right - to_left;
        within_left += to_left;
        within_right -= to_right;
        if (cut - first < smallest) {
            continue;
        }
        const auto m = static_cast<double>(cut - first);
        const auto n = static_cast<double>(last - cut);
        const double distance =
            2 * between / (m * n) - 2 * within_left / (m * (m - 1)) - 2 * within_right / (n * (n - 1));
        const double divergence = m * n / (m + n) * distance;
        if (divergence > result.divergence) {
            result.divergence = divergence;
            result.cut = cut;
        }
    }
    return result;
}

/// The largest divergence of all segments.
[[nodiscard]] inline const history_segment& most_divergent(const std::vector<history_segment>& segments) noexcept {
    size_t best = 0;
    for (size_t i = 1; i < segments.size(); ++i) {
        if (segments[i].divergence > segments[best].divergence) {
            best = i;
        }
    }
    return segments[best];
}

/// Shuffles each segment for itself (Fisher and Yates), and returns the largest divergence there is then.
[[nodiscard]] inline double shuffled_divergence(std::vector<double>& values,
                                                const std::vector<history_segment>& segments, size_t smallest,
                                                random_generator& random) {
    double largest = -1.0;
    for (const history_segment& segment : segments) {
        for (size_t i = segment.last - segment.first; i > 1; --i) {
            const size_t other = segment.first + static_cast<size_t>(random.below(i));
            std::swap(values[segment.first + i - 1], values[other]);
        }
        largest = larger(largest, best_cut(values, segment.first, segment.last, smallest).divergence);
    }
    return largest;
}

}  // namespace detail

/// The changes in a history, one value a run or a day, oldest first; any shift of the distribution, not of the mean
/// alone. D. S. Matteson and N. A. James, "A nonparametric approach for multiple change point analysis of multivariate
/// data", Journal of the American Statistical Association 109(505), 2014: the cut with the largest divergence is tested
/// by shuffling within the segments, kept if its p-value is small enough, and the search goes on with one segment more.
/// Two simplifications: alpha is 1, and the right side of a cut reaches to the end of its segment, as in D. Daly et
/// al., "The use of change point detection to identify software performance regressions in a continuous integration
/// system", ICPE 2020. A short bump in the middle is therefore found less easily.
///
/// Assumes that values between changes are independent and alike: a slow drift or a weekly pattern gives changes that
/// are none. The significance is that of one change, not of the whole search. For history, not for a gate. A pure
/// function: the same seed gives the same answer everywhere. O((changes + 1) * permutations * n^2) at most, of which
/// the segments make less: 3 ms for 100 values, 0.3 s for 1,000, 1 s for 2,000 (one change); a history with no change
/// needs few of the permutations.
[[nodiscard]] inline change_points_result change_points(const std::vector<double>& history,
                                                        const change_point_options& options = {}) {
    change_points_result result;
    const double steps = static_cast<double>(options.permutations) + 1;
    if (history.size() > change_points_longest || !detail::all_finite(history) || options.smallest_segment < 2 ||
        !(options.significance > 0.0 && options.significance < 1.0) || options.significance * steps < 1.0) {
        return result;
    }
    result.is_defined = true;
    std::vector<detail::history_segment> segments = {
        detail::best_cut(history, 0, history.size(), options.smallest_segment)};
    std::vector<double> shuffled;
    std::vector<change_point> found;
    random_generator random(options.seed);
    while (found.size() < options.most_changes) {
        const detail::history_segment best = detail::most_divergent(segments);
        if (best.divergence <= 0.0) {
            break;
        }
        // Of as many shuffles and the history itself, the share that is as divergent.
        // Sums in another order differ in their last digits, which must decide nothing.
        const double as_large = best.divergence * (1 - 1e-9);
        size_t as_divergent = 1;
        shuffled = history;
        // Once so many are that the p-value is too large, the rest of the shuffles would change nothing.
        const double most_as_divergent = options.significance * steps;
        for (size_t i = 0; i < options.permutations && static_cast<double>(as_divergent) <= most_as_divergent; ++i) {
            const double divergence = detail::shuffled_divergence(shuffled, segments, options.smallest_segment, random);
            as_divergent += divergence >= as_large ? 1 : 0;
        }
        if (static_cast<double>(as_divergent) > most_as_divergent) {
            break;
        }
        const double p_value = static_cast<double>(as_divergent) / steps;
        found.push_back({best.cut, p_value});
        for (detail::history_segment& segment : segments) {
            if (segment.first == best.first) {
                segment = detail::best_cut(history, best.first, best.cut, options.smallest_segment);
            }
        }
        segments.push_back(detail::best_cut(history, best.cut, best.last, options.smallest_segment));
    }
    for (const uint32_t i :
         detail::sorted_order(found.size(), [&](uint32_t a, uint32_t b) { return found[a].index < found[b].index; })) {
        result.changes.push_back(found[i]);
    }
    return result;
}

DWELL_NAMESPACE_END

#endif
