// SPDX-License-Identifier: BSL-1.0
#include "history/series_changes.hpp"

#include "history/waves.hpp"

#include <dwell/stats/change_points.hpp>
#include <dwell/stats/sorted_values.hpp>

#include <algorithm>
#include <cmath>

namespace dwell::tool {
namespace {

/// The values that are there, and which run each is of.
struct present_values {
    std::vector<double> values;
    std::vector<size_t> runs;

    explicit present_values(const std::vector<double>& all) {
        for (size_t i = 0; i < all.size(); ++i) {
            if (std::isfinite(all[i])) {
                values.push_back(all[i]);
                runs.push_back(i);
            }
        }
    }
    [[nodiscard]] size_t size() const noexcept { return values.size(); }
};

/// A cut before the value of this index.
struct cut {
    size_t index = 0;
    double p_value = 0;
};

double median_of(const std::vector<double>& values, size_t first, size_t last) {
    const std::vector<double> part(values.begin() + static_cast<std::ptrdiff_t>(first),
                                   values.begin() + static_cast<std::ptrdiff_t>(last));
    return detail::arithmetic_median(detail::sorted_values(part));
}

/// Noise of times grows with them: their logarithms have the same on every level.
std::vector<double> logarithms_where_positive(const std::vector<double>& values) {
    if (std::any_of(values.begin(), values.end(), [](double value) { return value <= 0; })) {
        return values;
    }
    std::vector<double> result;
    std::transform(values.begin(), values.end(), std::back_inserter(result),
                   [](double value) { return std::log(value); });
    return result;
}

std::vector<cut> cuts_where_values_differ(const std::vector<double>& values) {
    std::vector<cut> cuts;
    for (size_t i = 1; i < values.size(); ++i) {
        if (values[i] != values[i - 1]) {
            cuts.push_back({i, 0});
        }
    }
    return cuts;
}

std::vector<cut> cuts_by_permutations(const std::vector<double>& values, double significance, size_t smallest_segment) {
    change_point_options options;
    options.significance = significance;
    // Three shuffles that are as divergent, and the history itself, are still significant: with just enough
    // permutations for one, luck would decide about changes that are not large.
    options.permutations = static_cast<size_t>(std::ceil(4 / significance)) - 1;
    options.smallest_segment = smallest_segment;
    std::vector<cut> cuts;
    for (const change_point& change : change_points(values, options).changes) {
        cuts.push_back({change.index, change.p_value});
    }
    return cuts;
}

std::vector<series_level> levels_between(const present_values& present, const std::vector<cut>& cuts) {
    std::vector<series_level> levels;
    for (size_t i = 0; i <= cuts.size() && present.size() != 0; ++i) {
        const size_t first = i == 0 ? 0 : cuts[i - 1].index;
        const size_t last = i == cuts.size() ? present.size() : cuts[i].index;
        levels.push_back(
            {present.runs[first], present.runs[last - 1], last - first, median_of(present.values, first, last)});
    }
    return levels;
}

std::vector<size_t> indices_of(const std::vector<cut>& cuts) {
    std::vector<size_t> indices;
    std::transform(cuts.begin(), cuts.end(), std::back_inserter(indices), [](const cut& each) { return each.index; });
    return indices;
}

double size_of_change(const series_level& before, const series_level& after) {
    if (before.median == after.median) {
        return 0;
    }
    return before.median > 0 && after.median > 0 ? std::abs(std::log(after.median / before.median)) : HUGE_VAL;
}

/// Takes the smallest change away, and looks again, until all are as large as `smallest`.
void drop_small_cuts(const present_values& present, std::vector<cut>& cuts, double smallest) {
    while (!cuts.empty()) {
        const std::vector<series_level> levels = levels_between(present, cuts);
        size_t least = 0;
        double least_size = HUGE_VAL;
        for (size_t i = 0; i < cuts.size(); ++i) {
            const double size = size_of_change(levels[i], levels[i + 1]);
            if (size < least_size) {
                least = i;
                least_size = size;
            }
        }
        if (least_size >= smallest) {
            break;
        }
        cuts.erase(cuts.begin() + static_cast<std::ptrdiff_t>(least));
    }
}

/// Takes the least step away, and looks again, until all are larger than waves may be. Returns how many it takes away
/// that are as large as `smallest`.
size_t drop_waves(const present_values& present, std::vector<cut>& cuts, const levelled_series& series,
                  const wave_limit& waves, double smallest) {
    size_t in_waves = 0;
    while (!cuts.empty()) {
        const levelled_series::step least = series.least_step(indices_of(cuts));
        if (least.size > waves.step) {
            break;
        }
        const std::vector<series_level> levels = levels_between(present, cuts);
        in_waves += size_of_change(levels[least.cut], levels[least.cut + 1]) >= smallest ? 1 : 0;
        cuts.erase(cuts.begin() + static_cast<std::ptrdiff_t>(least.cut));
    }
    return in_waves;
}

}  // namespace

series_method method_for(const std::vector<double>& values, bool is_exact, const change_settings& settings) {
    const present_values present(values);
    if (is_exact && cuts_where_values_differ(present.values).size() * 5 <= present.size()) {
        return present.size() < 2 ? series_method::nothing : series_method::exact;
    }
    return present.size() < 2 * settings.smallest_segment ? series_method::nothing : series_method::permuted;
}

series_analysis find_changes(const std::vector<double>& values, bool is_exact, size_t tests,
                             const change_settings& settings) {
    series_analysis result;
    result.method = method_for(values, is_exact, settings);
    const present_values present(values);
    std::vector<cut> cuts;
    if (result.method == series_method::exact) {
        cuts = cuts_where_values_differ(present.values);
    } else if (result.method == series_method::permuted) {
        const double significance = settings.significance / static_cast<double>(std::max<size_t>(tests, 1));
        const std::vector<double> comparable = logarithms_where_positive(present.values);
        cuts = cuts_by_permutations(comparable, significance, settings.smallest_segment);
        if (!cuts.empty()) {
            const levelled_series series(comparable, indices_of(cuts));
            const wave_limit waves = limit_of_waves(series, indices_of(cuts), significance, settings.smallest_segment);
            const double smallest = std::log1p(settings.smallest_change);
            result.correlation = waves.correlation;
            result.in_waves = drop_waves(present, cuts, series, waves, smallest);
            drop_small_cuts(present, cuts, smallest);
        }
    }
    result.levels = levels_between(present, cuts);
    for (size_t i = 0; i < cuts.size(); ++i) {
        result.changes.push_back({present.runs[cuts[i].index - 1], present.runs[cuts[i].index], result.levels[i].median,
                                  result.levels[i + 1].median, cuts[i].p_value});
    }
    return result;
}

}  // namespace dwell::tool
