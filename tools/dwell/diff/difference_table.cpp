// SPDX-License-Identifier: BSL-1.0
#include "diff/change_text.hpp"
#include "diff/write_difference.hpp"

#include <dwell/export/human.hpp>
#include <dwell/export/profile_value.hpp>
#include <dwell/export/table_rows.hpp>
#include <dwell/export/text_writer.hpp>

#include <initializer_list>

namespace dwell::tool {
namespace {

using detail::text_writer;

/// "before: orchestrator 0123abc, 2.50 s (runs/1)"
std::string subject_text(const char* which, const profile& source, const std::string& path) {
    const profile_metadata& metadata = source.metadata();
    return std::string(which) + (metadata.program.empty() ? "profile" : detail::printable(metadata.program)) +
           (metadata.git_commit.empty() ? "" : " " + detail::printable(metadata.git_commit)) +
           (metadata.duration_ns == 0 ? "" : ", " + detail::human_duration(static_cast<double>(metadata.duration_ns))) +
           " (" + detail::printable(path) + ")\n";
}

/// A table of some quantities: all of them in one would be wider than a terminal.
void write_quantities(text_writer& out, const difference& changes, const char* heading, bool with_change,
                      std::initializer_list<const char*> names, text_layout layout) {
    detail::table_rows::row columns = {heading};
    if (with_change) {
        columns.emplace_back("self +-");
    }
    columns.insert(columns.end(), names.begin(), names.end());
    detail::table_rows rows(columns);
    for (const changed_scope& scope : changes.scopes) {
        detail::table_rows::row cells = {scope.label + presence_text(scope.where)};
        if (with_change) {
            cells.push_back(signed_duration(scope.self_change_ns()));
        }
        for (const char* const name : names) {
            cells.push_back(change_text(find_quantity(name), scope, plain_signs));
        }
        rows.add(std::move(cells));
    }
    out.character('\n');
    rows.write(out, layout.width, layout.colour);
}

}  // namespace

std::string difference_table(const difference& changes, const compared_profiles& profiles, text_layout layout) {
    string_sink text;
    text_writer writer(text);
    writer.text(subject_text("before: ", profiles.before, profiles.path_before));
    writer.text(subject_text("after:  ", profiles.after, profiles.path_after));
    writer.text(summary_text(changes, profiles.by_name, plain_signs) + "\n");
    const char* const heading = profiles.by_name ? "scope" : "call path";
    if (!changes.scopes.empty()) {
        write_quantities(writer, changes, heading, true, {"self", "total"}, layout);
        write_quantities(writer, changes, heading, false, {"p50", "p95", "p99"}, layout);
        if (detail::has_memory(profiles.before) || detail::has_memory(profiles.after)) {
            write_quantities(writer, changes, heading, false, {"calls", "allocations", "allocated-bytes"}, layout);
        } else {
            write_quantities(writer, changes, heading, false, {"calls"}, layout);
        }
    }
    if (changes.left_out != 0) {
        writer.text("(" + std::to_string(changes.left_out) + " more, of which the self time has changed less)\n");
    }
    writer.character('\n');
    for (const std::string& warning : changes.warnings) {
        detail::table_style(writer, layout.colour).warning("warning: " + warning);
        writer.character('\n');
    }
    writer.text(std::string(no_gate) + "\n");
    static_cast<void>(writer.finish());
    return text.text();
}

}  // namespace dwell::tool
