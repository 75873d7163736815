// SPDX-License-Identifier: BSL-1.0
// Where in a text something is, as editors and compilers say it.
#ifndef DWELL_EXPORT_TEXT_POSITION_HPP
#define DWELL_EXPORT_TEXT_POSITION_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/utf8.hpp>

#include <string>
#include <string_view>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Both from 1. A column is a code point, as editors count; a byte that is not UTF-8 is one, too.
struct text_position {
    size_t line = 1;
    size_t column = 1;

    /// "7:14"
    [[nodiscard]] std::string text() const { return std::to_string(line) + ":" + std::to_string(column); }
};

/// Of the byte at `offset`; of the end where there is none. A line ends with LF, or CR LF. Linear in `offset`.
[[nodiscard]] inline text_position position_at(std::string_view text, size_t offset) noexcept {
    const std::string_view before = text.substr(0, offset);
    text_position result;
    size_t line_begin = 0;
    for (size_t i = 0; i < before.size(); ++i) {
        if (before[i] == '\n') {
            ++result.line;
            line_begin = i + 1;
        }
    }
    result.column += count_code_points(before.substr(line_begin));
    return result;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
