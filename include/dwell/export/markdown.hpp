// SPDX-License-Identifier: BSL-1.0
// Text in Markdown that is not taken for Markdown.
#ifndef DWELL_EXPORT_MARKDOWN_HPP
#define DWELL_EXPORT_MARKDOWN_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/human.hpp>
#include <dwell/stats/bounds.hpp>

#include <string>
#include <string_view>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// `text` as a code span, in which no character but the backtick means anything. In a cell of a table a `|` always
/// needs a backslash, which would be shown elsewhere (GitHub Flavored Markdown 0.29, 4.10 and 6.3). What is no
/// character of one line becomes `?`. Nothing for nothing, since no code span is empty.
[[nodiscard]] inline std::string markdown_code(std::string_view text, bool is_in_table = true) {
    std::string code;
    size_t run = 0;
    size_t longest_run = 0;
    for (const char c : printable(text)) {
        run = c == '`' ? run + 1 : 0;
        longest_run = larger(longest_run, run);
        code += c == '|' && is_in_table ? "\\" : "";
        code += c;
    }
    if (code.empty()) {
        return code;
    }
    // One blank at each end is taken off where there is one at both.
    const bool is_blank = code.find_first_not_of(' ') == std::string::npos;
    const bool loses_blanks = !is_blank && code.front() == ' ' && code.back() == ' ';
    if (loses_blanks || code.front() == '`' || code.back() == '`') {
        code = " " + code + " ";
    }
    const std::string fence(longest_run + 1, '`');
    return fence + code + fence;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
