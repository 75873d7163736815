// SPDX-License-Identifier: BSL-1.0
// Just enough of UTF-8 for exporters: whether bytes are one code point, and how many there are.
#ifndef DWELL_EXPORT_UTF8_HPP
#define DWELL_EXPORT_UTF8_HPP

#include <dwell/core/config.hpp>

#include <string>
#include <string_view>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// U+FFFD, which stands in for bytes that are not UTF-8.
inline constexpr std::string_view replacement_character = "\xEF\xBF\xBD";

/// The length of the code point that `text` (not empty) begins with, or 0 where its first byte begins none. Overlong
/// forms, surrogates and values above U+10FFFF are none (Unicode 15, table 3-7).
[[nodiscard]] constexpr size_t code_point_length(std::string_view text) noexcept {
    const auto byte = [text](size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
    const auto continues = [byte](size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
    const unsigned first = byte(0);
    if (first < 0x80) {
        return 1;
    }
    if (first >= 0xC2 && first <= 0xDF) {
        return continues(1) ? 2 : 0;
    }
    if (first >= 0xE0 && first <= 0xEF) {
        const unsigned lowest = first == 0xE0 ? 0xA0 : 0x80;
        const unsigned highest = first == 0xED ? 0x9F : 0xBF;
        return byte(1) >= lowest && byte(1) <= highest && continues(2) ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        const unsigned lowest = first == 0xF0 ? 0x90 : 0x80;
        const unsigned highest = first == 0xF4 ? 0x8F : 0xBF;
        return byte(1) >= lowest && byte(1) <= highest && continues(2) && continues(3) ? 4 : 0;
    }
    return 0;
}

[[nodiscard]] constexpr bool is_utf8(std::string_view text) noexcept {
    while (!text.empty()) {
        const size_t length = code_point_length(text);
        if (length == 0) {
            return false;
        }
        text.remove_prefix(length);
    }
    return true;
}

/// Code points in `text`, a byte that belongs to none counting as one.
[[nodiscard]] constexpr size_t count_code_points(std::string_view text) noexcept {
    size_t count = 0;
    while (!text.empty()) {
        const size_t length = code_point_length(text);
        text.remove_prefix(length == 0 ? 1 : length);
        ++count;
    }
    return count;
}

/// The bytes that the first `count` code points take, or all where there are fewer.
[[nodiscard]] constexpr size_t bytes_of_code_points(std::string_view text, size_t count) noexcept {
    size_t bytes = 0;
    for (; count > 0 && bytes < text.size(); --count) {
        const size_t length = code_point_length(text.substr(bytes));
        bytes += length == 0 ? 1 : length;
    }
    return bytes;
}

/// The UTF-8 form of a code point, which is no surrogate.
inline void append_code_point(std::string& text, uint32_t code_point) {
    const auto tail = [code_point](unsigned shift) {
        return static_cast<char>(0x80U | ((code_point >> shift) & 0x3FU));
    };
    if (code_point < 0x80) {
        text += static_cast<char>(code_point);
    } else if (code_point < 0x800) {
        text += static_cast<char>(0xC0U | (code_point >> 6U));
        text += tail(0);
    } else if (code_point < 0x10000) {
        text += static_cast<char>(0xE0U | (code_point >> 12U));
        text += tail(6);
        text += tail(0);
    } else {
        text += static_cast<char>(0xF0U | (code_point >> 18U));
        text += tail(12);
        text += tail(6);
        text += tail(0);
    }
}

/// `text` with U+FFFD for each byte that is not UTF-8.
[[nodiscard]] inline std::string to_utf8(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const size_t length = code_point_length(text);
        result += length == 0 ? replacement_character : text.substr(0, length);
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return result;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
