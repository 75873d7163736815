// SPDX-License-Identifier: BSL-1.0
// A folder for as long as a part of the program needs one.
#ifndef DWELL_TOOL_PROCESS_TEMPORARY_FOLDER_HPP
#define DWELL_TOOL_PROCESS_TEMPORARY_FOLDER_HPP

#include <string>

namespace dwell::tool {

/// A new folder that nobody else may look into, removed with all in it when this goes.
class temporary_folder {
public:
    /// Makes it in `parent`, or in TMPDIR where that is empty; its name begins with `name`. Throws a `command_error`.
    explicit temporary_folder(const std::string& name, const std::string& parent = {});
    ~temporary_folder();
    temporary_folder(const temporary_folder&) = delete;
    temporary_folder& operator=(const temporary_folder&) = delete;

    /// Absolute, without links.
    [[nodiscard]] const std::string& path() const noexcept { return path_; }
    /// Leaves it there, unless it is empty.
    void keep_what_is_in_it() noexcept { is_kept_ = true; }

private:
    std::string path_;
    bool is_kept_ = false;
};

/// Removes a folder and all in it, folders that may not be written included. Returns whether nothing is left.
bool remove_all_of(const std::string& folder);

}  // namespace dwell::tool

#endif
