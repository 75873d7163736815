// SPDX-License-Identifier: BSL-1.0
// A sum of 128 bits, in portable arithmetic: what 2^64 - 1 values of 64 bits add up to fits.
#ifndef DWELL_STATS_WIDE_SUM_HPP
#define DWELL_STATS_WIDE_SUM_HPP

#include <dwell/core/config.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// The number high * 2^64 + low. What would pass 2^128 - 1 stays there.
struct wide_sum {
    uint64_t low = 0;
    uint64_t high = 0;

    [[nodiscard]] constexpr bool operator==(const wide_sum&) const noexcept = default;

    /// This one, and those below: false where the result did not fit.
    constexpr bool add(wide_sum other) noexcept {
        low += other.low;
        const uint64_t carry = low < other.low ? 1 : 0;
        if (other.high > uint64_max - high || carry > uint64_max - high - other.high) {
            low = high = uint64_max;
            return false;
        }
        high += other.high + carry;
        return true;
    }

    constexpr bool add(uint64_t value) noexcept {
        low += value;
        return low >= value || add(wide_sum{0, 1});
    }
    constexpr bool add_product(uint64_t value, uint64_t times) noexcept { return add(product(value, times)); }

    [[nodiscard]] constexpr bool covers(wide_sum other) const noexcept {
        return high != other.high ? high > other.high : low >= other.low;
    }

    /// Subtracts `other`, which this one covers.
    constexpr void subtract(wide_sum other) noexcept {
        high -= other.high + (low < other.low ? 1 : 0);
        low -= other.low;
    }

    /// Within one part in 2^52.
    [[nodiscard]] constexpr double to_double() const noexcept {
        return static_cast<double>(high) * two_to_64 + static_cast<double>(low);
    }

    /// `value`, which is not negative, truncated to an integer.
    [[nodiscard]] static constexpr wide_sum from_double(double value) noexcept {
        if (value >= two_to_64 * two_to_64) {
            return {uint64_max, uint64_max};
        }
        const auto high = static_cast<uint64_t>(value / two_to_64);
        return {static_cast<uint64_t>(value - static_cast<double>(high) * two_to_64), high};
    }

private:
    static constexpr double two_to_64 = 18446744073709551616.0;

    // Schoolbook multiplication with digits of 32 bits.
    [[nodiscard]] static constexpr wide_sum product(uint64_t a, uint64_t b) noexcept {
        const uint64_t mask = uint32_max;
        const uint64_t low = (a & mask) * (b & mask);
        const uint64_t left = (a >> 32) * (b & mask) + (low >> 32);
        const uint64_t right = (a & mask) * (b >> 32) + (left & mask);
        return {(right << 32) | (low & mask), (a >> 32) * (b >> 32) + (left >> 32) + (right >> 32)};
    }
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
