// SPDX-License-Identifier: BSL-1.0
// A lock that its holder's death releases.
#ifndef DWELL_TOOL_ARCHIVE_FILE_LOCK_HPP
#define DWELL_TOOL_ARCHIVE_FILE_LOCK_HPP

#include <string>

namespace dwell::tool {

/// An exclusive flock(2) on a file, which is made where it is missing and stays. A child does not inherit it.
class file_lock {
public:
    enum class where_taken { wait, give_up };

    /// Throws a `command_error` where the file cannot be opened or locked.
    file_lock(const std::string& path, where_taken behaviour);
    ~file_lock();
    file_lock(const file_lock&) = delete;
    file_lock& operator=(const file_lock&) = delete;

    /// False where another process has it, and this one gave up.
    [[nodiscard]] bool is_held() const noexcept { return is_held_; }

private:
    int file_;
    bool is_held_ = false;
};

/// Held while the names in an archive change: one program at a time claims, names, links and removes runs.
[[nodiscard]] file_lock lock_archive(const std::string& archive);

}  // namespace dwell::tool

#endif
