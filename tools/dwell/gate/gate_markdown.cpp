// SPDX-License-Identifier: BSL-1.0
// gate.md: a gate's report for the summary of a CI job, and its annotations.
#include "gate/gate_words.hpp"
#include "github/annotation.hpp"

#include <dwell/export/markdown.hpp>

#include <algorithm>
#include <sstream>

namespace dwell::tool {
namespace {

constexpr size_t most_rows = 50;

std::string line_of(const std::vector<std::string>& cells) {
    std::string line = "|";
    for (const std::string& cell : cells) {
        line += " " + cell + " |";
    }
    return line + "\n";
}

/// Why there is no verdict, each line as code.
std::string error_page(const std::string& error) {
    std::string text = "## dwell gate: error\n\n";
    std::istringstream lines(error);
    for (std::string line; std::getline(lines, line);) {
        text += "- " + detail::markdown_code(line, false) + "\n";
    }
    return text;
}

std::string words_of(const gate_program& program) {
    const std::string command = detail::markdown_code(program.command, false);
    return program.version.empty() ? command : detail::markdown_code(program.version, false) + ", " + command;
}

}  // namespace

std::string gate_markdown(const gate_report& report) {
    if (!report.error.empty()) {
        return error_page(report.error);
    }
    std::string text = std::string("## dwell gate: ") + to_text(report.judgement.verdict) + "\n\n";
    const std::vector<std::vector<std::string>> rows = metric_cells(report);
    text += line_of(rows[0]) + line_of(std::vector<std::string>(rows[0].size(), ":---"));
    for (size_t row = 1; row < rows.size(); ++row) {
        std::vector<std::string> cells = rows[row];
        cells[0] = detail::markdown_code(cells[0]);
        text += line_of(cells);
    }
    const std::vector<allocation_increase>& increases = report.judgement.allocations;
    if (!increases.empty()) {
        text += "\n| allocations of | verdict | base | head | |\n| :--- | :--- | ---: | ---: | :--- |\n";
        for (size_t i = 0; i < std::min(increases.size(), most_rows); ++i) {
            text +=
                line_of({increases[i].scope.empty() ? "all" : detail::markdown_code(increases[i].scope), "regression",
                         range_text(increases[i].base), range_text(increases[i].head), increase_text(increases[i])});
        }
        if (increases.size() > most_rows) {
            text += "\n" + std::to_string(increases.size() - most_rows) + " more scopes\n";
        }
    }
    text += "\n- base: " + words_of(report.base) + "\n- head: " + words_of(report.head) + "\n";
    for (const std::string& note : notes_of(report)) {
        text += "- " + note + "\n";
    }
    if (!report.judgement.advice.empty()) {
        text += "\n**What to do:** " + report.judgement.advice + "\n";
    }
    return text;
}

std::string gate_annotations(const gate_report& report, bool are_warnings) {
    std::vector<annotation> all;
    const auto annotate = [&](gate_verdict verdict, const std::string& message) {
        const bool is_error = verdict == gate_verdict::regression && !are_warnings;
        all.push_back({is_error ? annotation_level::error : annotation_level::warning, "", 0, "dwell gate",
                       detail::printable(message)});
    };
    for (size_t metric = 0; metric < report.judgement.metrics.size(); ++metric) {
        const metric_judgement& judged = report.judgement.metrics[metric];
        if (judged.verdict != gate_verdict::passed) {
            annotate(judged.verdict, report.options.metrics[metric].text + ": " + to_text(judged.verdict) + ", " +
                                         change_text(judged.found.change.median) + " (" + judged.reason + ")");
        }
    }
    for (const allocation_increase& each : report.judgement.allocations) {
        annotate(gate_verdict::regression, "allocations " +
                                               (each.scope.empty() ? std::string("in total") : "of " + each.scope) +
                                               ": " + increase_text(each));
    }
    return annotation_lines(all);
}

}  // namespace dwell::tool
