// SPDX-License-Identifier: BSL-1.0
// The slowest instances of each name, for the page of write_html.
#ifndef DWELL_EXPORT_HTML_EXEMPLARS_HPP
#define DWELL_EXPORT_HTML_EXEMPLARS_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/html_facts.hpp>
#include <dwell/export/html_paths.hpp>
#include <dwell/export/json_writer.hpp>
#include <dwell/export/path_choice.hpp>
#include <dwell/profile/profile.hpp>

#include <vector>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// One exemplar as an object, its call paths as the page numbers them. What ran in call paths that the page has no room
/// for is left out, and counted. Returns false, with nothing written, where that is the instance itself.
inline bool write_page_exemplar(json_writer& json, const profile& source, const exemplar& slow,
                                const path_choice& choice) {
    if (choice.position_of(slow.instance.path) == path_choice::none) {
        return false;
    }
    const tick_scale scale = source.scale();
    const auto ns = [&](const char* key, uint64_t ticks) {
        json.member(key, scale.to_ns(ticks), page_decimals_of_ns);
    };
    json.begin_object();
    json.member("name", source.paths()[slow.instance.path].name);
    json.member("path", choice.position_of(slow.instance.path));
    ns("start", slow.instance.start_ticks);
    json.member("time", utc_time_ms(source.unix_ns_at(slow.instance.start_ticks)));
    ns("duration", slow.instance.duration_ticks);
    json.member("isOpen", slow.instance.is_open);
    json.member("thread", slow.thread);
    json.member("threadNumber", slow.thread_number);
    json.member("allocations", slow.allocations);
    json.member("bytes", slow.allocated_bytes);
    std::vector<timeline_scope> inside;
    for (const timeline_scope& scope : slow.inside) {
        if (choice.position_of(scope.path) != path_choice::none) {
            inside.push_back(scope);
        }
    }
    json.key("paths");
    json.begin_array();
    for (const timeline_scope& scope : inside) {
        json.value(choice.position_of(scope.path));
    }
    json.end_array();
    json.key("starts");
    json.begin_array();
    for (const timeline_scope& scope : inside) {
        const uint64_t begin = slow.instance.start_ticks;
        json.value(scale.to_ns(scope.start_ticks - smaller(begin, scope.start_ticks)), page_decimals_of_ns);
    }
    json.end_array();
    json.key("durations");
    json.begin_array();
    for (const timeline_scope& scope : inside) {
        json.value(scale.to_ns(scope.duration_ticks), page_decimals_of_ns);
    }
    json.end_array();
    json.member("leftOut", slow.left_out + (slow.inside.size() - inside.size()));
    json.member("isCut", slow.is_cut);
    json.end_object();
    return true;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
