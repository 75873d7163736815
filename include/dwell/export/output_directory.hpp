// SPDX-License-Identifier: BSL-1.0
// Which folder a process saves to, so that no two overwrite one another.
#ifndef DWELL_EXPORT_OUTPUT_DIRECTORY_HPP
#define DWELL_EXPORT_OUTPUT_DIRECTORY_HPP

#include <dwell/core/config.hpp>
#include <dwell/core/machine.hpp>
#include <dwell/export/file_system.hpp>
#include <dwell/export/save.hpp>
#include <dwell/export/status.hpp>
#include <dwell/profile/profile.hpp>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// A folder that this call has made or found; empty, with the reason in `status`, where there is none.
struct claimed_directory {
    std::string path;
    export_status status;
};

/// Makes `base` + a number + `rest`, with the first number that is free. Another process that tries the same at the
/// same time gets another number: making a folder is what claims it.
inline claimed_directory claim_numbered(const std::string& base, std::string rest, unsigned first) {
    constexpr unsigned most = 1'000'000;
    while (!rest.empty() && is_separator(rest.back())) {
        rest.pop_back();
    }
    for (unsigned number = first; number < most; ++number) {
        std::string path = base + std::to_string(number) + rest;
        int error = make_folder(path);
        if (error == ENOENT) {
            error = make_folders(path.substr(0, path.find_last_of('/')));
            error = error == 0 ? make_folder(path) : error;
        }
        if (error == 0) {
            return {std::move(path), {}};
        }
        if (error != EEXIST) {
            return {{}, file_failure(path, "cannot make the directory", error)};
        }
    }
    return {{}, export_status::failure(base + ": no free number is left")};
}

/// The folder that a pattern names: `%p` is the process, `%n` the first free number from 1, `%%` a percent sign.
inline claimed_directory claim_pattern(std::string_view pattern) {
    std::string before;
    std::string after;
    bool has_number = false;
    for (size_t i = 0; i < pattern.size(); ++i) {
        std::string& part = has_number ? after : before;
        if (pattern[i] != '%') {
            part += pattern[i];
            continue;
        }
        const char what = i + 1 < pattern.size() ? pattern[i + 1] : '\0';
        ++i;
        if (what == 'p') {
            part += std::to_string(process_id());
        } else if (what == '%') {
            part += '%';
        } else if (what == 'n' && !has_number) {
            has_number = true;
        } else {
            return {{},
                    export_status::failure("DWELL_OUT=" + std::string(pattern) +
                                           ": after % there may be p (process), n (first free number, once) or %")};
        }
    }
    if (has_number) {
        return claim_numbered(before, after, 1);
    }
    return {before, {}};
}

/// `<base>/<program>-<pid>`; where that is there already, from an earlier process or an earlier save, with `-2`, …
inline claimed_directory claim_by_process(const std::string& base) {
    const std::string path = base + "/" + program_name() + "-" + std::to_string(process_id());
    if (const int error = make_folders(base); error != 0) {
        return {{}, file_failure(base, "cannot make the directory", error)};
    }
    const int error = make_folder(path);
    if (error == 0) {
        return {path, {}};
    }
    if (error != EEXIST) {
        return {{}, file_failure(path, "cannot make the directory", error)};
    }
    return claim_numbered(path + "-", "", 2);
}

/// Lets `<base>/latest` point to `target`, a path from `base`, in one step. Where the system has no symbolic links,
/// nothing is done.
inline export_status point_latest_to(const std::string& base, const std::string& target) {
#if defined(_WIN32)
    (void)base;
    (void)target;
    return {};
#else
    const std::string link = base + "/latest";
    const std::string temporary = base + "/.latest-" + std::to_string(process_id());
    std::remove(temporary.c_str());
    if (symlink(target.c_str(), temporary.c_str()) != 0) {
        return file_failure(link, "cannot make the link", errno);
    }
    if (const int error = replace_file(temporary, link); error != 0) {
        std::remove(temporary.c_str());
        return file_failure(link, "cannot replace the link", error);
    }
    return {};
#endif
}

[[nodiscard]] inline bool is_pattern(const std::string& wish) noexcept { return wish.find('%') != std::string::npos; }

/// The folder of this process: exactly what a pattern with `%` names, else one of its own under `wish`.
inline claimed_directory claim_run_directory(const std::string& wish) {
    return is_pattern(wish) ? claim_pattern(wish) : claim_by_process(wish);
}

[[nodiscard]] inline std::string last_part(const std::string& path) { return path.substr(path.find_last_of('/') + 1); }

/// Saves as DWELL_OUT asks: into the process's folder, with `latest` beside it pointing to it once it is whole (but
/// where a pattern names it).
inline export_status save_in_run_directory(const profile& source, const std::string& wish,
                                           const save_options& options) {
    const claimed_directory claimed = claim_run_directory(wish);
    if (!claimed.status) {
        return claimed.status;
    }
    export_status status = save(source, claimed.path, options);
    if (status && !is_pattern(wish)) {
        status = point_latest_to(wish, last_part(claimed.path));
    }
    return status;
}

}  // namespace detail
DWELL_NAMESPACE_END

#endif
