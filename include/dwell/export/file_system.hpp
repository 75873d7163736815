// SPDX-License-Identifier: BSL-1.0
// The few things that saving asks of the file system, without <filesystem> (which costs more compile time than all
// exporters together) and without <windows.h>.
#ifndef DWELL_EXPORT_FILE_SYSTEM_HPP
#define DWELL_EXPORT_FILE_SYSTEM_HPP

#include <dwell/core/config.hpp>

#include <cerrno>
#include <cstdio>
#include <string>

#if defined(_WIN32)
#include <direct.h>
#include <process.h>
#else
#include <sys/stat.h>
#include <unistd.h>
#endif

DWELL_NAMESPACE_BEGIN
namespace detail {

[[nodiscard]] inline bool is_separator(char c) noexcept {
#if defined(_WIN32)
    return c == '/' || c == '\\';
#else
    return c == '/';
#endif
}

/// 0, or an errno: EEXIST where something of that name is there.
[[nodiscard]] inline int make_folder(const std::string& path) noexcept {
#if defined(_WIN32)
    return _mkdir(path.c_str()) == 0 ? 0 : errno;
#else
    return mkdir(path.c_str(), 0777) == 0 ? 0 : errno;
#endif
}

/// Makes a folder and those above it that are missing. 0, or an errno; where something else of its name is there, the
/// file made in it will fail.
[[nodiscard]] inline int make_folders(const std::string& path) {
    int error = make_folder(path);
    if (error == ENOENT) {
        for (size_t end = 1; end < path.size(); ++end) {
            if (is_separator(path[end])) {
                // What cannot be made here shows when the last one cannot: an existing folder may refuse mkdir with
                // any of several errors.
                static_cast<void>(make_folder(path.substr(0, end)));
            }
        }
        error = make_folder(path);
    }
    return error == EEXIST ? 0 : error;
}

/// Removes a folder; one that is not empty stays.
inline void remove_folder(const std::string& path) noexcept {
#if defined(_WIN32)
    _rmdir(path.c_str());
#else
    rmdir(path.c_str());
#endif
}

/// Gives a folder another name, which nothing has. 0, or an errno.
[[nodiscard]] inline int rename_folder(const std::string& from, const std::string& to) noexcept {
    return std::rename(from.c_str(), to.c_str()) == 0 ? 0 : errno;
}

/// Puts the file `from` in the place of `to`. 0, or an errno.
[[nodiscard]] inline int replace_file(const std::string& from, const std::string& to) noexcept {
#if defined(_WIN32)
    // The C library's rename does not replace there: for a moment there is no file.
    std::remove(to.c_str());
#endif
    return std::rename(from.c_str(), to.c_str()) == 0 ? 0 : errno;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
