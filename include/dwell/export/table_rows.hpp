// SPDX-License-Identifier: BSL-1.0
// Rows of text in aligned columns.
#ifndef DWELL_EXPORT_TABLE_ROWS_HPP
#define DWELL_EXPORT_TABLE_ROWS_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/human.hpp>
#include <dwell/export/text_writer.hpp>
#include <dwell/export/utf8.hpp>
#include <dwell/stats/bounds.hpp>

#include <string>
#include <utility>
#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Text in bold or yellow, where the caller wants colour.
class table_style {
public:
    table_style(text_writer& out, bool colour) noexcept : out_(out), colour_(colour) {}
    void heading(std::string_view text) { styled("\x1b[1m", text); }
    void warning(std::string_view text) { styled("\x1b[33m", text); }

private:
    void styled(std::string_view sequence, std::string_view text) {
        if (colour_) {
            out_.text(sequence);
        }
        out_.text(text);
        if (colour_) {
            out_.text("\x1b[0m");
        }
    }

    text_writer& out_;
    bool colour_;
};

/// The first column is text, to the left, and shortened where the line would be wider than it may; the others are
/// numbers, to the right, and always whole.
class table_rows {
public:
    using row = std::vector<std::string>;

    explicit table_rows(row heading) { add(std::move(heading)); }

    /// `below`, if any, is a line of its own under the row, and is shortened, too.
    void add(row cells, std::string below = {}) {
        cells.front() = printable(cells.front());
        rows_.push_back(std::move(cells));
        below_.push_back(std::move(below));
    }

    /// Rows below the heading.
    [[nodiscard]] size_t size() const noexcept { return rows_.size() - 1; }
    [[nodiscard]] bool empty() const noexcept { return size() == 0; }

    /// `width` is that of the line in code points, 0 for any.
    void write(text_writer& out, size_t width, bool colour) {
        const std::vector<size_t> widths = column_widths(width);
        table_style style(out, colour);
        for (size_t i = 0; i < rows_.size(); ++i) {
            const std::string line = format(rows_[i], widths);
            if (i == 0) {
                style.heading(line);
            } else {
                out.text(line);
            }
            out.character('\n');
            if (!below_[i].empty()) {
                out.repeat(' ', gap);
                out.text(width > narrowest_name ? shortened(below_[i], width - gap) : below_[i]);
                out.character('\n');
            }
        }
    }

private:
    static constexpr size_t gap = 2;
    // Narrower and names cannot be told apart: the line is longer than asked for, then.
    static constexpr size_t narrowest_name = 12;

    [[nodiscard]] std::vector<size_t> column_widths(size_t width) const {
        std::vector<size_t> widths(rows_.front().size(), 0);
        for (const row& cells : rows_) {
            for (size_t column = 0; column < cells.size(); ++column) {
                widths[column] = larger(widths[column], count_code_points(cells[column]));
            }
        }
        size_t numbers = 0;
        for (size_t column = 1; column < widths.size(); ++column) {
            numbers += widths[column] + gap;
        }
        if (width != 0) {
            const size_t left = width > numbers + narrowest_name ? width - numbers : narrowest_name;
            widths[0] = smaller(widths[0], left);
        }
        return widths;
    }

    [[nodiscard]] static std::string format(const row& cells, const std::vector<size_t>& widths) {
        std::string line = shortened(cells.front(), widths.front());
        line.append(widths.front() - count_code_points(line), ' ');
        for (size_t column = 1; column < cells.size(); ++column) {
            line.append(gap + widths[column] - count_code_points(cells[column]), ' ');
            line += cells[column];
        }
        return line;
    }

    std::vector<row> rows_;
    std::vector<std::string> below_;  // each row
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
