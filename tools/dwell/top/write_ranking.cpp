// SPDX-License-Identifier: BSL-1.0
#include "top/write_ranking.hpp"

#include <dwell/export/human.hpp>
#include <dwell/export/json_writer.hpp>
#include <dwell/export/metadata_fields.hpp>
#include <dwell/export/profile_value.hpp>
#include <dwell/export/table_rows.hpp>
#include <dwell/export/text_writer.hpp>

#include <algorithm>
#include <initializer_list>

namespace dwell::tool {
namespace {

using detail::json_writer;

/// What is not known is null.
void write_scope(json_writer& json, const ranked_scope& scope, const ranking& scopes, bool by_path) {
    const scope_statistics& numbers = scope.statistics;
    json.begin_object();
    json.member(by_path ? "path" : "name", scope.label);
    json.member("calls", numbers.calls());
    json.member("open_calls", numbers.open_calls());
    json.member("total_ns", numbers.total_ns());
    json.member("self_ns", numbers.self_ns());
    for (const char* const each : {"mean", "min", "max", "p50", "p95", "p99"}) {
        json.member(std::string(each) + "_ns", find_quantity(each).value(numbers));
    }
    json.member("cpu_ns", find_quantity("cpu").value(numbers));
    json.member("sampled", numbers.is_sampled());
    json.member("allocations", numbers.memory().allocations);
    json.member("allocated_bytes", numbers.memory().allocated_bytes);
    json.member("self_allocations", numbers.self_memory().allocations);
    json.member("self_allocated_bytes", numbers.self_memory().allocated_bytes);
    json.member("live_bytes", numbers.live().bytes);
    json.member("amount", scope.amount);
    json.key("share");
    if (scopes.whole && *scopes.whole > 0) {
        json.value(scope.amount / *scopes.whole);
    } else {
        json.null();
    }
    json.end_object();
}

std::string share_text(const ranked_scope& scope, const ranking& scopes) {
    const double whole = *scopes.whole;
    return detail::fixed_text(whole > 0 ? scope.amount / whole * 100 : 0, 1);
}

}  // namespace

std::string ranking_table(const ranking& scopes, const ranking_subject& subject, text_layout layout) {
    string_sink text;
    detail::text_writer writer(text);
    std::vector<std::string> columns = {"self", "calls", "total", "p50", "p99"};
    if (detail::has_memory(subject.source)) {
        columns.emplace_back("allocations");
    }
    // The one that it is sorted by stands first.
    columns.erase(std::remove(columns.begin(), columns.end(), subject.by.name), columns.end());
    detail::table_rows::row heading = {subject.by_path ? "call path" : "scope", subject.by.name};
    if (scopes.whole) {
        heading.push_back(subject.by.name + " %");
    }
    heading.insert(heading.end(), columns.begin(), columns.end());
    detail::table_rows rows(heading);
    for (const ranked_scope& scope : scopes.scopes) {
        detail::table_rows::row cells = {scope.label, subject.by.text(scope.amount)};
        if (scopes.whole) {
            cells.push_back(share_text(scope, scopes));
        }
        for (const std::string& column : columns) {
            const quantity each = find_quantity(column);
            cells.push_back(each.text(each.value(scope.statistics)));
        }
        rows.add(std::move(cells));
    }
    if (rows.empty()) {
        writer.text("no scope was recorded\n");
    } else {
        rows.write(writer, layout.width, layout.colour);
    }
    if (scopes.left_out != 0) {
        writer.text("(" + std::to_string(scopes.left_out) +
                    (subject.by_path ? " more call paths)\n" : " more scopes)\n"));
    }
    static_cast<void>(writer.finish());
    return text.text();
}

export_status write_ranking_json(file_sink& out, const ranking& scopes, const ranking_subject& subject,
                                 const char* schema) {
    detail::text_writer writer(out);
    json_writer json(writer);
    const profile_metadata& metadata = subject.source.metadata();
    json.begin_object();
    json.member("schema", schema);
    json.member("profile", subject.path);
    json.member("program", metadata.program);
    json.member("git_commit", metadata.git_commit);
    json.member("duration_ns", metadata.duration_ns);
    json.member("compensated", metadata.compensated);
    json.member("rows", subject.by_path ? "call_paths" : "names");
    json.member("sorted_by", subject.by.name);
    json.member("amount_unit", unit_name(subject.by.unit));
    json.key("whole");
    if (scopes.whole) {
        json.value(*scopes.whole);
    } else {
        json.null();
    }
    json.member("left_out", scopes.left_out);
    json.key("health");
    json.begin_object();
    detail::visit_health(subject.source.health(),
                         [&](const char* key, uint64_t count, const char*) { json.member(key, count); });
    json.end_object();
    json.key("scopes");
    json.begin_array();
    for (const ranked_scope& scope : scopes.scopes) {
        write_scope(json, scope, scopes, subject.by_path);
    }
    json.end_array();
    json.end_object();
    return writer.finish();
}

}  // namespace dwell::tool
