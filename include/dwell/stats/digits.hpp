// SPDX-License-Identifier: BSL-1.0
// Numbers as text with a few digits, the same in every locale.
#ifndef DWELL_STATS_DIGITS_HPP
#define DWELL_STATS_DIGITS_HPP

#include <dwell/core/config.hpp>
#include <dwell/stats/floating.hpp>

#include <charconv>
#include <string>

DWELL_NAMESPACE_BEGIN
namespace detail {

[[nodiscard]] inline std::string fixed_text(double value, int decimals) {
    char digits[64];
    const double bounded = absolute(value) < 1e40 ? value : value < 0 ? -1e40 : 1e40;
    const auto end = std::to_chars(digits, digits + sizeof(digits), bounded, std::chars_format::fixed, decimals).ptr;
    return std::string(digits, end);
}

/// Three significant digits: 1.23, 12.3, 123.
[[nodiscard]] inline std::string three_digits(double value) {
    const double magnitude = absolute(value);
    return fixed_text(value, magnitude < 9.995 ? 2 : magnitude < 99.95 ? 1 : 0);
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
