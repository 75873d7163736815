// SPDX-License-Identifier: BSL-1.0
// Which files there are to save, and which of them a list of formats asks for.
#ifndef DWELL_EXPORT_ARTEFACTS_HPP
#define DWELL_EXPORT_ARTEFACTS_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/benchmark_json.hpp>
#include <dwell/export/callgrind.hpp>
#include <dwell/export/csv.hpp>
#include <dwell/export/d3.hpp>
#include <dwell/export/dhat.hpp>
#include <dwell/export/folded.hpp>
#include <dwell/export/hdr_log.hpp>
#include <dwell/export/html.hpp>
#include <dwell/export/job_summary.hpp>
#include <dwell/export/json.hpp>
#include <dwell/export/metadata.hpp>
#include <dwell/export/openmetrics.hpp>
#include <dwell/export/pprof.hpp>
#include <dwell/export/profile_value.hpp>
#include <dwell/export/sink.hpp>
#include <dwell/export/smaller_is_better.hpp>
#include <dwell/export/speedscope.hpp>
#include <dwell/export/status.hpp>
#include <dwell/export/svg.hpp>
#include <dwell/export/table.hpp>
#include <dwell/export/trace_event.hpp>
#include <dwell/profile/profile.hpp>

#include <string>
#include <string_view>

DWELL_NAMESPACE_BEGIN

struct save_options {
    json_options json = {};
    folded_options folded = {};
    speedscope_options speedscope = {};
    hdr_log_options hdr_log = {};
    table_options table = {};
    metadata_options metadata = {};
    dhat_options dhat = {};
    benchmark_json_options benchmark = {};
    job_summary_options summary = {};
    smaller_is_better_options smaller_is_better = {};
    d3_options d3 = {};
    csv_options csv = {};
    openmetrics_options openmetrics = {};  ///< the files say which format they have
    pprof_options pprof = {};
    callgrind_options callgrind = {};
    trace_event_options trace = {};
    html_options html = {};
    svg_options svg = {};
    /// Which formats are written: their names (see docs/formats.md), separated by commas. "default" stands for those
    /// that an empty list writes, "all" for every one. Names that do not exist are an error, and the default is
    /// written.
    std::string formats = {};
    /// Whether what dwell itself has cost is taken away, in all files: see `compensated`.
    bool compensate = false;
};

