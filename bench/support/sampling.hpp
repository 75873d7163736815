// SPDX-License-Identifier: BSL-1.0
// Random values for simulations: normal ones, and distributions of latencies whose true quantiles are known.
#ifndef DWELL_BENCH_SUPPORT_SAMPLING_HPP
#define DWELL_BENCH_SUPPORT_SAMPLING_HPP

#include <dwell/stats/normal.hpp>
#include <dwell/stats/random.hpp>

#include <cmath>

namespace bench {

class sampler {
public:
    explicit sampler(dwell::uint64_t seed) : random_(seed) {}

    [[nodiscard]] double uniform() { return random_.uniform(); }

    /// Standard normal, by the method of Box and Muller, which gives two at a time.
    [[nodiscard]] double normal() {
        if (has_spare_) {
            has_spare_ = false;
            return spare_;
        }
        const double radius = std::sqrt(-2 * std::log(uniform()));
        const double angle = 6.283185307179586476925 * uniform();
        spare_ = radius * std::sin(angle);
        has_spare_ = true;
        return radius * std::cos(angle);
    }

private:
    dwell::random_generator random_;
    double spare_ = 0.0;
    bool has_spare_ = false;
};

/// Waves: standard normal values, of which each keeps `persistence` of the one before (autoregressive, first order).
class autoregressive {
public:
    autoregressive(double persistence, double before)
        : persistence_(persistence), fresh_(std::sqrt(1 - persistence * persistence)), value_(before) {}

    [[nodiscard]] double next(sampler& random) {
        value_ = persistence_ * value_ + fresh_ * random.normal();
        return value_;
    }

private:
    double persistence_;
    double fresh_;
    double value_;
};

/// 0, or in the share `often` of cases an exponential of this mean.
[[nodiscard]] inline double disturbance(sampler& random, double often, double mean) {
    return random.uniform() < often ? -mean * std::log(random.uniform()) : 0.0;
}

/// The z that a standard normal does not exceed with probability `p`.
[[nodiscard]] inline double normal_quantile(double p) {
    return p < 0.5 ? -dwell::detail::normal_upper_quantile(p) : dwell::detail::normal_upper_quantile(1 - p);
}

/// Median 22,026 (ns, say), sigma 1.
struct lognormal {
    static constexpr const char* name = "lognormal";
    [[nodiscard]] static double draw(sampler& random) { return std::exp(10 + random.normal()); }
    [[nodiscard]] static double quantile(double p) { return std::exp(10 + normal_quantile(p)); }
};

/// The same, but each value resembles the one before: a correlation of 0.9 (of the logarithms).
class correlated_lognormal {
public:
    static constexpr const char* name = "lognormal, correlation 0.9";
    [[nodiscard]] double draw(sampler& random) {
        state_ = has_started_ ? 0.9 * state_ + std::sqrt(1 - 0.9 * 0.9) * random.normal() : random.normal();
        has_started_ = true;
        return std::exp(10 + state_);
    }
    [[nodiscard]] static double quantile(double p) { return lognormal::quantile(p); }

private:
    double state_ = 0.0;
    bool has_started_ = false;
};

/// From 1,000 on, shape 1.1: hardly a mean, and no variance.
struct pareto {
    static constexpr const char* name = "Pareto";
    [[nodiscard]] static double draw(sampler& random) { return 1000 * std::pow(random.uniform(), -1 / 1.1); }
    [[nodiscard]] static double quantile(double p) { return 1000 * std::pow(1 - p, -1 / 1.1); }
};

/// A fast path around 250,000 in four cases of five, and a slow one around 2,000,000.
struct bimodal {
    static constexpr const char* name = "bimodal";
    [[nodiscard]] static double draw(sampler& random) {
        const bool is_fast = random.uniform() < 0.8;
        return is_fast ? 250000 * std::exp(0.1 * random.normal()) : 2000000 * std::exp(0.05 * random.normal());
    }
    [[nodiscard]] static double quantile(double p) {
        const auto share_at_most = [](double value) {
            const double fast = dwell::detail::normal_upper_tail(-std::log(value / 250000) / 0.1);
            const double slow = dwell::detail::normal_upper_tail(-std::log(value / 2000000) / 0.05);
            return 0.8 * fast + 0.2 * slow;
        };
        double low = 1e4;
        double high = 1e7;
        for (int i = 0; i < 100; ++i) {
            const double middle = (low + high) / 2;
            (share_at_most(middle) < p ? low : high) = middle;
        }
        return high;
    }
};

}  // namespace bench

#endif
