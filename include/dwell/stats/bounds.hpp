// SPDX-License-Identifier: BSL-1.0
// The smaller and the larger of two values, without <algorithm> (30 ms in every file that reports).
#ifndef DWELL_STATS_BOUNDS_HPP
#define DWELL_STATS_BOUNDS_HPP

#include <dwell/core/config.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

template <typename Number>
[[nodiscard]] constexpr Number smaller(Number a, Number b) noexcept {
    return b < a ? b : a;
}

template <typename Number>
[[nodiscard]] constexpr Number larger(Number a, Number b) noexcept {
    return a < b ? b : a;
}

/// `value`, or the bound that it passes; a NaN stays.
template <typename Number>
[[nodiscard]] constexpr Number clamped(Number value, Number lowest, Number highest) noexcept {
    return value < lowest ? lowest : highest < value ? highest : value;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
