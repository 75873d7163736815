// SPDX-License-Identifier: BSL-1.0
// Draws a series as an <svg> element: a point for each run, the medians as steps, and a mark at each change.
#ifndef DWELL_TOOL_HISTORY_SERIES_CHART_HPP
#define DWELL_TOOL_HISTORY_SERIES_CHART_HPP

#include "history/chart_axis.hpp"
#include "history/history.hpp"

#include <dwell/export/xml_writer.hpp>

#include <string>

namespace dwell::tool {

class series_chart {
public:
    series_chart(dwell::detail::xml_writer& out, const history& of, const history_series& series);

    /// `id` is that of the picture, of which its title and description are made; each is once in the page.
    void write(const std::string& id);

private:
    void write_words(const std::string& id);
    void write_axes();
    void write_line(double x1, double y1, double x2, double y2, const char* style);
    void write_text(double x, double y, const char* style, const std::string& text);
    void write_points();
    void write_levels();
    void write_change(const series_change& change, double& labelled_to);

    [[nodiscard]] double x_of(double run) const;
    [[nodiscard]] double y_of(double value) const;
    [[nodiscard]] std::string words() const;

    dwell::detail::xml_writer& xml_;
    const history& history_;
    const history_series& series_;
    chart_axis axis_;
};

}  // namespace dwell::tool

#endif
