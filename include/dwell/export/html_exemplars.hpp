// SPDX-License-Identifier: BSL-1.0
// The slowest instances of each name, for the page of write_html.
#ifndef DWELL_EXPORT_HTML_EXEMPLARS_HPP
#define DWELL_EXPORT_HTML_EXEMPLARS_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/html_facts.hpp>
#include <dwell/export/html_paths.hpp>
#include <dwell/export/json_writer.hpp>
#include <dwell/export/path_choice.hpp>
#include <dwell/profile/exemplar_cause.hpp>
#include <dwell/profile/profile.hpp>
#include <dwell/stats/bounds.hpp>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// One exemplar as an object, its call paths being rows of the page.
inline void write_page_exemplar(json_writer& json, const profile& source, const exemplar& slow,
                                const path_choice& choice) {
    const tick_scale scale = source.scale();
    const auto ns = [&](const char* key, uint64_t ticks) { json.member(key, scale.to_ns(ticks), page_decimals_of_ns); };
    json.begin_object();
    json.member("name", source.paths()[slow.instance.path].name);
    json.member("path", choice.row_of(slow.instance.path));
    ns("start", slow.instance.start_ticks);
    json.member("time", utc_time_ms(source.unix_ns_at(slow.instance.start_ticks)));
    ns("duration", slow.instance.duration_ticks);
    json.member("isOpen", slow.instance.is_open);
    json.member("thread", slow.thread);
    json.member("threadNumber", slow.thread_number);
    json.member("allocations", slow.allocations);
    json.member("bytes", slow.allocated_bytes);
    json.key("paths");
    json.begin_array();
    for (const timeline_scope& scope : slow.inside) {
        json.value(choice.row_of(scope.path));
    }
    json.end_array();
    json.key("starts");
    json.begin_array();
    for (const timeline_scope& scope : slow.inside) {
        const uint64_t begin = slow.instance.start_ticks;
        json.value(scale.to_ns(scope.start_ticks - smaller(begin, scope.start_ticks)), page_decimals_of_ns);
    }
    json.end_array();
    json.key("durations");
    json.begin_array();
    for (const timeline_scope& scope : slow.inside) {
        json.value(scale.to_ns(scope.duration_ticks), page_decimals_of_ns);
    }
    json.end_array();
    json.member("leftOut", slow.left_out);
    json.member("isCut", slow.is_cut);
    const exemplar_cause cause = cause_of(source, slow);
    json.member("blamePath", choice.row_of(cause.path));
    ns("blame", cause.ticks);
    json.member("blameIsSelf", cause.is_self);
    json.member("blameUsual", scale.to_ns(cause.usual_ticks), page_decimals_of_ns);
    json.end_object();
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
