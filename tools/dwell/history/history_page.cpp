// SPDX-License-Identifier: BSL-1.0
#include "history/history_page.hpp"

#include "history/history_text.hpp"
#include "history/page_style.hpp"
#include "history/page_table.hpp"
#include "history/series_chart.hpp"
#include "output/output_file.hpp"

#include <dwell/export/human.hpp>
#include <dwell/export/text_writer.hpp>
#include <dwell/export/xml_writer.hpp>

#include <cmath>

namespace dwell::tool {
namespace {

class history_page {
public:
    history_page(detail::text_writer& out, const history& of) : out_(out), xml_(out), history_(of) {}

    void write() {
        write_begin();
        write_facts();
        write_changes();
        xml_.element("h2", "Series");
        write_legend();
        for (size_t i = 0; i < history_.series.size(); ++i) {
            write_series(history_.series[i], id_of(i));
        }
        xml_.element("footer", footing());
        out_.text("\n</main></body>\n</html>\n");
    }

private:
    [[nodiscard]] static std::string id_of(size_t series) { return "series-" + std::to_string(series + 1); }

    /// What XML cannot say as HTML wants it: elements without an end, and a doctype.
    void write_begin() {
        out_.text(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
            "img-src data:; base-uri 'none'; form-action 'none'\">\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            "<meta name=\"color-scheme\" content=\"light dark\">\n<link rel=\"icon\" href=\"data:,\">\n");
        xml_.element("title", "History: " + title());
        out_.text("<style>");
        out_.text(history_page_style);
        out_.text("</style>\n</head>\n<body><main>\n");
        xml_.element("h1", title());
        begin("p", "lead");
        xml_.text(runs_text(history_));
        xml_.end();
    }

    [[nodiscard]] std::string title() const {
        const std::string& command = history_.runs().back().command;
        return "History of " + (command.empty() ? history_.archive : detail::shortened(command, 60));
    }

    void write_facts() {
        const run_facts& newest = history_.runs().back();
        begin("dl", "facts");
        write_fact("Runs", std::to_string(history_.runs().size()));
        write_fact("Series", std::to_string(history_.series.size()));
        write_fact("Change points", std::to_string(count_of_changes()));
        write_fact("For the worse, in the last " + std::to_string(history_.options.recent) + " runs",
                   std::to_string(history_.recent_for_the_worse()));
        write_fact("Newest commit", newest.commit.empty() ? "unknown" : newest.short_commit());
        xml_.end();
        const std::vector<std::string> notes = notes_of(history_);
        if (!notes.empty()) {
            begin("ul", "notes");
            for (const std::string& note : notes) {
                xml_.element("li", note);
            }
            xml_.end();
        }
    }

    void write_fact(const std::string& name, const std::string& value) {
        xml_.begin("div");
        xml_.element("dt", name);
        xml_.element("dd", value);
        xml_.end();
    }

    void write_changes() {
        xml_.element("h2", "Change points");
        if (count_of_changes() == 0) {
            xml_.element("p", "None: every series is what it was, as far as these runs can tell.");
            return;
        }
        page_table table(xml_, "Change points of all series",
                         {{"name", "Series"},
                          {nullptr, "Change"},
                          {"number", "Before"},
                          {"number", "After"},
                          {"number", "Certainty"},
                          {nullptr, "Between the runs"},
                          {nullptr, "git log"}});
        for (size_t i = 0; i < history_.series.size(); ++i) {
            for (const series_change& change : history_.series[i].analysis.changes) {
                write_change_row(table, i, change);
            }
        }
    }

    [[nodiscard]] size_t count_of_changes() const {
        size_t changes = 0;
        for (const history_series& series : history_.series) {
            changes += series.analysis.changes.size();
        }
        return changes;
    }

    void write_change_row(page_table& table, size_t index, const series_change& change) {
        const history_series& series = history_.series[index];
        const run_facts& before = history_.runs()[change.before];
        const run_facts& after = history_.runs()[change.after];
        const std::string direction = direction_text(history_, series, change);
        xml_.begin("tr");
        begin("td", "name");
        xml_.begin("a");
        xml_.attribute("href", "#" + id_of(index));
        xml_.text(series.metric.text());
        xml_.end();
        xml_.end();
        xml_.begin("td");
        write_badge(change_text(change) + ' ' + direction, direction);
        xml_.end();
        table.write_cells({{"number", series.metric.value_text(change.from)},
                           {"number", series.metric.value_text(change.to)},
                           {"number", certainty_text(change)}});
        begin("td", "runs");
        xml_.element("code", before.name());
        xml_.text(" ");
        xml_.element("code", after.name());
        xml_.end();
        begin("td", "runs");
        const std::string commits = commits_between(before, after);
        xml_.element("code", !commits.empty()       ? commits
                             : after.commit.empty() ? "unknown"
                                                    : after.short_commit() + " on both sides");
        xml_.end();
        xml_.end();
    }

