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

/// Writes the files of `detail::artefacts` that `options.formats` asks for, those of memory where the profile has it,
/// into `directory`, which is made, with those above it, where it is missing. Each file is there whole or not at all:
/// it gets its name, in place of an older one, once it is complete. After a failure the others are written all the
/// same; the status is that of the first failure, and names the file and the system's reason. Any thread; the last of
/// several at once wins.
inline export_status save(const profile& source, std::string_view directory, const save_options& options = {}) {
    const detail::own_work not_the_users;
    if (options.compensate && !source.metadata().compensated) {
        return save(compensated(source), directory, options);
    }
    const std::string folder(directory.empty() ? "." : directory);
    if (const int error = detail::make_folders(folder); error != 0) {
        return detail::file_failure(folder, "cannot make the directory", error);
    }
    detail::artefact_choice chosen;
    export_status first = chosen.choose(options.formats);
    for (size_t i = 0; i < sizeof(detail::artefacts) / sizeof(detail::artefacts[0]); ++i) {
        const detail::artefact& artefact = detail::artefacts[i];
        if (!chosen.has(i) || !artefact.applies(source)) {
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
