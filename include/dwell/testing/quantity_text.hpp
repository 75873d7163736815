// SPDX-License-Identifier: BSL-1.0
// Times and sizes as a person writes them: "5 ms", "10 MB".
#ifndef DWELL_TESTING_QUANTITY_TEXT_HPP
#define DWELL_TESTING_QUANTITY_TEXT_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/human.hpp>
#include <dwell/export/json_number.hpp>
#include <dwell/stats/floating.hpp>

#include <charconv>
#include <string>
#include <string_view>
#include <system_error>

DWELL_NAMESPACE_BEGIN
namespace detail {

struct quantity_unit {
    std::string_view symbol;
    double factor;
};

/// The units of one kind of quantity, and how it is written.
struct quantity_kind {
    const quantity_unit* units;
    size_t unit_count;
    std::string_view example;  ///< with its article: "a time with its unit, as \"5 ms\""
    std::string_view symbols;  ///< all of them, for a message
};

inline constexpr quantity_unit time_units[] = {{"ns", 1.0}, {"us", 1e3},   {"ms", 1e6},
                                               {"s", 1e9},  {"min", 6e10}, {"h", 3.6e12}};
inline constexpr quantity_kind time_quantity = {time_units, 6, "a time with its unit, as \"5 ms\"",
                                                "ns, us, ms, s, min or h"};

inline constexpr quantity_unit byte_units[] = {{"B", 1.0},      {"kB", 1e3},        {"MB", 1e6},          {"GB", 1e9},
                                               {"KiB", 1024.0}, {"MiB", 1048576.0}, {"GiB", 1073741824.0}};
inline constexpr quantity_kind byte_quantity = {byte_units, 7, "bytes, as 4096 or \"4 KiB\"",
                                                "B, kB, MB, GB, KiB, MiB or GiB"};

/// `text` in quotes for a message: one line, and not long.
[[nodiscard]] inline std::string in_quotes(std::string_view text) { return '"' + shortened(printable(text), 60) + '"'; }

/// Reads a number as JSON writes it, blanks or none, and a unit, into nanoseconds or bytes. Empty, or what is wrong
/// with it; it is never negative, and finite.
[[nodiscard]] inline std::string read_quantity(std::string_view text, const quantity_kind& kind, double& value) {
    const size_t digits = json_number_length(text);
    if (digits == 0) {
        return in_quotes(text) + " does not begin with a number: expected " + std::string(kind.example);
    }
    if (text[0] == '-') {
        return in_quotes(text) + " is negative";
    }
    const auto parsed = std::from_chars(text.data(), text.data() + digits, value);
    size_t unit_begin = digits;
    while (unit_begin < text.size() && text[unit_begin] == ' ') {
        ++unit_begin;
    }
    const std::string_view symbol = text.substr(unit_begin);
    if (symbol.empty()) {
        return in_quotes(text) + " has no unit: " + std::string(kind.symbols);
    }
    for (size_t i = 0; i < kind.unit_count; ++i) {
        if (symbol == kind.units[i].symbol) {
            value *= kind.units[i].factor;
            return parsed.ec == std::errc() && is_finite(value)
                       ? std::string()
                       : in_quotes(text) + " is more, or closer to 0, than a number of 64 bits can say";
        }
    }
    return in_quotes(text) + ": unknown unit " + in_quotes(symbol) + ": " + std::string(kind.symbols);
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