    void write_badge(const std::string& text, const std::string& direction) {
        begin("span", "badge " + direction);
        xml_.text((direction == "worse" ? "\u25b2 " : direction == "better" ? "\u25bc " : "\u25c6 ") + text);
        xml_.end();
    }

    /// What the marks of the pictures mean: drawn as there.
    void write_legend() {
        struct entry {
            const char* style;
            const char* path;
            const char* text;
        };
        constexpr entry entries[] = {
            {"point", "M13 4a3 3 0 1 0 .01 0z", "a run; point at it for its numbers"},
            {"point", "M13 3l4 7h-8z", "further out than the picture shows"},
            {"level", "M1 10H13V4H25", "median between change points"},
            {"change worse", "M13 2l6 10h-12z", "a change for the worse"},
            {"change better", "M13 12l6 -10h-12z", "a change for the better"},
            {"change other", "M13 1l6 6l-6 6l-6 -6z", "a change that is neither"},
        };
        begin("div", "legend");
        for (const entry& each : entries) {
            xml_.begin("span");
            xml_.begin("svg");
            xml_.attribute("viewBox", "0 0 26 14");
            xml_.attribute("aria-hidden", "true");
            begin("g", each.style);
            xml_.begin("path");
            xml_.attribute("d", each.path);
            xml_.end();
            xml_.end();
            xml_.end();
            xml_.text(each.text);
            xml_.end();
        }
        xml_.end();
    }

    void write_series(const history_series& series, const std::string& id) {
        begin("section", "series");
        xml_.attribute("id", id);
        xml_.attribute("aria-labelledby", id + "-name");
        begin("div", "head");
        xml_.begin("h3");
        xml_.attribute("id", id + "-name");
        xml_.text(series.metric.text());
        xml_.end();
        xml_.begin("p");
        xml_.text("now ");
        xml_.element("strong", series.metric.value_text(series.analysis.levels.back().median));
        xml_.text(series.analysis.method == series_method::nothing ? ", too few runs to look for changes"
                  : series.analysis.changes.empty()                ? ", no change point"
                                                                   : "");
        xml_.end();
        for (const series_change& change : series.analysis.changes) {
            const std::string direction = direction_text(history_, series, change);
            write_badge(change_text(change) + ", " + history_.runs()[change.after].date().substr(0, 10), direction);
        }
        xml_.end();
        series_chart(xml_, history_, series).write(id + "-picture");
        write_numbers(series);
        xml_.end();
    }

    void write_numbers(const history_series& series) {
        xml_.begin("details");
        xml_.element("summary", "Numbers");
        write_table_of(series);
        xml_.end();
    }

    void write_table_of(const history_series& series) {
        page_table table(xml_, "Numbers of " + series.metric.text(),
                         {{nullptr, "Date (UTC)"},
                          {"number", "Value"},
                          {"number", "Median"},
                          {nullptr, "Commit"},
                          {nullptr, "Branch"},
                          {nullptr, "Run"}});
        size_t level = 0;
        for (size_t i = 0; i < series.values.size(); ++i) {
            if (!std::isfinite(series.values[i])) {
                continue;
            }
            const run_facts& run = history_.runs()[i];
            level += i > series.analysis.levels[level].last ? 1 : 0;
            xml_.begin("tr");
            table.write_cells({{nullptr, run.date()},
                               {"number", series.metric.value_text(series.values[i])},
                               {"number", series.metric.value_text(series.analysis.levels[level].median)},
                               {nullptr, run.short_commit()},
                               {"name", run.branch},
                               {nullptr, run.name()}});
            xml_.end();
        }
    }

    [[nodiscard]] std::string footing() const {
        return "Change points by E-divisive with permutations: at most " +
               detail::human_number(100 * history_.options.changes.significance) +
               " % of histories of independent runs without a change have one, over all " +
               std::to_string(history_.tests) + " series that are tested; changes of less than " +
               detail::human_number(100 * history_.options.changes.smallest_change) +
               " % are not told. Counts are exact: any difference is a change. Archive: " + history_.archive;
    }

    void begin(const char* element, const std::string& style) {
        xml_.begin(element);
        xml_.attribute("class", style);
    }

    detail::text_writer& out_;
    detail::xml_writer xml_;
    const history& history_;
};

}  // namespace

void write_history_page(const std::string& path, const history& of) {
    write_output(path, [&of](file_sink& sink) {
        detail::text_writer out(sink);
        history_page(out, of).write();
        return out.finish();
    });
}

}  // namespace dwell::tool
