// SPDX-License-Identifier: BSL-1.0
// Ticks as whole numbers of a unit, for the formats that know only integers.
#ifndef DWELL_EXPORT_ROUNDING_HPP
#define DWELL_EXPORT_ROUNDING_HPP

#include <dwell/core/config.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Rounds to nearest. Negative values and NaN give 0, those above 2^64 - 1 give that.
[[nodiscard]] inline uint64_t round_to_uint64(double value) noexcept {
    if (!(value > 0)) {
        return 0;
    }
    return value < 18446744073709549568.0 ? static_cast<uint64_t>(value + 0.5) : uint64_max;
}

/// Converts a series of tick counts so that the results add up to their sum, converted: what rounding takes from one
/// goes to the next. A flame graph's root is then right to half a unit however many call paths are below it, where
/// rounding each alone would lose up to half a unit a path (all of it, where each took less). No single result is off
/// by one unit or more. A sum of ticks above 2^64 - 1 stays there.
class carried_rounding {
public:
    /// `units_per_tick` is not negative.
    explicit carried_rounding(double units_per_tick) noexcept : units_per_tick_(units_per_tick) {}

    [[nodiscard]] uint64_t next(uint64_t ticks) noexcept {
        ticks_ = ticks > uint64_max - ticks_ ? uint64_max : ticks_ + ticks;
        // A factor of 1 must not pass through a double: it holds 53 bits.
        const uint64_t units =
            units_per_tick_ == 1.0 ? ticks_ : round_to_uint64(static_cast<double>(ticks_) * units_per_tick_);
        const uint64_t step = units - units_;
        units_ = units;
        return step;
    }

    /// All so far: the rounded sum.
    [[nodiscard]] uint64_t sum() const noexcept { return units_; }

private:
    double units_per_tick_;
    uint64_t ticks_ = 0;
    uint64_t units_ = 0;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
