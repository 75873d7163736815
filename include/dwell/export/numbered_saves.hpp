// SPDX-License-Identifier: BSL-1.0
// One save after the other of a program that goes on, of which the last few are kept.
#ifndef DWELL_EXPORT_NUMBERED_SAVES_HPP
#define DWELL_EXPORT_NUMBERED_SAVES_HPP

#include <dwell/core/config.hpp>
#include <dwell/export/artefacts.hpp>
#include <dwell/export/file_system.hpp>
#include <dwell/export/output_directory.hpp>
#include <dwell/export/save.hpp>
#include <dwell/export/status.hpp>
#include <dwell/profile/profile.hpp>

#include <cerrno>
#include <cstdio>
#include <string>
#include <utility>

DWELL_NAMESPACE_BEGIN
namespace detail {

/// Removes what `save` has written into a folder, and the folder, unless something else is in it.
inline void remove_save(const std::string& folder) {
    for (const artefact& each : artefacts) {
        std::remove((folder + "/" + each.file_name).c_str());
    }
    remove_folder(folder);
}

/// Saves into `save-1`, `save-2`, … in the run's own folder. Each gets that name once all of its files are there, so
/// that one which a crash interrupts is never taken for whole; `latest` then points to it, and the oldest beyond `keep`
/// is removed.
class numbered_saves {
public:
    /// `wish` is what DWELL_OUT may be: see `save_in_run_directory`.
    numbered_saves(std::string wish, uint64_t keep) noexcept : wish_(std::move(wish)), keep_(keep) {}

    [[nodiscard]] export_status save(const profile& source, const save_options& options) {
        if (run_.empty()) {
            claimed_directory claimed = claim_run_directory(wish_);
            if (!claimed.status) {
                return claimed.status;
            }
            run_ = std::move(claimed.path);
        }
        const std::string name = name_of(saved_ + 1);
        const std::string partial = run_ + "/." + name + ".partial";
        // What an earlier process left that was killed in the middle of one: it may have had other formats.
        remove_save(partial);
        save_outcome outcome = save_files(source, partial, options);
        if (outcome.is_complete) {
            if (const int error = put_in_place(partial, run_ + "/" + name); error != 0) {
                outcome = {file_failure(run_ + "/" + name, "cannot name the directory", error), false};
            }
        }
        if (!outcome.is_complete) {
            remove_save(partial);
            return outcome.status;
        }
        ++saved_;
        export_status linked =
            is_pattern(wish_) ? point_latest_to(run_, name) : point_latest_to(wish_, last_part(run_) + "/" + name);
        if (saved_ > keep_) {
            // After `latest` leads to the new one: at no time does it lead to none.
            remove_save(run_ + "/" + name_of(saved_ - keep_));
        }
        return outcome.status ? linked : outcome.status;
    }

private:
    /// 0, or an errno.
    static int put_in_place(const std::string& partial, const std::string& name) {
        int error = rename_folder(partial, name);
        if (error == EEXIST || error == ENOTEMPTY) {
            // Of an earlier process that saved to the same folder.
            remove_save(name);
            error = rename_folder(partial, name);
        }
        return error;
    }

    static std::string name_of(uint64_t number) { return "save-" + std::to_string(number); }

    std::string wish_;
    uint64_t keep_;
    std::string run_;
    uint64_t saved_ = 0;
};

}  // namespace detail
DWELL_NAMESPACE_END

#endif
