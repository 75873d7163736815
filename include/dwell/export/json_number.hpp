// SPDX-License-Identifier: BSL-1.0
// Where a number of JSON ends, and integers wider than the language has.
#ifndef DWELL_EXPORT_JSON_NUMBER_HPP
#define DWELL_EXPORT_JSON_NUMBER_HPP

#include <dwell/core/config.hpp>

#include <string_view>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// The length of the number that `text` begins with, by the grammar of RFC 8259; 0 where it begins with none.
[[nodiscard]] constexpr size_t json_number_length(std::string_view text) noexcept {
    size_t end = 0;
    const auto at_end = [&] { return end < text.size() ? text[end] : '\0'; };
    const auto take_digits = [&] {
        const size_t begin = end;
        while (at_end() >= '0' && at_end() <= '9') {
            ++end;
        }
        return end - begin;
    };
    end += at_end() == '-' ? 1 : 0;
    const bool leads_with_zero = at_end() == '0';
    const size_t whole = take_digits();
    if (whole == 0 || (leads_with_zero && whole > 1)) {
        return 0;
    }
    if (at_end() == '.') {
        ++end;
        if (take_digits() == 0) {
            return 0;
        }
    }
    if (at_end() == 'e' || at_end() == 'E') {
        ++end;
        end += at_end() == '+' || at_end() == '-' ? 1 : 0;
        if (take_digits() == 0) {
            return 0;
        }
    }
    return end;
}

/// Decimal digits as high * 2^64 + low; false where they are none, or more than 2^128 - 1.
[[nodiscard]] constexpr bool parse_wide_integer(std::string_view digits, uint64_t& high, uint64_t& low) noexcept {
    // In words of 32 bits, least first, so that no product is lost.
    uint32_t words[4] = {};
    for (const char digit : digits) {
        if (digit < '0' || digit > '9') {
            return false;
        }
        auto carry = static_cast<uint64_t>(digit - '0');
        for (uint32_t& word : words) {
            carry += uint64_t{word} * 10;
            word = static_cast<uint32_t>(carry);
            carry >>= 32U;
        }
        if (carry != 0) {
            return false;
        }
    }
    low = words[0] | (uint64_t{words[1]} << 32U);
    high = words[2] | (uint64_t{words[3]} << 32U);
    return !digits.empty();
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
