// SPDX-License-Identifier: BSL-1.0
#include "history/series_chart.hpp"

#include <dwell/export/human.hpp>

#include <algorithm>
#include <cmath>

namespace dwell::tool {
namespace {

// In pixels. Above the plot there is room for the marks of changes, and what they say.
constexpr double width = 960;
constexpr double height = 264;
constexpr double left = 68;
constexpr double right = 16;
constexpr double top = 40;
constexpr double bottom = 46;
constexpr double plot_bottom = height - bottom;

std::string number(double value) { return detail::fixed_text(value, 1); }

std::vector<double> medians_of(const series_analysis& analysis) {
    std::vector<double> medians;
    for (const series_level& level : analysis.levels) {
        medians.push_back(level.median);
    }
    return medians;
}

/// A triangle that points up or down with its tip or base at (x, y), or a diamond.
std::string mark_path(double x, double y, const std::string& direction) {
    const std::string begin = "M" + number(x) + " ";
    if (direction == "worse") {
        return begin + number(y - 6) + "l6 10h-12z";
    }
    if (direction == "better") {
        return begin + number(y + 6) + "l6 -10h-12z";
    }
    return begin + number(y - 6) + "l6 6l-6 6l-6 -6z";
}

}  // namespace

series_chart::series_chart(dwell::detail::xml_writer& out, const history& of, const history_series& series)
    : xml_(out),
      history_(of),
      series_(series),
      axis_(axis_for(series.values, medians_of(series.analysis), series.metric.unit())) {}

double series_chart::x_of(double run) const {
    const double runs = static_cast<double>(std::max<size_t>(history_.runs().size(), 1));
    return left + (run + 0.5) / runs * (width - left - right);
}

double series_chart::y_of(double value) const {
    const double share = (value - axis_.low) / (axis_.high - axis_.low);
    return plot_bottom - std::clamp(share, 0.0, 1.0) * (plot_bottom - top);
}

std::string series_chart::words() const {
    const std::vector<series_change>& changes = series_.analysis.changes;
    std::string text = "From " + history_.runs().front().date() + " to " + history_.runs().back().date() + ". ";
    text += changes.empty() ? "No change point."
                            : std::to_string(changes.size()) + " change point" + (changes.size() == 1 ? ":" : "s:");
    for (const series_change& change : changes) {
        text += ' ' + change_text(change) + " (" + direction_text(history_, series_, change) + ") at run " +
                std::to_string(change.after + 1) + ", " + history_.runs()[change.after].date() + '.';
    }
    return text;
}

void series_chart::write(const std::string& id) {
    xml_.begin("svg");
    xml_.attribute("viewBox", "0 0 " + number(width) + " " + number(height));
    xml_.attribute("role", "img");
    xml_.attribute("aria-labelledby", id + "-title " + id + "-desc");
    write_words(id);
    write_axes();
    write_points();
    write_levels();
    double labelled_to = 0;
    for (const series_change& change : series_.analysis.changes) {
        write_change(change, labelled_to);
    }
    xml_.end();
}

void series_chart::write_words(const std::string& id) {
    xml_.begin("title");
    xml_.attribute("id", id + "-title");
    xml_.text(series_.metric.text() + " over " + std::to_string(history_.runs().size()) + " runs");
    xml_.end();
    xml_.begin("desc");
    xml_.attribute("id", id + "-desc");
    xml_.text(words());
    xml_.end();
}

void series_chart::write_axes() {
    for (const axis_tick& tick : axis_.ticks) {
        write_line(left, y_of(tick.value), width - right, y_of(tick.value), "grid");
        write_text(left - 8, y_of(tick.value) + 4, "tick end", tick.text);
    }
    write_text(left - 8, top - 12, "tick end", axis_.unit);
    write_line(left, plot_bottom, width - right, plot_bottom, "axis");
    const size_t runs = history_.runs().size();
    const size_t labels = std::min<size_t>(runs, 7);
    for (size_t i = 0; i < labels; ++i) {
        const size_t run = labels == 1 ? 0 : i * (runs - 1) / (labels - 1);
        const double x = x_of(static_cast<double>(run));
        write_line(x, plot_bottom, x, plot_bottom + 4, "axis");
        const char* const style = i == 0 ? "tick" : i + 1 == labels ? "tick end" : "tick middle";
        write_text(i == 0            ? left
                   : i + 1 == labels ? width - right
                                     : x,
                   plot_bottom + 18, style, history_.runs()[run].date().substr(0, 10));
    }
    write_text(left, plot_bottom + 36, "tick",
               axis_.low > 0 ? "runs, oldest first; the scale does not begin at 0" : "runs, oldest first");
}

void series_chart::write_line(double x1, double y1, double x2, double y2, const char* style) {
    xml_.begin("line");
    xml_.attribute("class", style);
    xml_.attribute("x1", x1, 1);
    xml_.attribute("y1", y1, 1);
    xml_.attribute("x2", x2, 1);
    xml_.attribute("y2", y2, 1);
    xml_.end();
}

void series_chart::write_text(double x, double y, const char* style, const std::string& text) {
    xml_.begin("text");
    xml_.attribute("class", style);
    xml_.attribute("x", x, 1);
    xml_.attribute("y", y, 1);
    xml_.text(text);
    xml_.end();
}

void series_chart::write_points() {
    const bool are_many = series_.values.size() > 300;
    for (size_t i = 0; i < series_.values.size(); ++i) {
        const double value = series_.values[i];
        if (!std::isfinite(value)) {
            continue;
        }
        const run_facts& run = history_.runs()[i];
        const double x = x_of(static_cast<double>(i));
        const bool is_outside = value > axis_.high || value < axis_.low;
        if (is_outside) {
            // An arrow at the edge: it lies further out.
            const double away = value > axis_.high ? -1 : 1;
            xml_.begin("path");
            xml_.attribute("class", "point outside");
            xml_.attribute("d",
                           "M" + number(x) + " " + number(y_of(value) + 4 * away) + "l4 " + number(-7 * away) + "h-8z");
        } else {
            xml_.begin("circle");
            xml_.attribute("class", "point");
            xml_.attribute("cx", x, 1);
            xml_.attribute("cy", y_of(value), 1);
            xml_.attribute("r", are_many ? 1.5 : 3, 1);
        }
        xml_.element("title", series_.metric.value_text(value) + (is_outside ? ", outside the picture" : "") + "\n" +
                                  run.date() + (run.commit.empty() ? "" : "\n" + run.short_commit()) +
                                  (run.branch.empty() ? "" : " " + run.branch) + "\n" + run.name());
        xml_.end();
    }
}

void series_chart::write_levels() {
    std::string path;
    const std::vector<series_level>& levels = series_.analysis.levels;
    for (size_t i = 0; i < levels.size(); ++i) {
        const double begin = i == 0
                                 ? static_cast<double>(levels[i].first) - 0.5
                                 : (static_cast<double>(levels[i - 1].last) + static_cast<double>(levels[i].first)) / 2;
        const double end = i + 1 == levels.size()
                               ? static_cast<double>(levels[i].last) + 0.5
                               : (static_cast<double>(levels[i].last) + static_cast<double>(levels[i + 1].first)) / 2;
        path +=
            (i == 0 ? "M" : "L") + number(x_of(begin)) + " " + number(y_of(levels[i].median)) + "H" + number(x_of(end));
    }
    xml_.begin("path");
    xml_.attribute("class", "level");
    xml_.attribute("d", path);
    xml_.end();
}

void series_chart::write_change(const series_change& change, double& labelled_to) {
    const std::string direction = direction_text(history_, series_, change);
    const double x = x_of((static_cast<double>(change.before) + static_cast<double>(change.after)) / 2);
    const std::string label = change_text(change);
    xml_.begin("g");
    xml_.attribute("class", "change " + direction);
    const run_facts& before = history_.runs()[change.before];
    const run_facts& after = history_.runs()[change.after];
    xml_.element("title", label + ", " + direction + ": " + series_.metric.value_text(change.from) + " to " +
                              series_.metric.value_text(change.to) + ", " + certainty_text(change) + "\nbetween " +
                              before.name() + "\nand " + after.name());
    write_line(x, top - 10, x, plot_bottom, "cut");
    xml_.begin("path");
    xml_.attribute("d", mark_path(x, top - 16, direction));
    xml_.end();
    // Beside the mark where there is room; a label never covers the one before it.
    const double room = 8.0 * static_cast<double>(label.size());
    const bool is_last = x + 10 + room > width;
    const double begin = is_last ? x - 10 - room : x + 10;
    if (begin > labelled_to) {
        write_text(is_last ? x - 10 : x + 10, top - 12, is_last ? "label end" : "label", label);
        labelled_to = begin + room + 8;
    }
    xml_.end();
}

}  // namespace dwell::tool
