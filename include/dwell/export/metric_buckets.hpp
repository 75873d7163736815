// SPDX-License-Identifier: BSL-1.0
// The bounds of Prometheus's histograms: which there are, and how many values of ours are at most each.
#ifndef DWELL_EXPORT_METRIC_BUCKETS_HPP
#define DWELL_EXPORT_METRIC_BUCKETS_HPP

#include <dwell/core/config.hpp>
#include <dwell/stats/floating.hpp>
#include <dwell/stats/histogram.hpp>

#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// What turns the steps of a histogram into the unit that is shown. A division, since dividing by 1e9 gives the double
/// nearest to the result, and multiplying by 1e-9 does not.
struct value_scale {
    double multiplier = 1;
    double divisor = 1;

    [[nodiscard]] double operator()(double value) const noexcept { return value * multiplier / divisor; }
    [[nodiscard]] bool is_identity() const noexcept { return multiplier == 1 && divisor == 1; }
};

/// `multiple` * 10^exponent, correctly rounded from 1e-22 to 1e22.
[[nodiscard]] inline double decimal(double multiple, int exponent) noexcept {
    double power = 1;
    for (int i = exponent < 0 ? -exponent : exponent; i > 0; --i) {
        power *= 10;
    }
    return exponent < 0 ? multiple / power : multiple * power;
}

/// 10^first, …, 10^last; with 2.5 and 5 times each but the last where `is_divided`.
[[nodiscard]] inline std::vector<double> decades(int first, int last, bool is_divided) {
    std::vector<double> bounds;
    for (int exponent = first; exponent <= last; ++exponent) {
        bounds.push_back(decimal(1, exponent));
        if (is_divided && exponent != last) {
            bounds.push_back(decimal(2.5, exponent));
            bounds.push_back(decimal(5, exponent));
        }
    }
    return bounds;
}

/// For durations, in seconds: 1, 2.5 and 5 of each decade from a microsecond to 100 s, which are 25.
[[nodiscard]] inline std::vector<double> default_duration_bounds() { return decades(-6, 2, true); }

/// For values from `least`, above 0, to `greatest`: 1, 2.5 and 5 of each decade that they lie in, or the powers of ten
/// alone where these are more than eight decades. At most 41. None where `greatest` is not above 0.
[[nodiscard]] inline std::vector<double> decades_around(double least, double greatest) {
    static constexpr int limit = 20;
    static constexpr int most_to_divide = 8;
    if (!(greatest > 0)) {
        return {};
    }
    int last = limit;
    while (last > -limit && decimal(1, last - 1) >= greatest) {
        --last;
    }
    int first = last - 1;
    while (first > -limit && decimal(1, first) > least) {
        --first;
    }
    return decades(first, last, last - first <= most_to_divide);
}

/// Whether they are finite, not negative, and ascend.
[[nodiscard]] inline bool are_bounds(const std::vector<double>& bounds) noexcept {
    for (size_t i = 0; i < bounds.size(); ++i) {
        if (!(bounds[i] >= 0) || !is_finite(bounds[i]) || (i > 0 && bounds[i] <= bounds[i - 1])) {
            return false;
        }
    }
    return true;
}

/// Calls `f(bound, count)` for each bound, in order: `count` is how many of `values`, each in the unit that `scale`
/// gives, are at most `bound`. A bound inside one of the histogram's buckets counts none of that bucket, so no value
/// above the bound is ever counted, and all are that are 0.78 % or more below it. Where the values end in a bucket does
/// not matter: a larger one that arrives would make a count fall, which is a counter that began anew to Prometheus.
/// O(buckets + bounds).
template <typename Function>
void for_each_bound(const histogram& values, value_scale scale, const std::vector<double>& bounds, const Function& f) {
    // What scaling may lose, a few units in the last place, must not put a value above its own bound.
    static constexpr double rounding = 1 + 1e-12;
    size_t next = 0;
    uint64_t below = 0;
    values.for_each_bucket([&](size_t, uint64_t, uint64_t upper, uint64_t count) {
        const double largest = scale(static_cast<double>(upper));
        for (; next < bounds.size() && bounds[next] * rounding < largest; ++next) {
            f(bounds[next], below);
        }
        below += count;
    });
    for (; next < bounds.size(); ++next) {
        f(bounds[next], below);
    }
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
