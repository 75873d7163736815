// SPDX-License-Identifier: BSL-1.0
#include "history/waves.hpp"

#include <dwell/stats/random.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

namespace dwell::tool {
namespace {

/// As quick as can be: the upper one of an even number.
double middle_of(std::vector<double>& values, size_t first, size_t last) {
    const auto begin = values.begin() + static_cast<std::ptrdiff_t>(first);
    const auto middle = begin + static_cast<std::ptrdiff_t>((last - first) / 2);
    std::nth_element(begin, middle, values.begin() + static_cast<std::ptrdiff_t>(last));
    return *middle;
}

/// Close to normal: a sum of twelve numbers of 16 bits, which is the same on every platform.
double normal_value(random_generator& random) {
    uint64_t sum = 0;
    for (int i = 0; i < 3; ++i) {
        const uint64_t bits = random.next();
        sum += (bits & 0xffff) + (bits >> 16 & 0xffff) + (bits >> 32 & 0xffff) + (bits >> 48);
    }
    return (static_cast<double>(sum) + 6) / 65536 - 6;
}

std::vector<double> simulated_wave(size_t length, double correlation, random_generator& random) {
    const double own = std::sqrt(1 - correlation * correlation);
    std::vector<double> values(length);
    for (size_t i = 0; i < length; ++i) {
        const double fresh = normal_value(random);
        values[i] = i == 0 ? fresh : correlation * values[i - 1] + own * fresh;
    }
    return values;
}

/// A part of a series, and its steepest step.
struct wave_segment {
    size_t first;
    size_t last;
    size_t cut = 0;
    double gain = -1;  // by how much the cut lowers the sum of squares

    wave_segment(const std::vector<double>& sums, size_t from, size_t to, size_t smallest) : first(from), last(to) {
        for (size_t at = first + smallest; at + smallest <= last; ++at) {
            const auto m = static_cast<double>(at - first);
            const auto n = static_cast<double>(last - at);
            const double difference = (sums[last] - sums[at]) / n - (sums[at] - sums[first]) / m;
            const double here = m * n / (m + n) * difference * difference;
            if (here > gain) {
                gain = here;
                cut = at;
            }
        }
    }
};

/// Binary segmentation: the steepest step of all, then that of what it leaves, and so on; ascending.
std::vector<size_t> steepest_cuts(const std::vector<double>& values, size_t count, size_t smallest) {
    std::vector<double> sums(values.size() + 1);
    for (size_t i = 0; i < values.size(); ++i) {
        sums[i + 1] = sums[i] + values[i];
    }
    std::vector<wave_segment> segments = {{sums, 0, values.size(), smallest}};
    std::vector<size_t> cuts;
    while (cuts.size() < count) {
        wave_segment& best =
            *std::max_element(segments.begin(), segments.end(),
                              [](const wave_segment& a, const wave_segment& b) { return a.gain < b.gain; });
        if (best.gain < 0) {
            break;
        }
        cuts.push_back(best.cut);
        const wave_segment right(sums, best.cut, best.last, smallest);
        best = wave_segment(sums, best.first, best.cut, smallest);
        segments.push_back(right);
    }
    std::sort(cuts.begin(), cuts.end());
    return cuts;
}

/// The largest limit at which a search that takes the least step away until all are above it keeps one.
double largest_kept_step(const levelled_series& series, std::vector<size_t> cuts) {
    double largest = 0;
    while (!cuts.empty()) {
        const levelled_series::step least = series.least_step(cuts);
        largest = std::max(largest, least.size);
        cuts.erase(cuts.begin() + static_cast<std::ptrdiff_t>(least.cut));
    }
    return largest;
}

/// A series without a change, cut at its steepest steps.
struct simulated_series {
    std::vector<double> values;
    std::vector<size_t> cuts;
    levelled_series levelled;

