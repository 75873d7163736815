// SPDX-License-Identifier: BSL-1.0
// The whole set of artefacts in one folder.
#ifndef DWELL_EXPORT_SAVE_HPP
#define DWELL_EXPORT_SAVE_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/own_work.hpp>
#include <dwell/export/artefacts.hpp>
#include <dwell/export/atomic_file.hpp>
#include <dwell/export/sink.hpp>
#include <dwell/export/status.hpp>
#include <dwell/profile/compensate.hpp>
#include <dwell/profile/profile.hpp>

#include <string>
#include <string_view>
#include <utility>

DWELL_NAMESPACE_BEGIN

namespace detail {

struct save_outcome {
    export_status status;
    /// Whether all files are there but those that an exporter refused to write, which says more of the profile than of
    /// the disk.
    bool is_complete = true;
};

inline save_outcome save_files(const profile& source, std::string_view directory, const save_options& options) {
    if (options.compensate && !source.metadata().compensated) {
        return save_files(compensated(source), directory, options);
    }
    save_outcome outcome;
    const std::string folder(directory.empty() ? "." : directory);
    if (const int error = make_folders(folder); error != 0) {
        return {file_failure(folder, "cannot make the directory", error), false};
    }
    artefact_choice chosen;
    outcome.status = chosen.choose(options.formats);
    for (size_t i = 0; i < sizeof(artefacts) / sizeof(artefacts[0]); ++i) {
        const artefact& each = artefacts[i];
        if (!chosen.has(i) || !each.applies(source)) {
            continue;
        }
        bool is_refused = false;
        export_status status = write_whole_file(folder, each.file_name, [&](file_sink& out) {
            export_status written = each.write(out, source, options);
            is_refused = !written && out.error() == 0;
            return written;
        });
        if (!status) {
            outcome.is_complete = outcome.is_complete && is_refused;
            if (outcome.status) {
                outcome.status = std::move(status);
            }
        }
    }
    return outcome;
}

}  // namespace detail

/// Writes the files of `detail::artefacts` that `options.formats` asks for, those of memory where the profile has it,
/// into `directory`, which is made, with those above it, where it is missing. Each file is there whole or not at all:
/// it gets its name, in place of an older one, once it is complete. After a failure the others are written all the
/// same; the status is that of the first failure, and names the file and the system's reason. Any thread; the last of
/// several at once wins.
inline export_status save(const profile& source, std::string_view directory, const save_options& options = {}) {
    const detail::own_work not_the_users;
    return detail::save_files(source, directory, options).status;
}

DWELL_NAMESPACE_END

#endif
