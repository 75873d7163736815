// SPDX-License-Identifier: BSL-1.0
// Scopes in order, for people and for programs.
#ifndef DWELL_TOOL_TOP_WRITE_RANKING_HPP
#define DWELL_TOOL_TOP_WRITE_RANKING_HPP

#include "output/terminal.hpp"
#include "top/ranking.hpp"

#include <dwell/export/sink.hpp>
#include <dwell/export/status.hpp>

#include <string>

namespace dwell::tool {

/// What a ranking is of.
struct ranking_subject {
    const profile& source;
    std::string path;  ///< as the user has named it
    quantity by;
    bool by_path = false;
};

/// A table, as wide as the layout says, in which names cannot move a terminal's cursor.
[[nodiscard]] std::string ranking_table(const ranking& scopes, const ranking_subject& subject, text_layout layout);

/// One JSON document of this schema ("dwell.top/1"), with exact numbers and their units in the names of members.
[[nodiscard]] export_status write_ranking_json(file_sink& out, const ranking& scopes, const ranking_subject& subject,
                                               const char* schema);

}  // namespace dwell::tool

#endif