namespace detail {

inline export_status write_metrics_as(openmetrics_format format, file_sink& out, const profile& source,
                                      openmetrics_options options) {
    options.format = format;
    return write_openmetrics(out, source, options);
}

[[nodiscard]] inline bool has_timeline(const profile& source) { return !source.timeline().empty(); }

struct artefact {
    const char* format;  // several files may be of one
    const char* file_name;
    bool is_default;
    export_status (*write)(file_sink& out, const profile& source, const save_options& options);
    bool (*applies)(const profile& source) = [](const profile&) { return true; };
};

/// What can be saved: a line for each file.
inline constexpr artefact artefacts[] = {
    {"json", "profile.json", true,
     [](file_sink& out, const profile& p, const save_options& o) { return write_json(out, p, o.json); }},
    {"folded", "profile.folded", true,
     [](file_sink& out, const profile& p, const save_options& o) { return write_folded(out, p, o.folded); }},
    {"speedscope", "profile.speedscope.json", true,
     [](file_sink& out, const profile& p, const save_options& o) { return write_speedscope(out, p, o.speedscope); }},
    {"hlog", "profile.hlog", true,
     [](file_sink& out, const profile& p, const save_options& o) { return write_hdr_log(out, p, o.hdr_log); }},
    {"table", "profile.txt", true,
     [](file_sink& out, const profile& p, const save_options& o) { return write_table(out, p, o.table); }},
    {"html", "profile.html", true,
     [](file_sink& out, const profile& p, const save_options& o) { return write_html(out, p, o.html); }},
    {"metadata", "metadata.json", true,
     [](file_sink& out, const profile& p, const save_options& o) { return write_metadata(out, p, o.metadata); }},
    {"folded", "profile.allocated_bytes.folded", true,
     [](file_sink& out, const profile& p, const save_options&) {
         return write_folded(out, p, {.value = profile_value::allocated_bytes});
     },
     has_memory},
    {"folded", "profile.live_bytes.folded", true,
     [](file_sink& out, const profile& p, const save_options&) {
         return write_folded(out, p, {.value = profile_value::live_bytes});
     },
     has_live_memory},
    {"dhat", "profile.dhat.json", true,
     [](file_sink& out, const profile& p, const save_options& o) { return write_dhat(out, p, o.dhat); }, has_memory},
    {"benchmark", "benchmark.json", false,
     [](file_sink& out, const profile& p, const save_options& o) { return write_benchmark_json(out, p, o.benchmark); }},
    {"summary", "summary.md", false,
     [](file_sink& out, const profile& p, const save_options& o) { return write_job_summary(out, p, o.summary); }},
    {"smaller-is-better", "smaller-is-better.json", false,
     [](file_sink& out, const profile& p, const save_options& o) {
         return write_smaller_is_better(out, p, o.smaller_is_better);
     }},
    {"d3", "profile.d3.json", false,
     [](file_sink& out, const profile& p, const save_options& o) { return write_d3_hierarchy(out, p, o.d3); }},
    {"prometheus", "metrics.prom", true,
     [](file_sink& out, const profile& p, const save_options& o) {
         return write_metrics_as(openmetrics_format::prometheus_text, out, p, o.openmetrics);
     }},
    {"openmetrics", "metrics.openmetrics.txt", false,
     [](file_sink& out, const profile& p, const save_options& o) {
         return write_metrics_as(openmetrics_format::openmetrics, out, p, o.openmetrics);
     }},
    {"pprof", "profile.pb", true,
     [](file_sink& out, const profile& p, const save_options& o) { return write_pprof(out, p, o.pprof); }},
    {"csv", "profile.csv", false,
     [](file_sink& out, const profile& p, const save_options& o) { return write_csv(out, p, o.csv); }},
    {"trace", "profile.trace.json", true,
     [](file_sink& out, const profile& p, const save_options& o) { return write_trace_event(out, p, o.trace); },
     has_timeline},
    {"callgrind", "callgrind.out.dwell", false,
     [](file_sink& out, const profile& p, const save_options& o) { return write_callgrind(out, p, o.callgrind); }},
    {"svg", "profile.svg", false,
     [](file_sink& out, const profile& p, const save_options& o) { return write_svg(out, p, o.svg); }},
};

/// A choice of artefacts: bit i is for the i-th.
class artefact_choice {
public:
    /// What an empty list means.
    artefact_choice() noexcept { add("default"); }

    /// Takes what a list of formats names. Where one of them is no format, the choice is the default, and the status
    /// says which there are.
    [[nodiscard]] export_status choose(std::string_view formats) {
        artefact_choice named;
        named.bits_ = 0;
        while (!formats.empty()) {
            const size_t comma = formats.find(',');
            const std::string_view name = without_blanks(formats.substr(0, comma));
            formats.remove_prefix(comma == std::string_view::npos ? formats.size() : comma + 1);
            if (!name.empty() && !named.add(name)) {
                return export_status::failure("no format is called '" + std::string(name) +
                                              "': there are default, all" + list_of_formats());
            }
        }
        if (named.bits_ != 0) {
            bits_ = named.bits_;
        }
        return {};
    }

    [[nodiscard]] bool has(size_t index) const noexcept { return (bits_ >> index & 1U) != 0; }

private:
    /// False where no artefact is of this format.
    bool add(std::string_view format) noexcept {
        bool found = false;
        for (size_t i = 0; i < sizeof(artefacts) / sizeof(artefacts[0]); ++i) {
            if (format == "all" || format == artefacts[i].format || (format == "default" && artefacts[i].is_default)) {
                bits_ |= uint64_t{1} << i;
                found = true;
            }
        }
        return found;
    }

    static std::string_view without_blanks(std::string_view name) noexcept {
        while (!name.empty() && name.front() == ' ') {
            name.remove_prefix(1);
        }
        while (!name.empty() && name.back() == ' ') {
            name.remove_suffix(1);
        }
        return name;
    }

    static std::string list_of_formats() {
        std::string list;
        for (const artefact& each : artefacts) {
            const std::string next = std::string(", ") + each.format;
            if ((list + ",").find(next + ",") == std::string::npos) {
                list += next;
            }
        }
        return list;
    }

    uint64_t bits_ = 0;
};

static_assert(sizeof(artefacts) / sizeof(artefacts[0]) <= 64, "artefact_choice has 64 bits");

}  // namespace detail
DWELL_NAMESPACE_END

#endif
