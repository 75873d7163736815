// SPDX-License-Identifier: BSL-1.0
// What dwell's endpoint serves: a line for each page, and what is chosen once for all of them.
#ifndef DWELL_EXT_HTTP_PAGES_HPP
#define DWELL_EXT_HTTP_PAGES_HPP

#include <dwell/dwell.hpp>
#include <dwell/ext/http_query.hpp>

#include <string>

DWELL_NAMESPACE_BEGIN

struct endpoint_options {
    /// Stands before every path: "/internal" makes "/internal/metrics". Empty, or begins with "/".
    std::string prefix = {};
    double most_seconds = 60;      ///< the longest interval that may be asked for
    double default_seconds = 30;   ///< the interval of a profile for which none is asked
    size_t intervals_at_once = 2;  ///< requests that wait for an interval; beyond: 429
    size_t requests_at_once = 8;   ///< requests in all, those included; beyond: 503
    json_options json = {};
    /// But for `format`, which the client chooses, and `compensate`: scraped counters are what was measured.
    openmetrics_options openmetrics = {};
    html_options html = {};
    trace_event_options trace = {};
    pprof_options pprof = {};  ///< but for `content`, and for memory `shown_first`, which the page decides
};

namespace detail {

/// Collects a body. Its memory is dwell's own, not the program's.
class body_sink {
public:
    void write(const char* data, size_t size) {
        const own_work not_the_users;
        text_.append(data, size);
    }
    [[nodiscard]] const std::string& text() const noexcept { return text_; }

private:
    std::string text_;
};

enum class interval_use { never, where_asked_for, always };

/// What decides how a page is written.
struct page_request {
    const endpoint_options& options;
    std::string accept;    // what the client says that it reads
    double ns_per_tick{};  // of the first snapshot: see openmetrics_options

    [[nodiscard]] openmetrics_format text_format() const noexcept {
        return prefers_openmetrics(accept) ? openmetrics_format::openmetrics : openmetrics_format::prometheus_text;
    }
};

/// One thing to serve.
struct endpoint_page {
    const char* path;
    const char* what;  // for a person
    interval_use interval;
    const char* (*content_type)(const page_request& asked);
    export_status (*write)(body_sink& out, const profile& source, const page_request& asked);
    /// Null, or why this profile does not have it.
    const char* (*missing)(const profile& source) = [](const profile&) -> const char* { return nullptr; };
    bool shows_timeline = false;
};

[[nodiscard]] inline const char* pprof_content_type(const page_request&) { return "application/octet-stream"; }

inline export_status write_memory(body_sink& out, const profile& source, const page_request& asked,
                                  pprof_sample_type shown_first) {
    pprof_options options = asked.options.pprof;
    options.content = pprof_content::memory;
    options.shown_first = shown_first;
    return write_pprof(out, source, options);
}

inline constexpr endpoint_page endpoint_pages[] = {
    {"/metrics", "for Prometheus: OpenMetrics, or its older text", interval_use::never,
     [](const page_request& asked) { return openmetrics_content_type(asked.text_format()); },
     [](body_sink& out, const profile& p, const page_request& asked) {
         openmetrics_options options = asked.options.openmetrics;
         options.format = asked.text_format();
         options.ns_per_tick = options.ns_per_tick > 0 ? options.ns_per_tick : asked.ns_per_tick;
         // Each duration is less by the mean cost of a call over the whole run. As the mean changes, counts would fall.
         options.compensate = false;
         return write_openmetrics(out, p, options);
     }},
    {"/debug/pprof/profile", "for pprof: where time goes in the next seconds, ?seconds=N of them", interval_use::always,
     pprof_content_type,
     [](body_sink& out, const profile& p, const page_request& asked) {
         pprof_options options = asked.options.pprof;
         options.content = pprof_content::time;
         return write_pprof(out, p, options);
     }},
    {"/debug/pprof/heap", "for pprof: what memory is held now", interval_use::never, pprof_content_type,
     [](body_sink& out, const profile& p, const page_request& asked) {
         return write_memory(out, p, asked, pprof_sample_type::inuse_space);
     },
     [](const profile& p) {
         return has_live_memory(p) ? nullptr : "live memory is not followed: see <dwell/memory/new_delete.hpp>";
     }},
    {"/debug/pprof/allocs", "for pprof: what was allocated so far, or with ?seconds=N in the next N seconds",
     interval_use::where_asked_for, pprof_content_type,
     [](body_sink& out, const profile& p, const page_request& asked) {
         return write_memory(out, p, asked, pprof_sample_type::alloc_space);
     },
     [](const profile& p) {
         return has_memory(p) ? nullptr : "no allocations are counted: see <dwell/memory/new_delete.hpp>";
     }},
    {"/profile.json", "the whole profile, as save() writes it", interval_use::where_asked_for,
     [](const page_request&) { return "application/json"; },
     [](body_sink& out, const profile& p, const page_request& asked) {
         return write_json(out, p, asked.options.json);
     }},
    {"/profile.html", "for a browser: flame graph, distributions, slowest calls", interval_use::where_asked_for,
     [](const page_request&) { return "text/html; charset=utf-8"; },
     [](body_sink& out, const profile& p, const page_request& asked) {
         return write_html(out, p, asked.options.html);
     }},
    {"/profile.trace.json", "for Perfetto: the last moments of each thread", interval_use::where_asked_for,
     [](const page_request&) { return "application/json"; },
     [](body_sink& out, const profile& p, const page_request& asked) {
         return write_trace_event(out, p, asked.options.trace);
     },
     [](const profile& p) { return p.timeline().empty() ? "no timeline is kept: see dwell::set_timeline" : nullptr; },
     true},
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