    simulated_series(size_t length, double correlation, size_t cut_count, size_t smallest, random_generator& random)
        : values(simulated_wave(length, correlation, random)),
          cuts(steepest_cuts(values, cut_count, smallest)),
          levelled(values, cuts) {}
};

}  // namespace

levelled_series::levelled_series(const std::vector<double>& values, const std::vector<size_t>& cuts) {
    constexpr double furthest = 2.5 * 1.4826;  // 2.5 standard deviations, in medians of absolute deviations
    std::vector<double> deviations = values;
    std::vector<double> medians;
    std::vector<double> sorting = values;
    size_t first = 0;
    for (size_t i = 0; i <= cuts.size(); ++i) {
        const size_t last = i == cuts.size() ? values.size() : cuts[i];
        const double median = middle_of(sorting, first, last);
        for (size_t j = first; j < last; ++j) {
            medians.push_back(median);
            deviations[j] -= median;
            sorting[j] = std::abs(deviations[j]);
        }
        first = last;
    }
    const double bound = furthest * middle_of(sorting, 0, sorting.size());
    double squares = 0;
    double products = 0;
    double before = 0;
    sums_.push_back(0);
    for (size_t i = 0; i < values.size(); ++i) {
        const double deviation = std::clamp(deviations[i], -bound, bound);
        squares += deviation * deviation;
        products += deviation * before;
        before = deviation;
        sums_.push_back(sums_.back() + medians[i] + deviation);
    }
    deviation_ = std::sqrt(squares / static_cast<double>(values.size()));
    correlation_ = squares == 0 ? 0 : products / squares;
}

levelled_series::step levelled_series::least_step(const std::vector<size_t>& cuts) const noexcept {
    step least{0, HUGE_VAL};
    for (size_t i = 0; i < cuts.size(); ++i) {
        const size_t first = i == 0 ? 0 : cuts[i - 1];
        const size_t last = i + 1 == cuts.size() ? size() : cuts[i + 1];
        const auto before = static_cast<double>(cuts[i] - first);
        const auto after = static_cast<double>(last - cuts[i]);
        const double difference =
            std::abs((sums_[last] - sums_[cuts[i]]) / after - (sums_[cuts[i]] - sums_[first]) / before);
        // Without any noise, each difference is a step.
        const double here = difference == 0 ? 0 : difference / deviation_ / std::sqrt(1 / before + 1 / after);
        if (here < least.size) {
            least = {i, here};
        }
    }
    return least;
}

wave_limit limit_of_waves(const levelled_series& series, const std::vector<size_t>& cuts, double significance,
                          size_t smallest_segment) {
    wave_limit result;
    double low = 0;
    result.correlation = 0.99;
    for (int i = 0; i < 6; ++i) {
        constexpr size_t trials = 200;
        const double middle = (low + result.correlation) / 2;
        random_generator random(1);
        size_t as_little = 0;
        for (size_t trial = 0; trial < trials; ++trial) {
            const simulated_series other(series.size(), middle, cuts.size(), smallest_segment, random);
            as_little += other.levelled.correlation() <= series.correlation() ? 1 : 0;
        }
        (as_little * 20 > trials ? low : result.correlation) = middle;
    }
    // Three that are as steep, and the series itself, are the share: one alone would be luck.
    const auto trials = static_cast<size_t>(std::ceil(4 / significance)) - 1;
    const double steepest = largest_kept_step(series, cuts);
    std::array<double, 4> largest{};  // descending
    random_generator random(2);
    for (size_t trial = 0; trial < trials && largest.back() < steepest; ++trial) {
        const simulated_series other(series.size(), result.correlation, cuts.size(), smallest_segment, random);
        largest.back() = std::max(largest.back(), largest_kept_step(other.levelled, other.cuts));
        std::sort(largest.begin(), largest.end(), std::greater<>());
    }
    result.step = largest.back() < steepest ? largest.back() : HUGE_VAL;
    return result;
}

}  // namespace dwell::tool
