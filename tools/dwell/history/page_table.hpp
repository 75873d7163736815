// SPDX-License-Identifier: BSL-1.0
// A table of a history's page, which scrolls where it is too wide or too long.
#ifndef DWELL_TOOL_HISTORY_PAGE_TABLE_HPP
#define DWELL_TOOL_HISTORY_PAGE_TABLE_HPP

#include <dwell/export/xml_writer.hpp>

#include <string>
#include <utility>
#include <vector>

namespace dwell::tool {

/// Writes the heading at once, and the end when it is destroyed. Rows are the caller's.
class page_table {
public:
    /// Cells with their class; null for none.
    using cells = std::vector<std::pair<const char*, std::string>>;

    page_table(dwell::detail::xml_writer& out, const std::string& label, const cells& heading) : xml_(out) {
        xml_.begin("div");
        xml_.attribute("class", "box");
        xml_.attribute("tabindex", 0);
        xml_.attribute("role", "region");
        xml_.attribute("aria-label", label);
        xml_.begin("table");
        xml_.begin("thead");
        xml_.begin("tr");
        for (const auto& [style, text] : heading) {
            write_cell("th", style, text);
        }
        xml_.end();
        xml_.end();
        xml_.begin("tbody");
    }
    ~page_table() {
        xml_.end();
        xml_.end();
        xml_.end();
    }
    page_table(const page_table&) = delete;
    page_table& operator=(const page_table&) = delete;

    void write_cells(const cells& row) {
        for (const auto& [style, text] : row) {
            write_cell("td", style, text);
        }
    }

private:
    void write_cell(const char* element, const char* style, const std::string& text) {
        xml_.begin(element);
        if (element[1] == 'h') {
            xml_.attribute("scope", "col");
        }
        if (style != nullptr) {
            xml_.attribute("class", style);
        }
        xml_.text(text);
        xml_.end();
    }

    dwell::detail::xml_writer& xml_;
};

}  // namespace dwell::tool

#endif
