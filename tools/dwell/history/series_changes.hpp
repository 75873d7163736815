// SPDX-License-Identifier: BSL-1.0
// Where a series of numbers, one a run, changes: between which runs, by how much, and how sure that is.
#ifndef DWELL_TOOL_HISTORY_SERIES_CHANGES_HPP
#define DWELL_TOOL_HISTORY_SERIES_CHANGES_HPP

#include <cstddef>
#include <vector>

namespace dwell::tool {

struct change_settings {
    /// The probability that any series of a history in which nothing changes shows a change: it is divided among the
    /// series that are tested (Bonferroni).
    double significance = 0.01;
    /// Smaller changes are not told, however sure they are: a share, 0.03 for 3 %.
    double smallest_change = 0.03;
    /// The fewest runs between two changes, but for numbers that are exact.
    size_t smallest_segment = 3;
};

/// A number that stays the same from one run to the next until something changes.
struct series_level {
    size_t first = 0;  ///< the first run that has it
    size_t last = 0;   ///< and the last one
    size_t runs = 0;   ///< how many runs between them have a value
    double median = 0;
};

/// A change between two runs that have a value. What it was and became are the medians of the levels around it.
struct series_change {
    size_t before = 0;  ///< the last run before it
    size_t after = 0;   ///< the first run with it
    double from = 0;
    double to = 0;
    double p_value = 0;  ///< 0 where the numbers are exact

    /// Infinite where it came from 0.
    [[nodiscard]] double ratio() const noexcept { return to / from; }
};

enum class series_method {
    nothing,   ///< too few values
    exact,     ///< any difference is a change
    permuted,  ///< E-divisive, whose p-values come from permutations
};

struct series_analysis {
    series_method method = series_method::nothing;
    std::vector<series_level> levels;  ///< oldest first; empty where there is no value
    std::vector<series_change> changes;
    /// How many steps that permutations take for changes are no larger than waves may be, noise in which neighbours
    /// are as correlated as they may be here (the upper limit); 0 and 0 where permutations find nothing.
    double correlation = 0;
    size_t in_waves = 0;
};

/// How the numbers of a series are looked at. Counts of an exact metric that are another one in every fifth run or more
/// are no longer exact: they are looked at as times are.
[[nodiscard]] series_method method_for(const std::vector<double>& values, bool is_exact,
                                       const change_settings& settings);

/// `values` has one for each run, oldest first; NaN where a run has none. `tests` is how many series are looked at by
/// permutations, this one among them. A pure function: the same input gives the same answer everywhere.
[[nodiscard]] series_analysis find_changes(const std::vector<double>& values, bool is_exact, size_t tests,
                                           const change_settings& settings);

}  // namespace dwell::tool

#endif
