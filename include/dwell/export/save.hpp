// SPDX-License-Identifier: BSL-1.0
// The whole set of artefacts in one folder.
#ifndef DWELL_EXPORT_SAVE_HPP
#define DWELL_EXPORT_SAVE_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/own_work.hpp>
#include <dwell/export/atomic_file.hpp>
#include <dwell/export/dhat.hpp>
#include <dwell/export/folded.hpp>
#include <dwell/export/hdr_log.hpp>
#include <dwell/export/json.hpp>
#include <dwell/export/metadata.hpp>
#include <dwell/export/profile_value.hpp>
#include <dwell/export/sink.hpp>
#include <dwell/export/speedscope.hpp>
#include <dwell/export/status.hpp>
#include <dwell/export/table.hpp>
#include <dwell/profile/compensate.hpp>
#include <dwell/profile/profile.hpp>

#include <string>
#include <string_view>
#include <utility>

DWELL_NAMESPACE_BEGIN

struct save_options {
    json_options json = {};
    folded_options folded = {};
    speedscope_options speedscope = {};
    hdr_log_options hdr_log = {};
    table_options table = {};
    metadata_options metadata = {};
    dhat_options dhat = {};
    /// Whether what dwell itself has cost is taken away, in all files: see `compensated`.
    bool compensate = false;
};

namespace detail {

struct artefact {
    const char* file_name;
    export_status (*write)(file_sink& out, const profile& source, const save_options& options);
    bool (*applies)(const profile& source) = [](const profile&) { return true; };
};

/// What `save` writes: a line for each format.
inline constexpr artefact artefacts[] = {
    {"profile.json",
     [](file_sink& out, const profile& p, const save_options& o) { return write_json(out, p, o.json); }},
    {"profile.folded",
     [](file_sink& out, const profile& p, const save_options& o) { return write_folded(out, p, o.folded); }},
    {"profile.speedscope.json",
     [](file_sink& out, const profile& p, const save_options& o) { return write_speedscope(out, p, o.speedscope); }},
    {"profile.hlog",
     [](file_sink& out, const profile& p, const save_options& o) { return write_hdr_log(out, p, o.hdr_log); }},
    {"profile.txt",
     [](file_sink& out, const profile& p, const save_options& o) { return write_table(out, p, o.table); }},
    {"metadata.json",
     [](file_sink& out, const profile& p, const save_options& o) { return write_metadata(out, p, o.metadata); }},
    {"profile.allocated_bytes.folded",
     [](file_sink& out, const profile& p, const save_options&) {
         return write_folded(out, p, {.value = profile_value::allocated_bytes});
     },
     has_memory},
    {"profile.live_bytes.folded",
     [](file_sink& out, const profile& p, const save_options&) {
         return write_folded(out, p, {.value = profile_value::live_bytes});
     },
     has_live_memory},
    {"profile.dhat.json",
     [](file_sink& out, const profile& p, const save_options& o) { return write_dhat(out, p, o.dhat); }, has_memory},
};

}  // namespace detail

/// Writes profile.json, profile.folded, profile.speedscope.json, profile.hlog, profile.txt and metadata.json into
/// `directory`, which is made, with those above it, where it is missing; and of a profile with memory
/// profile.dhat.json, profile.allocated_bytes.folded and, where live memory was followed, profile.live_bytes.folded.
/// Each file is there whole or not at all: it gets its name, in place of an older one, once it is complete. After a
/// failure the others are written all the same; the status is that of the first failure, and names the file and the
/// system's reason. Any thread; the last of several at once wins.
inline export_status save(const profile& source, std::string_view directory, const save_options& options = {}) {
    const detail::own_work not_the_users;
    if (options.compensate && !source.metadata().compensated) {
        return save(compensated(source), directory, options);
    }
    const std::string folder(directory.empty() ? "." : directory);
    if (const int error = detail::make_folders(folder); error != 0) {
        return detail::file_failure(folder, "cannot make the directory", error);
    }
    export_status first;
    for (const detail::artefact& artefact : detail::artefacts) {
        if (!artefact.applies(source)) {
            continue;
        }
        export_status status = detail::write_whole_file(
            folder, artefact.file_name, [&](file_sink& out) { return artefact.write(out, source, options); });
        if (first && !status) {
            first = std::move(status);
        }
    }
    return first;
}

DWELL_NAMESPACE_END

#endif
