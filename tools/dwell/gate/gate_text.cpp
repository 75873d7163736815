// SPDX-License-Identifier: BSL-1.0
// A gate's report for a terminal.
#include "gate/gate_words.hpp"

#include <dwell/export/human.hpp>
#include <dwell/export/utf8.hpp>

#include <algorithm>

namespace dwell::tool {
namespace {

std::string aligned(const std::vector<std::vector<std::string>>& rows) {
    std::vector<size_t> widths;
    for (const std::vector<std::string>& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (size_t column = 0; column < row.size(); ++column) {
            widths[column] = std::max(widths[column], detail::count_code_points(detail::printable(row[column])));
        }
    }
    std::string text;
    for (const std::vector<std::string>& row : rows) {
        std::string line;
        for (size_t column = 0; column < row.size(); ++column) {
            const std::string cell = detail::printable(row[column]);
            line += (column == 0 ? "" : "  ") + cell;
            line.append(widths[column] - detail::count_code_points(cell), ' ');
        }
        text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
    }
    return text;
}

}  // namespace

std::string gate_text(const gate_report& report) {
    std::string verdict = to_text(report.judgement.verdict);
    std::transform(verdict.begin(), verdict.end(), verdict.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    std::string text = "dwell gate: " + verdict + "\n" + aligned(metric_cells(report));
    for (const allocation_increase& each : report.judgement.allocations) {
        text += "allocations " + (each.scope.empty() ? "in total" : "in " + detail::printable(each.scope)) +
                ": regression, " + increase_text(each) + " (base " + range_text(each.base) + ", head " +
                range_text(each.head) + ")\n";
    }
    if (!report.base.version.empty()) {
        text += "base " + detail::printable(report.base.version) + ", head " + detail::printable(report.head.version) +
                "\n";
    }
    for (const std::string& note : notes_of(report)) {
        text += note + "\n";
    }
    if (!report.judgement.advice.empty()) {
        text += "what to do: " + report.judgement.advice + "\n";
    }
    return text;
}

}  // namespace dwell::tool
