// SPDX-License-Identifier: BSL-1.0
#include "history/series_changes.hpp"

#include <dwell/stats/change_points.hpp>
#include <dwell/stats/normal.hpp>
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
    const std::vector<double> ascending = detail::sorted_values(part);
    const size_t middle = ascending.size() / 2;
    return ascending.size() % 2 != 0 ? ascending[middle] : (ascending[middle - 1] + ascending[middle]) / 2;
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

double size_of_change(double from, double to) {
    if (from == to) {
        return 0;
    }
    return from > 0 && to > 0 ? std::abs(std::log(to / from)) : HUGE_VAL;
}

/// The largest change alone; none where there is none.
std::vector<cut> largest_cut(const present_values& present, const std::vector<cut>& cuts) {
    const std::vector<series_level> levels = levels_between(present, cuts);
    std::vector<cut> largest;
    double size = -1;
    for (size_t i = 0; i < cuts.size(); ++i) {
        const double here = size_of_change(levels[i].median, levels[i + 1].median);
        if (here > size) {
            size = here;
            largest = {cuts[i]};
        }
    }
    return largest;
}

/// How far two values of one level are apart that have so many between them: the median; 0 where there are too few.
double median_difference(const std::vector<double>& values, const std::vector<cut>& cuts, size_t apart) {
    constexpr size_t fewest = 15;
    std::vector<double> differences;
    size_t first = 0;
    for (size_t i = 0; i <= cuts.size(); ++i) {
        const size_t last = i == cuts.size() ? values.size() : cuts[i].index;
        for (size_t j = first + apart; j < last; ++j) {
            differences.push_back(std::abs(values[j] - values[j - apart]));
        }
        first = last;
    }
    return differences.size() < fewest ? 0 : median_of(differences, 0, differences.size());
}

/// Noise in which a value resembles the one before it: an autoregressive process of the first order.
struct wave_model {
    double correlation = 0;  ///< of neighbours; 0 where they do not resemble each other
    double deviation = 0;    ///< the standard deviation of a value

    /// How large a change between two levels must be to be none of the waves: their means are as sure as those of
    /// fewer, independent values.
    [[nodiscard]] double least(size_t runs_before, size_t runs_after, double z) const {
        const double share = (1 - correlation) / (1 + correlation);
        const double before = std::max(1.0, static_cast<double>(runs_before) * share);
        const double after = std::max(1.0, static_cast<double>(runs_after) * share);
        return z * deviation * std::sqrt(1 / before + 1 / after);
    }
};

/// Independent values are as far from their neighbours as from those further away; in waves they are nearer.
wave_model waves_of(const std::vector<double>& values, const std::vector<cut>& cuts) {
    constexpr int apart = 5;
    constexpr double smallest_ratio = 1.25;  // of independent values, one history of 60 in ten is above it
    constexpr double normal_median = 0.954;  // of the difference of two values with standard deviation 1
    const double neighbours = median_difference(values, cuts, 1);
    const double others = median_difference(values, cuts, apart);
    if (neighbours <= 0 || others <= smallest_ratio * neighbours) {
        return {};
    }
    // The squared ratio is (1 - c^5) / (1 - c), which grows from 1 to 5.
    const double wanted = others * others / (neighbours * neighbours);
    double low = 0;
    double high = 0.9;
    for (int i = 0; i < 40; ++i) {
        const double middle = (low + high) / 2;
        ((1 - std::pow(middle, apart)) / (1 - middle) < wanted ? low : high) = middle;
    }
    return {low, others / normal_median / std::sqrt(1 - std::pow(low, apart))};
}

/// Takes the change away that is the smallest beside what it should be, and looks again, until all are large enough.
/// Returns how many are no larger than waves may be.
size_t drop_small_cuts(const present_values& present, std::vector<cut>& cuts, const wave_model& waves, double z,
                       double smallest) {
    size_t in_waves = 0;
    while (!cuts.empty()) {
        const std::vector<series_level> levels = levels_between(present, cuts);
        size_t least = 0;
        double least_share = HUGE_VAL;
        double least_size = 0;
        for (size_t i = 0; i < cuts.size(); ++i) {
            const double size = size_of_change(levels[i].median, levels[i + 1].median);
            const double wanted = std::max(std::log1p(smallest), waves.least(levels[i].runs, levels[i + 1].runs, z));
            if (size / wanted < least_share) {
                least = i;
                least_share = size / wanted;
                least_size = size;
            }
        }
        if (least_share >= 1) {
            break;
        }
        in_waves += least_size >= std::log1p(smallest) ? 1 : 0;
        cuts.erase(cuts.begin() + static_cast<std::ptrdiff_t>(least));
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
        const wave_model waves =
            comparable == present.values ? wave_model() : waves_of(comparable, largest_cut(present, cuts));
        result.correlation = waves.correlation;
        result.in_waves = drop_small_cuts(present, cuts, waves, detail::normal_upper_quantile(significance / 2),
                                          settings.smallest_change);
    }
    result.levels = levels_between(present, cuts);
    for (size_t i = 0; i < cuts.size(); ++i) {
        result.changes.push_back({present.runs[cuts[i].index - 1], present.runs[cuts[i].index], result.levels[i].median,
                                  result.levels[i + 1].median, cuts[i].p_value});
    }
    return result;
}

}  // namespace dwell::tool
