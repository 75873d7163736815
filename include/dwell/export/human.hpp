// SPDX-License-Identifier: BSL-1.0
// Numbers as a person reads them, in a few characters.
#ifndef DWELL_EXPORT_HUMAN_HPP
#define DWELL_EXPORT_HUMAN_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/utf8.hpp>
#include <dwell/stats/digits.hpp>
#include <dwell/stats/floating.hpp>

#include <charconv>
#include <string>
#include <string_view>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// A unit that numbers are written in: its size, and its symbol after a blank.
struct human_unit {
    double size;
    const char* symbol;
};

/// The unit for a duration of so many nanoseconds: ns, us, ms, s or h.
[[nodiscard]] inline human_unit duration_unit(double ns) {
    struct step {
        double up_to;
        human_unit unit;
    };
    // The bounds are where three digits would round up to 1000.
    constexpr step steps[] = {
        {999.5, {1, " ns"}}, {999.5e3, {1e3, " us"}}, {999.5e6, {1e6, " ms"}}, {3.6e12, {1e9, " s"}}};
    for (const step& each : steps) {
        if (ns < each.up_to) {
            return each.unit;
        }
    }
    return {3.6e12, " h"};
}

/// A duration, in ns, us, ms, s or h: `12.3 us`.
[[nodiscard]] inline std::string human_duration(double ns) {
    if (ns == 0) {
        return "0 ns";
    }
    const human_unit unit = duration_unit(ns);
    return three_digits(ns / unit.size) + unit.symbol;
}

/// A decimal number with commas between thousands: `12,345.6`. What is no such number stays as it is.
[[nodiscard]] inline std::string with_thousands(std::string digits) {
    size_t whole = digits.find_first_not_of("-0123456789");
    if (whole != std::string::npos && digits[whole] != '.') {
        return digits;
    }
    whole = whole == std::string::npos ? digits.size() : whole;
    const size_t first = digits.empty() || digits[0] != '-' ? 0 : 1;
    for (size_t comma = whole; comma > first + 3;) {
        comma -= 3;
        digits.insert(comma, 1, ',');
    }
    return digits;
}

/// A count: in full below ten million, then `12.3 M`.
[[nodiscard]] inline std::string human_count(uint64_t count) {
    if (count < 10'000'000) {
        return std::to_string(count);
    }
    constexpr const char* symbols[] = {" M", " G", " T", " P", " E"};
    double value = static_cast<double>(count) / 1e6;
    size_t step = 0;
    while (value >= 999.5) {
        value /= 1000;
        ++step;
    }
    return three_digits(value) + symbols[step];
}

/// A size in memory, in B, KiB, MiB and so on: `12.3 KiB`. Below that, whole bytes.
[[nodiscard]] inline std::string human_bytes(double bytes) {
    constexpr const char* symbols[] = {" KiB", " MiB", " GiB", " TiB", " PiB", " EiB"};
    if (bytes < 999.5) {
        return fixed_text(bytes, 0) + " B";
    }
    double value = bytes / 1024;
    size_t step = 0;
    while (value >= 999.5 && step < 5) {
        value /= 1024;
        ++step;
    }
    return three_digits(value) + symbols[step];
}

[[nodiscard]] inline std::string human_bytes(uint64_t bytes) { return human_bytes(static_cast<double>(bytes)); }

/// Any number: an integer in full, another with six significant digits.
[[nodiscard]] inline std::string human_number(double value) {
    char digits[64];
    const bool is_integer = absolute(value) < 1e15 && static_cast<double>(static_cast<int64_t>(value)) == value;
    const auto end = is_integer
                         ? std::to_chars(digits, digits + sizeof(digits), static_cast<int64_t>(value)).ptr
                         : std::to_chars(digits, digits + sizeof(digits), value, std::chars_format::general, 6).ptr;
    return std::string(digits, end);
}

/// `text` as one line for a terminal: what could move the cursor or change its colour becomes `?`, as do bytes that
/// are not UTF-8.
[[nodiscard]] inline std::string printable(std::string_view text) {
    std::string result;
    while (!text.empty()) {
        const size_t length = code_point_length(text);
        const auto byte = static_cast<unsigned char>(text[0]);
        // U+0080 to U+009F are control characters, too.
        const bool is_control =
            length == 1 ? byte < 0x20 || byte == 0x7f : byte == 0xC2 && static_cast<unsigned char>(text[1]) < 0xA0;
        if (length == 0 || is_control) {
            result += '?';
        } else {
            result += text.substr(0, length);
        }
        text.remove_prefix(length == 0 ? 1 : length);
    }
    return result;
}

/// `text` in at most `width` code points, `..` in place of its middle: both ends of a name tell it apart. The dots are
/// ASCII, since the table also goes to logs whose encoding is not known.
[[nodiscard]] inline std::string shortened(std::string_view text, size_t width) {
    const size_t count = count_code_points(text);
    if (count <= width) {
        return std::string(text);
    }
    if (width <= 2) {
        return std::string(width, '.');
    }
    const size_t tail = (width - 2) / 2;
    const size_t head = width - 2 - tail;
    std::string result(text.substr(0, bytes_of_code_points(text, head)));
    result += "..";
    result += text.substr(bytes_of_code_points(text, count - tail));
    return result;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
