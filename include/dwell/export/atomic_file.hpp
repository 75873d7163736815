// SPDX-License-Identifier: BSL-1.0
// A file that is there whole or not at all.
#ifndef DWELL_EXPORT_ATOMIC_FILE_HPP
#define DWELL_EXPORT_ATOMIC_FILE_HPP

#include <dwell/core/atomic_cell.hpp>
#include <dwell/core/config.hpp>
#include <dwell/core/machine.hpp>
#include <dwell/export/file_system.hpp>
#include <dwell/export/sink.hpp>
#include <dwell/export/status.hpp>

#include <cstdio>
#include <cstring>
#include <string>

DWELL_NAMESPACE_BEGIN
namespace detail {

// Two threads may save to one folder: each has temporary files of its own.
inline constinit atomic_cell<uint64_t> temporary_files{};

[[nodiscard]] inline export_status file_failure(const std::string& path, const char* what, int error) {
    return export_status::failure(path + ": " + what + ": " + std::strerror(error));
}

/// Calls `write(sink)`, which returns an export_status, with a temporary file in `folder`, and gives that the name
/// `name` once all of it was taken, in place of a file that is there. After a failure no temporary file is left, and
/// an older file of that name is as it was. Not synced to the disk: a crash of the machine may lose it.
template <typename Write>
export_status write_whole_file(const std::string& folder, const std::string& name, const Write& write) {
    const std::string path = folder + "/" + name;
    const std::string temporary = folder + "/." + name + ".tmp-" + std::to_string(process_id()) + "-" +
                                  std::to_string(temporary_files.fetch_add(1));
#if defined(_WIN32)
    constexpr const char* mode = "wb";
#else
    // x: never through a link that somebody put there.
    constexpr const char* mode = "wbx";
    std::remove(temporary.c_str());
#endif
    file_sink file(temporary.c_str(), mode);
    if (!file.is_open()) {
        return file_failure(path, "cannot make the file", file.error());
    }
    export_status status = write(file);
    // Closed in any case: an open file cannot be removed on Windows.
    const bool is_closed = file.close();
    if (file.error() != 0 || !is_closed) {
        status = file_failure(path, "cannot write the file", file.error());
    } else if (!status) {
        status = export_status::failure(path + ": " + status.message());
    } else if (const int error = replace_file(temporary, path); error != 0) {
        status = file_failure(path, "cannot replace the file", error);
    }
    if (!status) {
        std::remove(temporary.c_str());
    }
    return status;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
