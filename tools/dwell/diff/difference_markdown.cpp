// SPDX-License-Identifier: BSL-1.0
#include "diff/change_text.hpp"
#include "diff/write_difference.hpp"

#include <dwell/export/markdown.hpp>
#include <dwell/export/profile_value.hpp>
#include <dwell/export/text_writer.hpp>

#include <vector>

namespace dwell::tool {
namespace {

std::string subject_item(const char* which, const profile& source, const std::string& path) {
    const std::string& commit = source.metadata().git_commit;
    return std::string("- ") + which + ": " + detail::markdown_code(path, false) +
           (commit.empty() ? "" : ", commit " + detail::markdown_code(commit, false)) + "\n";
}

}  // namespace

export_status write_difference_markdown(file_sink& out, const difference& changes, const compared_profiles& profiles) {
    detail::text_writer writer(out);
    const std::string& program = profiles.after.metadata().program;
    writer.text("## dwell diff" + (program.empty() ? "" : ": " + detail::markdown_code(program, false)) + "\n\n");
    writer.text(subject_item("before", profiles.before, profiles.path_before));
    writer.text(subject_item("after", profiles.after, profiles.path_after));
    writer.text("- " + summary_text(changes, profiles.by_name, typographic_signs) + "\n");
    for (const std::string& warning : changes.warnings) {
        writer.text("- **Warning:** " + detail::markdown_code(warning, false) + "\n");
    }
    if (!changes.scopes.empty()) {
        std::vector<const char*> columns = {"self", "total", "calls", "p50", "p95", "p99"};
        if (detail::has_memory(profiles.before) || detail::has_memory(profiles.after)) {
            columns.push_back("allocations");
        }
        writer.text(std::string("\n| ") + (profiles.by_name ? "scope" : "call path") + " | self ± |");
        std::string rule = "\n| --- | ---: |";
        for (const char* const column : columns) {
            writer.text(std::string(" ") + column + " |");
            rule += " ---: |";
        }
        writer.text(rule + "\n");
        for (const changed_scope& scope : changes.scopes) {
            writer.text("| " + detail::markdown_code(scope.label) + presence_text(scope.where) + " | " +
                        signed_duration(scope.self_change_ns()) + " |");
            for (const char* const column : columns) {
                writer.text(" " + change_text(find_quantity(column), scope, typographic_signs) + " |");
            }
            writer.character('\n');
        }
    }
    if (changes.left_out != 0) {
        writer.text("\n" + std::to_string(changes.left_out) + " more, of which the self time has changed less.\n");
    }
    writer.text(std::string("\n") + no_gate + "\n");
    return writer.finish();
}

}  // namespace dwell::tool
