// SPDX-License-Identifier: BSL-1.0
#include "diff/write_difference.hpp"
#include "top/quantity.hpp"

#include <dwell/export/json_writer.hpp>
#include <dwell/export/text_writer.hpp>

namespace dwell::tool {
namespace {

using detail::json_writer;

void write_profile(json_writer& json, const char* key, const profile& source, const std::string& path, double self_ns) {
    const profile_metadata& metadata = source.metadata();
    json.key(key);
    json.begin_object();
    json.member("profile", path);
    json.member("program", metadata.program);
    json.member("git_commit", metadata.git_commit);
    json.member("duration_ns", metadata.duration_ns);
    json.member("self_ns", self_ns);
    json.end_object();
}

/// Null where the scope is not in this profile.
void write_side(json_writer& json, const char* key, const scope_statistics& scope, bool is_there) {
    json.key(key);
    if (!is_there) {
        json.null();
        return;
    }
    json.begin_object();
    json.member("calls", scope.calls());
    json.member("total_ns", scope.total_ns());
    json.member("self_ns", scope.self_ns());
    for (const char* const each : {"p50", "p95", "p99"}) {
        json.member(std::string(each) + "_ns", find_quantity(each).value(scope));
    }
    json.member("allocations", scope.memory().allocations);
    json.member("allocated_bytes", scope.memory().allocated_bytes);
    json.end_object();
}

void write_ratios(json_writer& json, const changed_scope& scope) {
    json.key("ratio");
    json.begin_object();
    for (const char* const each : {"calls", "total", "self", "p50", "p95", "p99", "allocations", "allocated-bytes"}) {
        const quantity of = find_quantity(each);
        std::string member = of.name == "allocated-bytes" ? "allocated_bytes" : of.name;
        json.key(member);
        const double before = of.value(scope.before);
        if (before > 0 && scope.where == presence::both) {
            json.value(of.value(scope.after) / before);
        } else {
            json.null();
        }
    }
    json.end_object();
}

}  // namespace

export_status write_difference_json(file_sink& out, const difference& changes, const compared_profiles& profiles) {
    detail::text_writer writer(out);
    json_writer json(writer);
    json.begin_object();
    json.member("schema", "dwell.diff/1");
    write_profile(json, "before", profiles.before, profiles.path_before, changes.self_before_ns);
    write_profile(json, "after", profiles.after, profiles.path_after, changes.self_after_ns);
    json.member("is_gate", false);
    json.key("warnings");
    json.begin_array();
    for (const std::string& warning : changes.warnings) {
        json.value(warning);
    }
    json.end_array();
    json.member("rows", profiles.by_name ? "names" : "call_paths");
    json.member("in_both", changes.in_both);
    json.member("new", changes.are_new);
    json.member("gone", changes.are_gone);
    json.member("left_out", changes.left_out);
    json.key("scopes");
    json.begin_array();
    for (const changed_scope& scope : changes.scopes) {
        json.begin_object();
        json.member(profiles.by_name ? "name" : "path", scope.label);
        json.member("presence", scope.where == presence::both     ? "both"
                                : scope.where == presence::is_new ? "new"
                                                                  : "gone");
        json.member("self_change_ns", scope.self_change_ns());
        write_side(json, "before", scope.before, scope.where != presence::is_new);
        write_side(json, "after", scope.after, scope.where != presence::is_gone);
        write_ratios(json, scope);
        json.end_object();
    }
    json.end_array();
    json.end_object();
    return writer.finish();
}

}  // namespace dwell::tool
